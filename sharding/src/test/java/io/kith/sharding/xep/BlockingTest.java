package io.kith.sharding.xep;

import static io.kith.sharding.xep.Answers.answer;
import static io.kith.sharding.xep.Answers.refused;
import static io.kith.sharding.xep.Answers.stanza;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.xml.Element;
import io.kith.sharding.feature.FeatureChain;
import io.kith.sharding.feature.Outcome;
import io.kith.sharding.feature.TestAccount;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BlockingTest {

    private static final String ROMEO = "romeo@montague.example";
    private static final Stanza HELLO = stanza("<message type='chat' from='romeo@montague.example/orchard'"
            + " to='juliet@capulet.example'><body>hi</body></message>");

    private final FeatureChain chain = Answers.chain(new Blocking(new Random(7)));
    private final TestAccount juliet = new TestAccount("juliet@capulet.example")
            .online("balcony")
            .bound("chamber")
            .sending("balcony");

    @Test
    void the_list_is_empty_at_first_and_holds_what_was_blocked() {
        assertThat(list()).isEmpty();

        answer(ask("block", ROMEO, "iago@venice.example"));

        assertThat(list()).containsExactly("iago@venice.example", ROMEO);
    }

    @Test
    void blocking_the_same_twice_is_no_error_and_blocks_once() {
        answer(ask("block", ROMEO, ROMEO));

        assertThat(answer(ask("block", ROMEO)).type()).isEqualTo("result");
        assertThat(list()).containsExactly(ROMEO);
    }

    @Test
    void an_address_is_the_same_however_it_is_spelled() {
        answer(ask("block", "Romeo@Montague.Example"));

        assertThat(list()).containsExactly(ROMEO);
        answer(ask("unblock", "ROMEO@montague.example"));
        assertThat(list()).isEmpty();
    }

    @Test
    void unblocking_takes_away_what_is_named_or_else_everything() {
        answer(ask("block", ROMEO, "iago@venice.example", "spam.example"));

        answer(ask("unblock", ROMEO, "nobody@venice.example"));
        assertThat(list()).containsExactly("iago@venice.example", "spam.example");

        answer(ask("unblock"));
        assertThat(list()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "romeo@montague.example/orchard, romeo@montague.example/orchard, true",
        "romeo@montague.example/orchard, romeo@montague.example/street, false",
        "romeo@montague.example/orchard, romeo@montague.example, false",
        "romeo@montague.example, romeo@montague.example, true",
        "romeo@montague.example, romeo@montague.example/street, true",
        "romeo@montague.example, mercutio@montague.example, false",
        "montague.example/gate, montague.example/gate, true",
        "montague.example/gate, montague.example/tower, false",
        "montague.example/gate, romeo@montague.example/gate, false",
        "montague.example, montague.example, true",
        "montague.example, montague.example/gate, true",
        "montague.example, romeo@montague.example/orchard, true",
        "montague.example, romeo@sub.montague.example, false"
    })
    void an_address_stands_for_itself_and_for_all_within_it(String blocked, String from, boolean met) {
        answer(ask("block", blocked));

        assertThat(chain.blocks(juliet, Jid.parse(from))).isEqualTo(met);
        assertThat(chain.incoming(juliet, HELLO.withFrom(Jid.parse(from))).stop() != null)
                .isEqualTo(met);
        assertThat(chain.outgoing(juliet, HELLO.withTo(Jid.parse(from))).stop() != null)
                .isEqualTo(met);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<message><body>hi</body></message>",
                "<message type='chat'><body>hi</body></message>",
                "<message type='groupchat'><body>hi</body></message>",
                "<iq type='get' id='1'><ping xmlns='urn:xmpp:ping'/></iq>",
                "<iq type='set' id='1'><ping xmlns='urn:xmpp:ping'/></iq>"
            })
    void a_blocked_sender_finds_the_account_unavailable(String xml) {
        answer(ask("block", ROMEO));

        assertThat(chain.incoming(juliet, stanza(xml).withFrom(Jid.parse(ROMEO)))
                        .stop())
                .isEqualTo(refused(StanzaError.SERVICE_UNAVAILABLE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<presence/>",
                "<presence type='unavailable'/>",
                "<presence type='subscribe'/>",
                "<presence type='probe'/>",
                "<presence type='error'/>",
                "<message type='error'/>",
                "<message type='headline'><body>hi</body></message>",
                "<iq type='result' id='1'/>",
                "<iq type='error' id='1'/>"
            })
    void to_these_a_blocked_sender_gets_no_answer_at_all(String xml) {
        answer(ask("block", ROMEO));

        assertThat(chain.incoming(juliet, stanza(xml).withFrom(Jid.parse(ROMEO)))
                        .stop())
                .isEqualTo(Outcome.DROP);
    }

    @Test
    void the_accounts_own_stanzas_to_a_blocked_address_are_not_acceptable() {
        answer(ask("block", ROMEO));

        var stop = chain.outgoing(juliet, HELLO.withTo(Jid.parse(ROMEO))).stop();

        assertThat(stop).isInstanceOf(Outcome.Refuse.class);
        assertThat(((Outcome.Refuse) stop).error().toElement()).isEqualTo(Element.parse("""
                <error xmlns='jabber:client' type='cancel'>\
                <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>\
                <blocked xmlns='urn:xmpp:blocking:errors'/></error>"""));
    }

    @Test
    void devices_that_asked_for_the_list_are_told_of_each_change() {
        list();

        assertThat(told(ask("block", ROMEO))).singleElement().satisfies(push -> {
            assertThat(push.to()).isEqualTo(Jid.parse("juliet@capulet.example/balcony"));
            assertThat(push.type()).isEqualTo("set");
            assertThat(push.id()).isNotEmpty();
            assertThat(push.firstChild())
                    .contains(Element.parse("<block xmlns='urn:xmpp:blocking'><item jid='" + ROMEO + "'/></block>"));
        });
        juliet.sending("chamber");
        list();
        assertThat(told(ask("unblock")))
                .extracting(push -> push.firstChild().orElseThrow())
                .containsExactly(
                        Element.of("unblock", "urn:xmpp:blocking"), Element.of("unblock", "urn:xmpp:blocking"));
    }

    @Test
    void a_blocked_session_of_a_watcher_sees_the_account_go_and_when_unblocked_come() {
        juliet.seenBy(ROMEO);
        var session = ROMEO + "/orchard";

        assertThat(told(ask("block", session)))
                .extracting(Stanza::element)
                .containsExactly(stanza("<presence from='juliet@capulet.example/balcony' to='" + session
                                + "' type='unavailable'/>")
                        .element());
        assertThat(told(ask("block", "montague.example"))).isEmpty();
        assertThat(told(ask("unblock", session))).isEmpty();
        assertThat(told(ask("block", session))).isEmpty();
        assertThat(told(ask("unblock", "montague.example"))).isEmpty();
        assertThat(told(ask("unblock")))
                .extracting(Stanza::element)
                .containsExactly(stanza("<presence from='juliet@capulet.example/balcony' to='" + session + "'/>")
                        .element());
    }

    @Test
    void whole_accounts_are_left_to_the_owner_of_this_one() {
        juliet.seenBy(ROMEO, "benvolio@montague.example");

        assertThat(told(ask("block", ROMEO, "montague.example"))).isEmpty();
        assertThat(told(ask("unblock"))).isEmpty();
    }

    @Test
    void who_does_not_see_the_account_anyway_is_shown_nothing() {
        assertThat(told(ask("block", ROMEO, "romeo@montague.example/orchard"))).isEmpty();
        assertThat(told(ask("unblock"))).isEmpty();
    }

    @Test
    void neither_the_account_nor_its_server_can_be_shut_out() {
        assertThat(ask("block", "juliet@capulet.example")).isEqualTo(refused(StanzaError.NOT_ALLOWED));
        assertThat(ask("block", "juliet@capulet.example/balcony")).isEqualTo(refused(StanzaError.NOT_ALLOWED));

        answer(ask("block", "capulet.example"));

        assertThat(chain.blocks(juliet, Jid.parse("capulet.example"))).isFalse();
        assertThat(chain.blocks(juliet, Jid.parse("juliet@capulet.example/balcony")))
                .isFalse();
        assertThat(chain.blocks(juliet, Jid.parse("tybalt@capulet.example"))).isTrue();
    }

    @Test
    void what_names_nobody_is_refused_and_nothing_is_blocked() {
        assertThat(ask("block")).isEqualTo(refused(StanzaError.BAD_REQUEST));
        assertThat(chain.accountIq(juliet, request("block", "<item/>"))).isEqualTo(refused(StanzaError.BAD_REQUEST));
        assertThat(chain.accountIq(juliet, request("unblock", "<item/>"))).isEqualTo(refused(StanzaError.BAD_REQUEST));
        assertThat(ask("block", ROMEO, "@@")).isEqualTo(refused(StanzaError.JID_MALFORMED));
        assertThat(ask("unblock", "@@")).isEqualTo(refused(StanzaError.JID_MALFORMED));
        assertThat(list()).isEmpty();
    }

    @Test
    void as_many_are_blocked_as_one_save_can_take_away_again_and_no_more() {
        for (var i = 0; i < Blocking.BLOCKED_MAX; i += 100) {
            var hundred = new String[100];
            for (var j = 0; j < hundred.length; j++) {
                hundred[j] = "spam" + (i + j) + "@example.org";
            }
            answer(ask("block", hundred));
        }
        assertThat(list()).hasSize(Blocking.BLOCKED_MAX);

        assertThat(ask("block", ROMEO))
                .isEqualTo(refused(StanzaError.POLICY_VIOLATION.withText("At most 500 addresses can be blocked")));
        answer(ask("block", "spam0@example.org"));
        answer(ask("unblock"));
        assertThat(list()).isEmpty();
    }

    @Test
    void the_list_stays_one_stanza_however_long_the_addresses_are() {
        var resource = "&amp;".repeat(1_000);
        var blocked = 0;
        Outcome last;
        do {
            last = ask("block", "spam" + blocked + "@example.org/" + resource);
        } while (!(last instanceof Outcome.Refuse) && ++blocked < Blocking.BLOCKED_MAX);

        assertThat(last)
                .isEqualTo(refused(
                        StanzaError.POLICY_VIOLATION.withText("The list of blocked addresses can't be longer")));
        assertThat(list().size()).isEqualTo(blocked).isEqualTo(104);
        answer(ask("block", "spam0@example.org/" + resource)); // nothing new
        answer(ask("unblock", "spam0@example.org/" + resource));
        answer(ask("block", "spam104@example.org/" + resource));
    }

    @Test
    void nobody_else_reads_or_changes_the_list() {
        juliet.receiving();

        assertThat(chain.accountIq(juliet, stanza("<iq type='get' id='b'><blocklist xmlns='urn:xmpp:blocking'/></iq>")))
                .isEqualTo(Outcome.PASS);
        assertThat(ask("block", ROMEO)).isEqualTo(Outcome.PASS);
        assertThat(ask("unblock")).isEqualTo(Outcome.PASS);
    }

    @Test
    void it_is_announced() {
        assertThat(chain.advertised()).containsExactly("urn:xmpp:blocking");
    }

    private List<String> list() {
        return answer(chain.accountIq(
                        juliet, stanza("<iq type='get' id='b'><blocklist xmlns='urn:xmpp:blocking'/></iq>")))
                .firstChild()
                .orElseThrow()
                .children()
                .stream()
                .map(item -> item.attributeOr("jid", ""))
                .toList();
    }

    /// The outcome once what it changes is saved.
    private Outcome ask(String what, String... jids) {
        var items = new StringBuilder();
        for (var jid : jids) {
            items.append("<item jid='").append(jid).append("'/>");
        }
        return juliet.saved(chain.accountIq(juliet, request(what, items.toString())));
    }

    private static Stanza request(String what, String items) {
        return stanza(
                "<iq type='set' id='b'><" + what + " xmlns='urn:xmpp:blocking'>" + items + "</" + what + "></iq>");
    }

    private static List<Stanza> told(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Also.class);
        return ((Outcome.Also) outcome).stanzas();
    }
}
