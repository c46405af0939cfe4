package io.kith.proto.sasl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlainTest {

    @Test
    void has_a_name_to_act_as_a_name_and_a_password() {
        assertThat(Plain.parse("\0juliet\0r0m30".getBytes(UTF_8))).contains(new Plain("", "juliet", "r0m30"));
        assertThat(Plain.parse("nurse@capulet.example\0juliet\0r\u00f6m30".getBytes(UTF_8)))
                .contains(new Plain("nurse@capulet.example", "juliet", "r\u00f6m30"));
        assertThat(new Plain("", "juliet", "r0m30").message()).isEqualTo("\0juliet\0r0m30");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "juliet", "\0juliet", "\0\0", "\0juliet\0", "\0\0r0m30", "\0juliet\0r0m30\0", "\0a\0b\0c"})
    void anything_else_is_malformed(String message) {
        assertThat(Plain.parse(message.getBytes(UTF_8))).isEmpty();
    }

    @Test
    void is_utf_8() {
        assertThat(Plain.parse("\0ren\u00e9\0r0m30".getBytes(ISO_8859_1))).isEmpty();
    }

    @Test
    void has_bounds() {
        assertThat(parse("", "j".repeat(1_023), "p")).isTrue();
        assertThat(parse("", "j".repeat(1_024), "p")).isFalse();
        assertThat(parse("r".repeat(3_071), "juliet", "p")).isTrue();
        assertThat(parse("r".repeat(3_072), "juliet", "p")).isFalse();
        assertThat(parse("", "juliet", "p".repeat(1_024))).isTrue();
        assertThat(parse("", "juliet", "p".repeat(1_025))).isFalse();
    }

    @Test
    void shows_no_password() {
        assertThat(new Plain("", "juliet", "r0m30")).hasToString("Plain[juliet, …]");
    }

    private static boolean parse(String authzid, String authcid, String password) {
        return Plain.parse(new Plain(authzid, authcid, password).message().getBytes(UTF_8))
                .isPresent();
    }
}
