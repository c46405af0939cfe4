package io.kith.node.edge;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.EdgeMessage;
import io.kith.sharding.edge.Memory;
import io.kith.sharding.edge.Out;
import io.kith.sharding.log.Heard;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the log tells of a connection, and never does.
final class ConnectionLogTest {

    private static final String BALCONY = Client.BALCONY.toString();

    private final TestEdge at = new TestEdge();
    private final Heard heard = new Heard(Level.TRACE);

    @AfterEach
    void no_password_and_no_body_was_told() {
        heard.close();
        assertThat(heard.lines())
                .isNotEmpty()
                .noneMatch(
                        line -> line.contains(TestEdge.PASSWORD) || line.contains("guess") || line.contains("secret"));
    }

    @Test
    void a_login_is_told_from_the_first_byte_to_the_bound_resource() {
        Client.bound(at);

        assertThat(heard.lines())
                .containsExactly(
                        "DEBUG #77 - connected from 192.0.2.1",
                        "DEBUG #77 - opens a stream to capulet.example with no TLS",
                        "DEBUG #77 - logs in as juliet@capulet.example by PLAIN",
                        "DEBUG " + BALCONY + " - is bound on connection 77 from 192.0.2.1");
    }

    @Test
    void a_failed_login_is_told_and_counted_by_why() {
        new Client(at).send(Client.HEADER).send(Client.auth("guess"));

        assertThat(heard.lines())
                .endsWith(
                        "DEBUG #77 - from 192.0.2.1 fails to log in as juliet@capulet.example by PLAIN: not-authorized");
        assertThat(at.refusals.count("not-authorized")).isEqualTo(1);
        assertThat(at.refusals.reasons()).contains("not-authorized", "throttled", "temporary-auth-failure");
        assertThat(at.refusals.reasons().stream().mapToLong(at.refusals::count).sum())
                .isEqualTo(1);
    }

    @Test
    void a_login_that_is_not_looked_at_is_counted_as_throttled() {
        for (var i = 0; i < 20; i++) {
            new Client(at).send(Client.HEADER).send(Client.auth("guess"));
        }
        assertThat(at.refusals.count("throttled")).isPositive();
    }

    @Test
    void a_registration_is_told_and_so_is_a_name_that_is_taken() {
        at.registration = true;
        for (var again = 0; again < 2; again++) {
            new Client(at)
                    .send(Client.HEADER)
                    .send("<iq type='set' id='r1'><query xmlns='jabber:iq:register'><username>nurse</username>"
                            + "<password>secret</password></query></iq>");
        }

        assertThat(heard.lines())
                .contains("DEBUG #77 - from 192.0.2.1 registers nurse@capulet.example")
                .endsWith("DEBUG #77 - from 192.0.2.1 may not register nurse@capulet.example: it is taken");
    }

    @Test
    void a_resumption_is_told_and_so_is_one_that_is_refused() {
        var resumed = new Client(at).loggedIn().send("<resume xmlns='urn:xmpp:sm:3' previd='s-1' h='0'/>");
        resumed.tell(new EdgeMessage.Resumed(
                Client.EPOCH, Client.BALCONY, "s-1", 0, 0, 0, 0, List.of(), 300, false, Memory.NONE, List.of()));
        var refused = new Client(at).loggedIn().send("<resume xmlns='urn:xmpp:sm:3' previd='s-2' h='0'/>");
        refused.tell(new EdgeMessage.ResumeFailed(-1));

        assertThat(heard.lines())
                .contains("DEBUG " + BALCONY + " - is resumed on connection 77 from 192.0.2.1, 0 stanzas again")
                .endsWith("DEBUG #77 - juliet@capulet.example can't resume: no such session");
    }

    @Test
    void a_stanza_is_told_when_it_comes_and_when_it_goes_and_both_are_counted() {
        var juliet = Client.bound(at);
        juliet.send("<message to='romeo@montague.example' type='chat' id='m1'><body>secret</body></message>");
        juliet.tell(
                1,
                new Out(
                        Stanza.parse("<message from='romeo@montague.example/orchard'><body>secret</body></message>"),
                        9));
        juliet.read();

        assertThat(heard.lines())
                .anyMatch(line -> line.startsWith(
                        "TRACE " + BALCONY + " s-1:1 in: message chat to romeo@montague.example id m1, "))
                .anyMatch(line -> line.startsWith(
                        "TRACE " + BALCONY + " row:9 out: message from romeo@montague.example/orchard, "));
        assertThat(at.traffic.received(Stanza.Kind.MESSAGE)).isEqualTo(1);
        assertThat(at.traffic.sent(Stanza.Kind.MESSAGE)).isEqualTo(1);
        assertThat(at.traffic.sent(Stanza.Kind.IQ)).isZero();
    }

    @Test
    void how_a_session_ends_is_told() {
        var juliet = Client.bound(at);
        juliet.send("<<");
        juliet.read();
        juliet.connection.lost();

        assertThat(heard.lines())
                .endsWith("DEBUG " + BALCONY + " - is ended: not-well-formed", "DEBUG " + BALCONY + " - is closed");
    }
}
