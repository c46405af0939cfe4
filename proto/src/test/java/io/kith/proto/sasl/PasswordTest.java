package io.kith.proto.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PasswordTest {

    @ParameterizedTest(name = "RFC 4013 §3: {0} is {1}")
    @CsvSource({"I\u00adX, IX", "user, user", "USER, USER", "\u00aa, a", "\u2168, IX", "a\u00a0b, a b"})
    void look_alikes_are_one(String typed, String prepared) {
        assertThat(Password.prepare(typed)).contains(prepared);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u0007", "\u06271", "a\0b", "\ud800", "\u00ad", "\ue000"})
    void what_is_prohibited_or_empty_is_no_password(String typed) {
        assertThat(Password.of(typed)).isEmpty();
    }

    @Test
    void characters_younger_than_the_standard_are_let_through() {
        assertThat(Password.of("\ud83e\udee0")).isPresent();
    }

    @Test
    void the_length_is_bounded_before_and_after_preparation() {
        assertThat(Password.of("p".repeat(1_024))).isPresent();
        assertThat(Password.of("p".repeat(1_025))).isEmpty();
        assertThat(Password.of("\u2168".repeat(512))).isPresent();
        assertThat(Password.of("\u2168".repeat(513))).isEmpty();
    }
}
