package io.kith.proto.jid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AsciiDomainTest {

    @ParameterizedTest
    @CsvSource({
        "verona.example, verona.example",
        "straße.example, xn--strae-oqa.example",
        "XN--STRAE-OQA.Example, xn--strae-oqa.example",
        "bücher.straße.example, xn--bcher-kva.xn--strae-oqa.example",
        "[::1], [::1]"
    })
    void a_domain_has_one_form_in_ascii(String domain, String ascii) {
        assertThat(AsciiDomain.of(domain)).isEqualTo(ascii);
    }

    @Test
    void a_letter_that_is_younger_than_unicode_3_2_has_one_and_the_way_back_is_the_same() {
        var ascii = AsciiDomain.of("\uab32.example");

        assertThat(ascii).startsWith("xn--").endsWith(".example");
        assertThat(Jid.parse(ascii).domain()).isEqualTo("\uab32.example");
    }

    @Test
    void what_is_no_domain_has_none() {
        assertThatThrownBy(() -> AsciiDomain.of("a..b")).isInstanceOf(MalformedJid.class);
    }
}
