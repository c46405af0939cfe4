package io.kith.proto.jid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/// Each part may have 1023 bytes of UTF-8 once prepared, a label of a domain 63 (RFC 7622 §3).
final class JidLimitsTest {

    private static final String E_ACUTE = "\u00e9"; // two bytes, composed
    private static final String E_DECOMPOSED = "e\u0301"; // three bytes, composes to two
    private static final String HAN = "\u6f22"; // three bytes
    private static final String GOTHIC = "\ud800\udf30"; // four bytes, two chars

    @Test
    void a_local_part_has_1023_bytes_and_no_more() {
        assertLocalFits("a".repeat(1023));
        assertLocalFits(E_ACUTE.repeat(511) + "a");
        assertLocalFits(HAN.repeat(341));
        assertLocalFits(GOTHIC.repeat(255) + HAN);
        assertLocalTooLong("a".repeat(1024));
        assertLocalTooLong(E_ACUTE.repeat(512));
        assertLocalTooLong(HAN.repeat(341) + "a");
        assertLocalTooLong(GOTHIC.repeat(256));
    }

    @Test
    void the_bound_is_of_the_prepared_part() {
        assertThat(Jid.of(E_DECOMPOSED.repeat(511) + "a", "capulet.example", "").local())
                .isEqualTo(E_ACUTE.repeat(511) + "a");
        assertThat(Jid.of("\uff41".repeat(1023), "capulet.example", "").local()).isEqualTo("a".repeat(1023));
        assertLocalTooLong("\uff41".repeat(1024));
    }

    @Test
    void a_resource_has_1023_bytes_and_no_more() {
        assertThat(Jid.of("", "capulet.example", "r".repeat(1023)).resource()).hasSize(1023);
        assertThat(Jid.of("", "capulet.example", E_ACUTE.repeat(511)).resource())
                .hasSize(511);
        assertThatThrownBy(() -> Jid.of("", "capulet.example", "r".repeat(1024)))
                .isInstanceOf(MalformedJid.class)
                .hasMessage("resource is too long");
        assertThatThrownBy(() -> Jid.of("", "capulet.example", E_ACUTE.repeat(512)))
                .isInstanceOf(MalformedJid.class)
                .hasMessage("resource is too long");
    }

    @Test
    void a_domain_has_1023_bytes_and_no_more() {
        var sixteenLabels = ("a".repeat(62) + ".").repeat(15) + "a".repeat(62);
        var full = sixteenLabels + "." + "a".repeat(15);
        assertThat(Jid.parse(full).domain()).hasSize(1023);
        assertThat(Jid.parse(full + ".").domain()).hasSize(1023);
        assertThatThrownBy(() -> Jid.parse(full + "a"))
                .isInstanceOf(MalformedJid.class)
                .hasMessage("domain is too long");
        var fullOfTwoBytes = sixteenLabels + "." + E_ACUTE.repeat(7) + "a";
        assertThat(Jid.parse(fullOfTwoBytes).domain()).isEqualTo(fullOfTwoBytes);
        assertThatThrownBy(() -> Jid.parse(fullOfTwoBytes + "a"))
                .isInstanceOf(MalformedJid.class)
                .hasMessage("domain is too long");
    }

    @Test
    void a_label_has_63_bytes_in_the_dns_and_no_more() {
        assertThat(Jid.parse("a".repeat(63) + ".example").isDomain()).isTrue();
        assertThatThrownBy(() -> Jid.parse("a".repeat(64) + ".example"))
                .isInstanceOf(MalformedJid.class)
                .hasMessage("label of domain is too long");

        // 55 letters, a hyphen and three digits for the one that is not ASCII, after xn--
        var longest = "a".repeat(55) + E_ACUTE;
        assertThat(Punycode.encode(longest)).hasSize(59);
        assertThat(Jid.parse(longest + ".example").isDomain()).isTrue();
        assertThatThrownBy(() -> Jid.parse("a" + longest + ".example"))
                .isInstanceOf(MalformedJid.class)
                .hasMessage("label of domain is too long");
        assertThatThrownBy(() -> Jid.parse("xn--" + "a".repeat(60)))
                .isInstanceOf(MalformedJid.class)
                .hasMessage("label of domain is too long");
    }

    @Test
    void hostile_length_is_refused_before_it_is_worked_on() {
        assertThatThrownBy(() -> Jid.of(E_DECOMPOSED.repeat(PartLength.WRITTEN_CHARS_MAX), "capulet.example", ""))
                .isInstanceOf(MalformedJid.class)
                .hasMessage("local part is too long");
        assertThatThrownBy(() -> Jid.parse(("\u00e9".repeat(40) + ".").repeat(1_000)))
                .isInstanceOf(MalformedJid.class)
                .hasMessage("domain is too long");
    }

    private static void assertLocalFits(String local) {
        assertThat(Jid.of(local, "capulet.example", "").local()).isEqualTo(local);
    }

    private static void assertLocalTooLong(String local) {
        assertThatThrownBy(() -> Jid.of(local, "capulet.example", ""))
                .isInstanceOf(MalformedJid.class)
                .hasMessage("local part is too long");
    }
}
