package io.kith.sharding.xep;

import static io.kith.sharding.xep.Answers.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.xml.Element;
import io.kith.sharding.xep.AbuseContacts.Concern;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AbuseContactsTest {

    private static final String MAIL = "mailto:abuse@capulet.example";

    @Test
    void what_is_set_stands_in_what_the_domain_says_of_itself() {
        var contacts = new AbuseContacts(Map.of(
                Concern.SUPPORT,
                List.of("https://capulet.example/help"),
                Concern.ABUSE,
                List.of(MAIL, "xmpp:nurse@capulet.example")));

        assertThat(forms(contacts)).containsExactly(Element.parse("""
                <x xmlns='jabber:x:data' type='result'>\
                <field var='FORM_TYPE' type='hidden'><value>http://jabber.org/network/serverinfo</value></field>\
                <field var='abuse-addresses'><value>mailto:abuse@capulet.example</value>\
                <value>xmpp:nurse@capulet.example</value></field>\
                <field var='support-addresses'><value>https://capulet.example/help</value></field></x>"""));
    }

    @Test
    void nothing_is_shown_while_nothing_is_set() {
        assertThat(forms(new AbuseContacts(Map.of()))).isEmpty();
        assertThat(forms(new AbuseContacts(Map.of(Concern.ABUSE, List.of())))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"abuse@capulet.example", "mailto:", "mailto:ab use@capulet.example", ":x", ""})
    void an_address_must_be_a_uri_that_says_how_to_use_it(String address) {
        assertThatThrownBy(() -> new AbuseContacts(Map.of(Concern.ABUSE, List.of(address))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("abuse-addresses");
    }

    @Test
    void sixteen_addresses_for_one_concern_are_enough() {
        assertThat(forms(new AbuseContacts(Map.of(Concern.ABUSE, Collections.nCopies(16, MAIL)))))
                .hasSize(1);
        assertThatThrownBy(() -> new AbuseContacts(Map.of(Concern.ABUSE, Collections.nCopies(17, MAIL))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Element> forms(AbuseContacts contacts) {
        var romeo = Jid.parse("romeo@montague.example/orchard");
        var query = Stanza.iq(
                "get",
                "d1",
                romeo,
                Jid.parse("capulet.example"),
                Element.of("query", "http://jabber.org/protocol/disco#info"));
        return answer(Answers.chain(contacts, new Disco("Kith")).domainIq(romeo, query))
                .firstChild()
                .orElseThrow()
                .children()
                .stream()
                .filter(child -> child.namespace().equals("jabber:x:data"))
                .toList();
    }
}
