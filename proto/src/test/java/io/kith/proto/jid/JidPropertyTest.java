package io.kith.proto.jid;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class JidPropertyTest {

    @Property(tries = 2_000)
    void preparing_twice_is_preparing_once(@ForAll("anyText") String local, @ForAll("anyText") String resource) {
        try {
            var once = Jid.of(local, "capulet.example", resource);
            assertThat(Jid.of(once.local(), once.domain(), once.resource())).isEqualTo(once);
            assertThat(Jid.parse(once.toString())).isEqualTo(once);
        } catch (MalformedJid refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    @Property(tries = 2_000)
    void preparing_a_domain_twice_is_preparing_it_once(@ForAll("domainText") String domain) {
        Jid.tryParse(domain).filter(Jid::isDomain).ifPresent(once -> {
            assertThat(Jid.parse(once.toString())).isEqualTo(once);
            assertThat(Jid.parse("x." + domain).domain()).isEqualTo("x." + once.domain());
        });
    }

    @Property
    void case_width_and_composition_make_no_other_account(@ForAll("names") String name) {
        var account = Jid.of(name, "capulet.example", "");
        assertThat(Jid.of(fullwidth(name), "capulet.example", "")).isEqualTo(account);
        assertThat(Jid.of(Normalizer.normalize(name, Normalizer.Form.NFD), "capulet.example", ""))
                .isEqualTo(account);
        assertThat(Jid.of(name.toUpperCase(Locale.ROOT), "Capulet.EXAMPLE", "")).isEqualTo(account);
    }

    @Property
    void the_two_forms_of_a_label_are_one_domain(@ForAll("names") String name) {
        var label = Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        if (label.chars().allMatch(c -> c < 0x80)) {
            assertThat(Jid.parse(name)).isEqualTo(Jid.parse(label));
            return;
        }
        var encoded = Punycode.encode(label);
        assertThat(Punycode.decode(encoded)).isEqualTo(label);
        assertThat(Jid.parse("xn--" + encoded)).isEqualTo(Jid.parse(name)).isEqualTo(Jid.parse(label));
    }

    @Property
    void any_text_is_an_address_or_refused(@ForAll("addressText") String text) {
        Jid.tryParse(text)
                .ifPresent(jid -> assertThat(Jid.parse(jid.toString())).isEqualTo(jid));
    }

    /// Any text, with a bias to what the preparation treats specially.
    @Provide
    Arbitrary<String> anyText() {
        var special = Arbitraries.of(
                'A', 'z', '\u00df', '\u0130', '\u0301', '\u0307', '\u0327', '\u0345', '\u03a3', '\u1100', '\u1161',
                '\u1e9e', '\u1fb3', '\u212a', '\u212b', '\u3000', '\u05d0', '\u0661', '\uff21', '\uff0f', '\ud835',
                '\udc00', '\u00a0', '\u180f');
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMinLength(1).ofMaxLength(12),
                Arbitraries.strings()
                        .withChars("\u00c0\u00e9\u0390\u0439\u05d0\u0627\u0915\u4e00\uac00")
                        .alpha()
                        .ofMinLength(1)
                        .ofMaxLength(8),
                special.list().ofMinSize(1).ofMaxSize(6).map(chars -> {
                    var text = new StringBuilder();
                    chars.forEach(text::append);
                    return text.toString();
                }));
    }

    @Provide
    Arbitrary<String> domainText() {
        return Arbitraries.oneOf(
                anyText(),
                Arbitraries.strings()
                        .withChars("abXN-.0\u00fc\u3002\uff0e\u00df\u05d0")
                        .ofMinLength(1)
                        .ofMaxLength(12),
                Arbitraries.strings()
                        .withCharRange('a', 'z')
                        .numeric()
                        .withChars('-')
                        .ofMinLength(1)
                        .ofMaxLength(10)
                        .map("xn--"::concat));
    }

    @Provide
    Arbitrary<String> addressText() {
        return Arbitraries.oneOf(
                anyText(),
                Arbitraries.strings().withChars("aB@/.-[]:x\u00fc\uff20").ofMaxLength(12));
    }

    /// Names of a few scripts in which upper and lower case map to one another.
    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withChars("\u00e0\u00e9\u00fc\u00f1\u0153\u015f\u1ebf\u0431\u0433\u0439\u03b1\u03ad\u0561\u4e2d\uac01")
                .ofMinLength(1)
                .ofMaxLength(12);
    }

    private static String fullwidth(String name) {
        return name.chars()
                .map(c -> c > ' ' && c <= '~' ? c - '!' + '\uff01' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
