package io.kith.sharding.xep;

import static io.kith.sharding.xep.Answers.answer;
import static io.kith.sharding.xep.Answers.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.xml.Element;
import io.kith.sharding.feature.FeatureChain;
import io.kith.sharding.feature.Outcome;
import io.kith.sharding.feature.TestAccount;
import org.junit.jupiter.api.Test;

final class DiscoTest {

    private static final Jid ROMEO = Jid.parse("romeo@montague.example/orchard");

    private final FeatureChain chain = Answers.chain(new Disco("Kith"), new Ping());
    private final TestAccount juliet = new TestAccount("juliet@capulet.example");

    @Test
    void a_domain_says_what_it_is_and_all_that_the_other_features_announce() {
        var query = info("capulet.example", "");

        assertThat(answer(chain.domainIq(ROMEO, query))).isEqualTo(query.result(Element.parse("""
                        <query xmlns='http://jabber.org/protocol/disco#info'>\
                        <identity category='server' type='im' name='Kith'/>\
                        <feature var='http://jabber.org/protocol/disco#info'/>\
                        <feature var='http://jabber.org/protocol/disco#items'/>\
                        <feature var='urn:xmpp:ping'/></query>""")));
    }

    @Test
    void a_domain_has_no_items_yet() {
        var query = items("capulet.example", "");

        assertThat(answer(chain.domainIq(ROMEO, query)))
                .isEqualTo(query.result(Element.of("query", "http://jabber.org/protocol/disco#items")));
    }

    @Test
    void a_node_that_nobody_has_is_not_found() {
        assertThat(chain.domainIq(ROMEO, info("capulet.example", "music")))
                .isEqualTo(refused(StanzaError.ITEM_NOT_FOUND));
        assertThat(chain.domainIq(ROMEO, items("capulet.example", "music")))
                .isEqualTo(refused(StanzaError.ITEM_NOT_FOUND));
        assertThat(chain.accountIq(friend(), info("juliet@capulet.example", "music")))
                .isEqualTo(refused(StanzaError.ITEM_NOT_FOUND));
        assertThat(chain.accountIq(friend(), items("juliet@capulet.example", "music")))
                .isEqualTo(refused(StanzaError.ITEM_NOT_FOUND));
    }

    @Test
    void the_node_of_the_servers_own_capabilities_is_the_domain_itself() {
        var plain = answer(chain.domainIq(ROMEO, info("capulet.example", "")));
        var ofCaps = Answers.chain(new Disco("Kith"), new Ping(), new Caps("Kith"));
        var announced = ofCaps.streamFeatures("capulet.example").getFirst();
        var node = announced.attributeOr("node", "") + "#" + announced.attributeOr("ver", "");

        var answer = answer(ofCaps.domainIq(ROMEO, info("capulet.example", node)));

        assertThat(answer.firstChild().orElseThrow().attributeOr("node", "")).isEqualTo(node);
        assertThat(answer.firstChild().orElseThrow().children())
                .containsAll(plain.firstChild().orElseThrow().children());
    }

    @Test
    void an_account_tells_a_subscriber_what_it_is_and_can() {
        var query = info("juliet@capulet.example", "");

        assertThat(answer(chain.accountIq(friend(), query))).isEqualTo(query.result(Element.parse("""
                        <query xmlns='http://jabber.org/protocol/disco#info'>\
                        <identity category='account' type='registered'/>\
                        <feature var='http://jabber.org/protocol/disco#info'/>\
                        <feature var='http://jabber.org/protocol/disco#items'/>\
                        <feature var='urn:xmpp:ping'/></query>""")));
    }

    @Test
    void an_account_lists_its_available_resources_for_a_subscriber() {
        var query = items("juliet@capulet.example", "");

        assertThat(answer(chain.accountIq(friend().online("balcony").bound("chamber"), query)))
                .isEqualTo(query.result(Element.parse("""
                        <query xmlns='http://jabber.org/protocol/disco#items'>\
                        <item jid='juliet@capulet.example/balcony'/></query>""")));
    }

    @Test
    void a_stranger_learns_as_much_of_an_account_as_of_nobody() {
        juliet.online("balcony");
        for (var node : new String[] {"", "music"}) {
            var items = items("juliet@capulet.example", node);

            assertThat(chain.accountIq(juliet, info("juliet@capulet.example", node)))
                    .isEqualTo(Outcome.PASS)
                    .isEqualTo(chain.nobodyIq(info("juliet@capulet.example", node)));
            assertThat(answer(chain.accountIq(juliet, items))
                            .firstChild()
                            .orElseThrow()
                            .children())
                    .isEmpty();
            assertThat(chain.accountIq(juliet, items)).isEqualTo(chain.nobodyIq(items));
        }
    }

    private TestAccount friend() {
        return juliet.seenBy("romeo@montague.example");
    }

    private static Stanza info(String to, String node) {
        return query(to, node, "http://jabber.org/protocol/disco#info");
    }

    private static Stanza items(String to, String node) {
        return query(to, node, "http://jabber.org/protocol/disco#items");
    }

    private static Stanza query(String to, String node, String namespace) {
        var query = Element.of("query", namespace);
        return Stanza.iq("get", "d1", ROMEO, Jid.parse(to), node.isEmpty() ? query : query.withAttribute("node", node));
    }
}
