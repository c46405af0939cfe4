package io.kith.node.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tybalt, who lies about who he is, and the Nurse, to whom he is a stranger.
@ExtendWith(OneVictim.class)
class StrangerAbuseTest {

    private final Victim victim;

    private Wire tybalt;
    private Wire nurse;

    StrangerAbuseTest(Victim victim) {
        this.victim = victim;
    }

    @BeforeEach
    void come() throws IOException {
        tybalt = victim.online("tybalt", "street");
        nurse = victim.online("nurse", "nursery");
    }

    @AfterEach
    void go() throws IOException {
        tybalt.close();
        nurse.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "juliet@localhost/balcony",
                "juliet@localhost",
                "localhost",
                "tybalt@localhost/other",
                "nurse@localhost",
                "@"
            })
    void a_message_in_another_name_never_comes_in_that_name(String forged) throws IOException {
        tybalt.send("<message from='" + forged + "' to='nurse@localhost' id='f1'><body>open</body></message>"
                + "<presence from='" + forged + "' to='nurse@localhost/nursery'/>"
                + "<iq type='get' id='f2' from='" + forged + "' to='nurse@localhost/nursery'><x xmlns='urn:x'/></iq>");
        settle(tybalt);
        assertThat(nurse.answers()).doesNotContain("from='" + forged + "'");
    }

    @Test
    void ids_that_only_the_server_gives_are_cut_from_what_others_send() throws IOException {
        tybalt.send("<message to='nurse@localhost' type='chat'><body>mine</body>"
                + "<stanza-id xmlns='urn:xmpp:sid:0' by='nurse@localhost' id='forged-1'/>"
                + "<stanza-id xmlns='urn:xmpp:sid:0' by='tybalt@localhost' id='forged-2'/>"
                + "<stanza-id xmlns='urn:xmpp:sid:0' by='NURSE@localhost' id='forged-3'/></message>");
        var got = nurse.until("</message>");
        assertThat(got)
                .contains("<body>mine</body>")
                .contains("by='nurse@localhost'")
                .doesNotContain("forged-1", "forged-3")
                .containsOnlyOnce("by='nurse@localhost'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nurse@localhost", "nurse@localhost/nursery"})
    void a_roster_push_of_a_stranger_changes_no_roster(String to) throws IOException {
        tybalt.send("<iq type='set' id='p1' to='" + to + "'><query xmlns='jabber:iq:roster'>"
                + "<item jid='tybalt@localhost' subscription='both'/></query></iq>");
        assertThat(tybalt.until("</iq>")).contains("id='p1'", "<forbidden");
        assertThat(nurse.answers()).isEmpty();
        assertThat(roster(nurse)).doesNotContain("tybalt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<vCard xmlns='vcard-temp'><FN>Tybalt was here</FN></vCard>",
                "<query xmlns='jabber:iq:private'><a xmlns='urn:a'>Tybalt was here</a></query>",
                "<query xmlns='jabber:iq:register'><username>nurse</username><password>Tybalt was here</password></query>",
                "<query xmlns='jabber:iq:register'><remove/></query>",
                "<block xmlns='urn:xmpp:blocking'><item jid='juliet@localhost'/></block>",
                "<unblock xmlns='urn:xmpp:blocking'/>",
                "<enable xmlns='urn:xmpp:carbons:2'/>",
                "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>"
            })
    void nothing_of_an_account_is_changed_by_strangers(String payload) throws IOException {
        tybalt.send("<iq type='set' id='s1' to='nurse@localhost'>" + payload + "</iq>");
        assertThat(tybalt.until("</iq>")).contains("type='error'");
        assertThat(nurse.answers()).isEmpty();
        for (var query : new String[] {
            "<vCard xmlns='vcard-temp'/>",
            "<query xmlns='jabber:iq:private'><a xmlns='urn:a'/></query>",
            "<blocklist xmlns='urn:xmpp:blocking'/>"
        }) {
            nurse.send("<iq type='get' id='g1'>" + query + "</iq>");
            assertThat(nurse.until("</iq>")).contains("id='g1'").doesNotContain("Tybalt", "juliet");
        }
        victim.online("nurse", "attic").close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"subscribed", "unsubscribed", "unsubscribe"})
    void an_answer_to_a_request_that_was_never_made_is_dropped(String type) throws IOException {
        tybalt.send("<presence type='" + type + "' to='nurse@localhost'/>");
        settle(tybalt);
        assertThat(nurse.answers()).doesNotContain("<presence", "<iq");
        assertThat(roster(nurse)).doesNotContain("tybalt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nurse@localhost", "nurse@localhost/nursery", "paris@localhost", "nobody@localhost"})
    void a_probe_of_a_stranger_finds_out_nothing(String to) throws IOException {
        var answers = tybalt.send("<presence type='probe' to='" + to + "'/>").answers();
        settle(tybalt);
        assertThat(answers + tybalt.answers()).doesNotContain("nursery", "<show", "<priority");
        assertThat(nurse.answers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<query xmlns='jabber:iq:last'/>",
                "<query xmlns='jabber:iq:roster'/>",
                "<query xmlns='jabber:iq:private'><a xmlns='urn:a'/></query>",
                "<blocklist xmlns='urn:xmpp:blocking'/>"
            })
    void what_belongs_to_an_account_is_not_told_to_strangers(String query) throws IOException {
        tybalt.send("<iq type='get' id='q1' to='nurse@localhost'>" + query + "</iq>");
        assertThat(tybalt.until("</iq>")).contains("type='error'").doesNotContain("nursery");
        assertThat(nurse.answers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://jabber.org/protocol/disco#items", "http://jabber.org/protocol/disco#info", "vcard-temp:x"
            })
    void a_stranger_can_not_discover_who_exists(String namespace) throws IOException {
        var query = "'><query xmlns='" + namespace + "'/></iq>";
        var known = tybalt.send("<iq type='get' id='q1' to='nurse@localhost" + query)
                .until("</iq>");
        var unknown = tybalt.send("<iq type='get' id='q1' to='nobody@localhost" + query)
                .until("</iq>");
        assertThat(unknown.replace("nobody", "nurse")).isEqualTo(known);
    }

    @Test
    void a_stranger_can_not_tell_who_is_there_by_asking_resources() throws IOException {
        tybalt.send("<iq type='get' id='q' to='nurse@localhost/attic'><ping xmlns='urn:xmpp:ping'/></iq>");
        assertThat(tybalt.until("</iq>")).contains("service-unavailable");
        tybalt.send("<iq type='get' id='q' to='nobody@localhost/attic'><ping xmlns='urn:xmpp:ping'/></iq>");
        assertThat(tybalt.until("</iq>")).contains("service-unavailable");
    }

    /// Both owners have done what was sent: an answer of the other one comes behind it.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<iq type='get' id='q' to='%s/none'><query xmlns='jabber:iq:roster'/></iq>",
                "<iq type='get' id='q' to='%s/none'><query xmlns='http://jabber.org/protocol/disco#items'/></iq>",
                "<iq type='get' id='q' to='%s/none'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>",
                "<iq type='get' id='q' to='%s/none'><vCard xmlns='vcard-temp'/></iq>",
                "<message type='groupchat' id='q' to='%s/none'><body>anybody?</body></message>",
                "<message type='groupchat' id='q' to='%s'><body>anybody?</body></message>"
            })
    void no_answer_tells_whether_there_is_such_an_account(String stanza) throws IOException {
        assertThat(answerOf("paris", stanza)).isEqualTo(answerOf("nobody", stanza));
    }

    /// What comes before the answer to a request that goes the same way and is always answered.
    private String answerOf(String name, String stanza) throws IOException {
        var got = tybalt.send(stanza.formatted(name + "@localhost"))
                .send("<iq type='get' id='through' to='" + name + "@localhost'><x xmlns='urn:through'/></iq>")
                .until("id='through'");
        tybalt.until("</iq>");
        return got.replace(name + "@localhost", "NAME");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "to='tybalt@localhost'"})
    void what_is_said_to_a_room_that_is_oneself_is_refused(String to) throws IOException {
        tybalt.send("<message type='groupchat' id='g1' " + to + "><body>anybody?</body></message>");
        assertThat(tybalt.until("</message>")).contains("id='g1'", "type='error'", "<service-unavailable");
    }

    private static void settle(Wire wire) throws IOException {
        wire.send("<iq type='get' id='through' to='nurse@localhost'><x xmlns='urn:through'/></iq>")
                .until("through'");
        wire.until("</iq>");
    }

    private static String roster(Wire wire) throws IOException {
        wire.settled();
        return wire.send("<iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>")
                        .until("id='r'")
                + wire.until(">")
                + wire.answers();
    }
}
