package io.kith.proto.stanza;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LanguageTest {

    private static final String LONGEST = "de-12345678-12345678-12345678-12345";

    @ParameterizedTest
    @ValueSource(strings = {"en", "de-CH", "zh-Hant-TW", "x-klingon", LONGEST})
    void a_tag_is_written_as_it_is(String tag) {
        assertThat(new String(Language.of(tag).attribute(), StandardCharsets.US_ASCII))
                .isEqualTo(" xml:lang='" + tag + "'");
    }

    @Test
    void the_longest_is_at_the_bound() {
        assertThat(LONGEST).hasSize(Language.TAG_MAX);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "e n", "en_GB", "-", "en-", "1", "'", "&lt;", "123456789", "d\u00e9", LONGEST + "6"})
    void what_is_no_tag_is_no_language(String tag) {
        assertThat(Language.of(tag)).isSameAs(Language.NONE);
    }

    @Test
    void what_most_clients_say_is_kept_once() {
        assertThat(Language.of(new String("en"))).isSameAs(Language.of("en"));
    }
}
