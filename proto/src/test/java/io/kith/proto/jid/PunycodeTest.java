package io.kith.proto.jid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PunycodeTest {

    @ParameterizedTest(name = "RFC 3492 §7.1 {0}")
    @CsvSource({
        "(A), \u0644\u064a\u0647\u0645\u0627\u0628\u062a\u0643\u0644\u0645\u0648\u0634\u0639\u0631\u0628\u064a\u061f,"
                + "egbpdaj6bu4bxfgehfvwxn",
        "(B), \u4ed6\u4eec\u4e3a\u4ec0\u4e48\u4e0d\u8bf4\u4e2d\u6587, ihqwcrb4cv8a8dqg056pqjye",
        "(I), \u043f\u043e\u0447\u0435\u043c\u0443\u0436\u0435\u043e\u043d\u0438\u043d\u0435\u0433\u043e\u0432"
                + "\u043e\u0440\u044f\u0442\u043f\u043e\u0440\u0443\u0441\u0441\u043a\u0438,"
                + "b1abfaaepdrnnbgefbadotcwatmq2g4l",
        "(L), 3\u5e74b\u7d44\u91d1\u516b\u5148\u751f, 3b-ww4c5e180e575a65lsy2b",
        "(R), \u305d\u306e\u30b9\u30d4\u30fc\u30c9\u3067, d9juau41awczczp",
    })
    void the_samples_of_the_standard_go_both_ways(String name, String label, String encoded) {
        assertThat(Punycode.encode(label)).isEqualTo(encoded);
        assertThat(Punycode.decode(encoded)).isEqualTo(label);
    }

    @Test
    void what_overflows_is_refused() {
        assertThatThrownBy(() -> Punycode.decode("99999999")).isInstanceOf(MalformedJid.class);
        assertThatThrownBy(() -> Punycode.decode("9".repeat(59))).isInstanceOf(MalformedJid.class);
    }

    @Test
    void the_greatest_code_point_in_the_longest_label_does_not_overflow() {
        var label = "a".repeat(50) + "\udbff\udfff";
        assertThat(Punycode.decode(Punycode.encode(label))).isEqualTo(label);
    }
}
