package io.kith.sharding.xep;

import static io.kith.sharding.xep.Answers.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.xml.Element;
import io.kith.sharding.domain.Concern;
import io.kith.sharding.domain.Contacts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AbuseContactsTest {

    private static final Contacts CAPULETS = new Contacts(Map.of(
            Concern.SUPPORT,
            List.of("https://capulet.example/help"),
            Concern.ABUSE,
            List.of("mailto:abuse@capulet.example", "xmpp:nurse@capulet.example")));

    private Contacts now = CAPULETS;
    private final AbuseContacts feature =
            new AbuseContacts(domain -> domain.equals("capulet.example") ? now : Contacts.NONE);

    @Test
    void what_is_set_stands_in_what_the_domain_says_of_itself() {
        assertThat(forms("capulet.example")).containsExactly(Element.parse("""
                <x xmlns='jabber:x:data' type='result'>\
                <field var='FORM_TYPE' type='hidden'><value>http://jabber.org/network/serverinfo</value></field>\
                <field var='abuse-addresses'><value>mailto:abuse@capulet.example</value>\
                <value>xmpp:nurse@capulet.example</value></field>\
                <field var='support-addresses'><value>https://capulet.example/help</value></field></x>"""));
    }

    @Test
    void another_domain_shows_its_own() {
        assertThat(forms("montague.example")).isEmpty();
    }

    @Test
    void what_is_taken_away_is_gone_with_the_next_question_and_nothing_is_shown_while_nothing_is_set() {
        now = Contacts.NONE;
        assertThat(forms("capulet.example")).isEmpty();
    }

    @Test
    void the_hash_on_a_domains_streams_is_that_of_its_own_contacts() {
        var chain = Answers.chain(feature, new Disco("Kith"), new Caps("Kith"));
        var with = chain.streamFeatures("capulet.example");
        assertThat(with).isNotEqualTo(chain.streamFeatures("montague.example"));
        now = Contacts.NONE;
        assertThat(chain.streamFeatures("capulet.example")).isEqualTo(chain.streamFeatures("montague.example"));
        now = CAPULETS;
        assertThat(chain.streamFeatures("capulet.example")).isEqualTo(with);
    }

    private List<Element> forms(String domain) {
        var romeo = Jid.parse("romeo@montague.example/orchard");
        var query = Stanza.iq(
                "get", "d1", romeo, Jid.parse(domain), Element.of("query", "http://jabber.org/protocol/disco#info"));
        return answer(Answers.chain(feature, new Disco("Kith")).domainIq(romeo, query))
                .firstChild()
                .orElseThrow()
                .children()
                .stream()
                .filter(child -> child.namespace().equals("jabber:x:data"))
                .toList();
    }
}
