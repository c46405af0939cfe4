package io.kith.proto.jid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JidTest {

    private static final Jid JULIET = new Jid("juliet", "capulet.example", "balcony");

    @Test
    void a_whole_address_has_three_parts() {
        assertThat(Jid.parse("juliet@capulet.example/balcony")).isEqualTo(JULIET);
        assertThat(Jid.parse("juliet@capulet.example")).isEqualTo(new Jid("juliet", "capulet.example", ""));
        assertThat(Jid.parse("capulet.example/gate")).isEqualTo(new Jid("", "capulet.example", "gate"));
        assertThat(Jid.parse("capulet.example")).isEqualTo(new Jid("", "capulet.example", ""));
    }

    @Test
    void the_resource_begins_at_the_first_slash_and_may_hold_separators() {
        assertThat(Jid.parse("juliet@capulet.example/romeo@montague/orchard").resource())
                .isEqualTo("romeo@montague/orchard");
        assertThat(Jid.parse("capulet.example/juliet@home")).isEqualTo(new Jid("", "capulet.example", "juliet@home"));
    }

    @Test
    void is_written_as_it_was_read() {
        for (var written : new String[] {
            "juliet@capulet.example/balcony", "juliet@capulet.example", "capulet.example/gate", "capulet.example"
        }) {
            assertThat(Jid.parse(written)).hasToString(written);
        }
    }

    @Test
    void knows_its_shapes() {
        assertThat(JULIET.isFull()).isTrue();
        assertThat(JULIET.isBare()).isFalse();
        assertThat(JULIET.isDomain()).isFalse();
        assertThat(JULIET.bare()).isEqualTo(Jid.parse("juliet@capulet.example"));
        assertThat(JULIET.bare().isBare()).isTrue();
        assertThat(JULIET.domainJid()).isEqualTo(Jid.parse("capulet.example"));
        assertThat(JULIET.domainJid().isDomain()).isTrue();
        assertThat(JULIET.withResource("e\u0301")).isEqualTo(Jid.parse("juliet@capulet.example/\u00e9"));
        assertThat(JULIET.withResource("")).isEqualTo(JULIET.bare());
    }

    @ParameterizedTest
    @CsvSource({
        "JULIET@CAPULET.EXAMPLE, juliet@capulet.example",
        "juliet@capulet.example., juliet@capulet.example",
        "\uff2a\uff55liet@capulet.example, juliet@capulet.example",
        "rene\u0301@capulet.example, ren\u00e9@capulet.example",
        "juliet@B\u00dcCHER.example, juliet@b\u00fccher.example",
        "juliet@bu\u0308cher.example, juliet@b\u00fccher.example",
        "juliet@XN--bcher-kva.example, juliet@b\u00fccher.example",
        "juliet@xn--bcher-kva\u3002example., juliet@b\u00fccher.example",
        "juliet@xn--strae-oqa.example, juliet@stra\u00dfe.example",
        "juliet@[2001:DB8::1], juliet@[2001:db8::1]",
    })
    void spellings_that_look_alike_are_one_address(String written, String prepared) {
        assertThat(Jid.parse(written)).isEqualTo(Jid.parse(prepared)).hasToString(prepared);
    }

    @Test
    void a_sharp_s_is_not_two_letters_in_a_domain() {
        assertThat(Jid.parse("stra\u00dfe.example")).isNotEqualTo(Jid.parse("strasse.example"));
    }

    @Test
    void a_resource_keeps_case_and_spaces() {
        assertThat(Jid.parse("juliet@capulet.example/The Balcony").resource()).isEqualTo("The Balcony");
        assertThat(Jid.parse("juliet@capulet.example/The\u00a0Balcony").resource())
                .isEqualTo("The Balcony");
        assertThat(Jid.parse("juliet@capulet.example/\ud83d\ude00").resource()).isEqualTo("\ud83d\ude00");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@capulet.example",
                "juliet@",
                "juliet@/balcony",
                "/balcony",
                "juliet@capulet.example/",
                "juliet@romeo@capulet.example",
                "ju liet@capulet.example",
                "ju\"liet@capulet.example",
                "ju&liet@capulet.example",
                "ju'liet@capulet.example",
                "ju:liet@capulet.example",
                "ju<liet@capulet.example",
                "ju>liet@capulet.example",
                "ju\uff0fliet@capulet.example",
                "ju\uff20liet@capulet.example",
                "ju\u0000liet@capulet.example",
                "juliet\u007f@capulet.example",
                "juliet\ud800@capulet.example",
                "juliet\u00ad@capulet.example",
                "juliet\udb40\udd00@capulet.example",
                "juliet\u180f@capulet.example",
                "\ufb01do@capulet.example",
                "juliet@capulet.example/bal\u0000cony",
                "juliet@capulet.example/bal\u200dcony",
                "juliet@capulet.example/\udc00",
                "juliet@capulet..example",
                "juliet@.capulet.example",
                "juliet@capulet.example..",
                "juliet@.",
                "juliet@-capulet.example",
                "juliet@capulet-.example",
                "juliet@capu_let.example",
                "juliet@capulet.example:5222",
                "juliet@b\u00fc cher.example",
                "juliet@b\u00fc_cher.example",
                "juliet@b\u00fccher..example",
                "juliet@b\u00fccher.example\u3002\u3002",
                "juliet@b\u00fc--cher.example",
                "juliet@b\u00fccher-.example",
                "juliet@\u0301e.example",
                "juliet@xn--.example",
                "juliet@xn--capulet-.example",
                "juliet@xn---kva.example",
                "juliet@xn--99999999.example",
                "juliet@xn--bcher\u00fc.example",
                "juliet@[::1",
                "juliet@[::g]",
                "juliet@[127.0.0.1]",
                "juliet@[fe80::1%1]",
                "juliet@[]",
            })
    void what_breaks_a_rule_is_no_address(String written) {
        assertThatThrownBy(() -> Jid.parse(written)).isInstanceOf(MalformedJid.class);
        assertThat(Jid.tryParse(written)).isEmpty();
    }

    @Test
    void parts_are_prepared_and_an_absent_one_is_empty() {
        assertThat(Jid.of("JULIET", "Capulet.Example", "")).isEqualTo(JULIET.bare());
        assertThat(Jid.of("", "capulet.example", "")).isEqualTo(JULIET.domainJid());
        assertThatThrownBy(() -> Jid.of("juliet", "", "")).isInstanceOf(MalformedJid.class);
        assertThatThrownBy(() -> Jid.of("juliet@home", "capulet.example", "")).isInstanceOf(MalformedJid.class);
        assertThatThrownBy(() -> Jid.of("juliet", "capulet.example/x", "")).isInstanceOf(MalformedJid.class);
    }

    @Test
    void the_refusal_names_the_rule_and_not_the_text() {
        assertThatThrownBy(() -> Jid.parse("ju<liet@capulet.example"))
                .isInstanceOf(MalformedJid.class)
                .hasMessage("forbidden character in local part");
    }

    @Test
    void numeric_addresses_are_domains() {
        assertThat(Jid.parse("juliet@192.0.2.1").domain()).isEqualTo("192.0.2.1");
        assertThat(Jid.parse("juliet@[::ffff:192.0.2.1]/x").domain()).isEqualTo("[::ffff:192.0.2.1]");
    }
}
