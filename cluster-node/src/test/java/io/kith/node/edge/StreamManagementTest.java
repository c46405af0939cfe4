package io.kith.node.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.EdgeMessage;
import io.kith.sharding.edge.Memory;
import io.kith.sharding.edge.Out;
import io.kith.sharding.presence.PresenceRules;
import io.kith.sharding.session.UserSession;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// XEP-0198, as a client on the wire sees it.
final class StreamManagementTest {

    private static final String SM = "urn:xmpp:sm:3";
    private static final String ENABLE = "<enable xmlns='" + SM + "' resume='true'/>";
    private static final String REQUEST = "<r xmlns='" + SM + "'/>";

    private final TestEdge at = new TestEdge();

    private Client managed() {
        var client = Client.bound(at).send(ENABLE);
        client.read();
        return client;
    }

    private static String ack(long h) {
        return "<a xmlns='" + SM + "' h='" + h + "'/>";
    }

    private static EdgeMessage handled(long accepted, long handled) {
        return new EdgeMessage.Handled(Client.EPOCH, accepted, handled);
    }

    private Client resuming(long h) {
        return new Client(at).loggedIn().send("<resume xmlns='" + SM + "' previd='s-1' h='" + h + "'/>");
    }

    private static EdgeMessage resumed(long base, long handledN, long outAcked, Out... replay) {
        return new EdgeMessage.Resumed(
                Client.EPOCH + 9,
                Client.BALCONY,
                "s-1",
                base,
                handledN,
                handledN,
                outAcked,
                List.of(replay),
                600,
                false,
                Memory.NONE,
                List.of());
    }

    @Test
    void it_is_enabled_with_a_session_to_come_back_to() {
        var client = Client.bound(at).send("<presence/>" + ENABLE);

        assertThat(client.read()).isEqualTo("<enabled xmlns='" + SM + "' resume='true' id='s-1' max='600'/>");
        assertThat(client.heard(UserSession.EnableResume.class))
                .containsExactly(new UserSession.EnableResume(Client.EDGE, Client.EPOCH, 1, 600));
    }

    @Test
    void the_time_to_come_back_is_the_clients_wish_within_ours() {
        assertThat(Client.bound(at).send(ENABLE.replace("/>", " max='60'/>")).read())
                .contains("max='60'");
        assertThat(Client.bound(at).send(ENABLE.replace("/>", " max='86400'/>")).read())
                .contains("max='600'");
        assertThat(Client.bound(at).send("<enable xmlns='" + SM + "'/>").read())
                .isEqualTo("<enabled xmlns='" + SM + "'/>");
    }

    @Test
    void it_is_not_enabled_twice_nor_before_there_is_a_session() {
        assertThat(managed().send(ENABLE).read()).contains("<policy-violation", "</stream:stream>");
        assertThat(new Client(at).loggedIn().send(ENABLE).read()).contains("<failed", "<unexpected-request");
    }

    @Test
    void a_request_is_answered_at_once_with_what_is_handled_and_again_when_more_is() {
        var client = managed().send("<message id='m1'/><message id='m2'/>" + REQUEST);

        assertThat(client.read()).isEqualTo(ack(0));
        assertThat(client.tell(handled(2, 1)).read()).isEqualTo(ack(1));
        assertThat(client.tell(handled(2, 2)).read()).isEqualTo(ack(2));
        assertThat(client.send(REQUEST).read()).isEqualTo(ack(2));
    }

    @Test
    void stanzas_before_it_was_enabled_are_not_counted() {
        var client = Client.bound(at).send("<presence/><presence/>" + ENABLE + "<message id='m1'/>");
        client.read();

        assertThat(client.tell(handled(3, 1)).send(REQUEST).read()).isEqualTo(ack(0));
        assertThat(client.tell(handled(3, 3)).read()).isEqualTo(ack(1));
    }

    @Test
    void claiming_more_than_was_sent_ends_the_stream() {
        var client = managed().tell(1, Client.message("one"));
        client.read();

        assertThat(client.send(ack(2)).read())
                .contains("<undefined-condition", "<handled-count-too-high xmlns='" + SM + "' h='2' send-count='1'/>");
    }

    @Test
    void a_lost_session_is_parked_with_what_the_client_did_not_acknowledge() {
        var client = managed().tell(1, Client.message("one"), Client.message("two"), Client.message("three"));
        client.read();
        client.send(ack(1)).tell(4, Client.message("never written"));
        client.connection.lost();

        var parked = at.owners.last(UserSession.Park.class);
        assertThat(parked.outAcked()).isEqualTo(1);
        assertThat(parked.confirmedSeq()).isEqualTo(4);
        assertThat(parked.unacked())
                .extracting(out -> out.stanza().body().orElseThrow())
                .containsExactly("two", "three", "never written");
        assertThat(client.heard(UserSession.Detach.class)).isEmpty();
    }

    @Test
    void a_closed_stream_is_not_parked() {
        var client = managed().send("</stream:stream>");
        client.read();

        assertThat(client.heard(UserSession.Park.class)).isEmpty();
        assertThat(client.heard(UserSession.Detach.class)).hasSize(1);
    }

    @Test
    void a_node_that_stops_parks_its_sessions() {
        var client = managed();
        client.connection.shutDown();

        assertThat(client.read()).contains("<system-shutdown");
        assertThat(client.heard(UserSession.Park.class)).hasSize(1);
    }

    @Test
    void a_session_resumed_elsewhere_is_handed_over() {
        var client = managed().tell(new EdgeMessage.ParkPlease(Client.EPOCH));

        assertThat(client.read()).contains("<conflict");
        assertThat(client.heard(UserSession.Park.class)).hasSize(1);
    }

    @Test
    void a_resumed_session_goes_on_with_what_was_not_acknowledged_and_counts_on() {
        var client = resuming(1);
        assertThat(client.heard(UserSession.Resume.class))
                .containsExactly(new UserSession.Resume(Client.EDGE, TestEdge.JULIET, "s-1", 1, TestEdge.PROVED));

        client.tell(resumed(2, 5, 1, Client.message("two"), Client.message("three")));
        assertThat(client.read())
                .startsWith("<resumed xmlns='" + SM + "' previd='s-1' h='3'/>")
                .containsSubsequence("two", "three");

        client.send("<message id='m4'/>");
        assertThat(at.owners.last(UserSession.Inbound.class).firstN()).isEqualTo(6);
        assertThat(client.send(ack(3)).read()).doesNotContain("error");
        assertThat(client.send(ack(4)).read()).contains("<handled-count-too-high");
    }

    @Test
    void what_follows_a_resumption_follows_the_replay() {
        var client = resuming(0).tell(resumed(0, 0, 0, Client.message("one")));
        client.tell(new EdgeMessage.Outbound(Client.EPOCH + 9, 2, List.of(Client.message("two"))));

        assertThat(client.read()).containsSubsequence("one", "two");
    }

    @Test
    void a_session_that_cannot_be_resumed_says_what_was_handled_and_another_may_be_bound() {
        var client = resuming(1).tell(new EdgeMessage.ResumeFailed(7));

        assertThat(client.read()).contains("<failed xmlns='" + SM + "' h='7'>", "<item-not-found");
        client.send("<iq type='set' id='b1'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
        assertThat(client.heard(UserSession.Attach.class)).hasSize(1);
        assertThat(resuming(1).tell(new EdgeMessage.ResumeFailed(-1)).read()).contains("<failed xmlns='" + SM + "'>");
    }

    @Test
    void a_session_that_comes_back_to_nobody_waits_on_with_all_it_had() {
        var client = resuming(1);
        client.connection.lost();
        client.tell(resumed(0, 5, 1, Client.message("two")));

        var parked = at.owners.last(UserSession.Park.class);
        assertThat(parked.epoch()).isEqualTo(Client.EPOCH + 9);
        assertThat(parked.confirmedSeq()).isEqualTo(1);
        assertThat(parked.outAcked()).isEqualTo(1);
        assertThat(parked.unacked()).hasSize(1);
    }

    @Test
    void a_session_parked_with_a_full_queue_can_be_resumed() {
        var client = managed();
        var heavy = Client.message("x".repeat(100_000));
        for (var seq = 1; client.connection.hasSession(); seq++) {
            client.tell(seq, heavy);
        }
        var parked = at.owners.last(UserSession.Park.class).unacked();
        assertThat(parked).hasSizeGreaterThan(10);

        var again = resuming(0).tell(resumed(0, 0, 0, parked.toArray(Out[]::new)));
        assertThat(again.connection.isOver()).isFalse();
        again.read();
        var acked = 0;
        while (acked < parked.size()) {
            again.send(ack(++acked));
            again.read();
        }
        assertThat(again.connection.isOver()).isFalse();
    }

    @Test
    void a_new_owner_is_told_of_the_last_presence_that_may_be_shown() {
        var client = managed().send("<presence><show>away</show></presence>");
        client.send("<presence><status>" + "x".repeat(PresenceRules.PRESENCE_BYTES_MAX) + "</status></presence>");
        client.tell(new EdgeMessage.Moving(Client.EPOCH));

        assertThat(at.owners.last(UserSession.Reattach.class).presence())
                .isEqualTo(Stanza.parse("<presence><show>away</show></presence>"));
    }

    @Test
    void with_more_than_may_be_kept_a_session_is_none_to_resume() {
        at.traffic = new Traffic();
        for (var over : new int[] {0, 1}) {
            var client = managed();
            var size = Client.message("").stanza().size();
            var part = (int) (Outbox.REPLAY_BYTES_MAX / 8) - size;
            for (var seq = 1; seq < 8; seq++) {
                client.tell(seq, Client.message("x".repeat(part)));
            }
            client.tell(8, Client.message("x".repeat(part + over)));
            client.connection.lost();

            assertThat(client.heard(UserSession.Park.class)).hasSize(1);
            assertThat(client.heard(UserSession.Detach.class)).hasSize(over);
        }
    }

    @Test
    void who_is_slow_to_take_what_waits_has_time_to_answer() {
        var client = managed();
        client.tell(1, Client.message("x".repeat(50_000)));
        client.tell(2, Client.message("x".repeat(50_000)));
        client.read();
        client.after(Duration.ofSeconds(2)); // notes that something is to be asked for
        assertThat(client.after(Duration.ofSeconds(2))).contains(REQUEST);

        for (var seq = 3; seq < 9; seq++) {
            client.tell(seq, Client.message("x".repeat(Outbox.PAUSE_BYTES)));
            client.connection.output();
            client.tell(seq + 1, Client.message("x".repeat(Outbox.PAUSE_BYTES)));
            client.send(ack(0));
            at.clock.advance(Connection.DRAINS_WITHIN.minusMillis(1));
            client.connection.tick();
            client.connection.written();
        }

        assertThat(client.connection.hasSession()).isTrue();
    }

    @Test
    void a_new_owner_is_told_what_its_predecessor_and_the_client_had_said() {
        var nurse = Jid.parse("nurse@capulet.example/home");
        var friar = Jid.parse("friar@verona.example/cell");
        var shown = Stanza.parse("<presence><show>away</show></presence>");
        var client = resuming(0)
                .tell(new EdgeMessage.Resumed(
                        Client.EPOCH + 9,
                        Client.BALCONY,
                        "s-1",
                        0,
                        0,
                        0,
                        0,
                        List.of(),
                        600,
                        false,
                        new Memory(true, "copies", shown, List.of(nurse)),
                        List.of()));
        client.send("<presence to='friar@verona.example/cell'/>");
        client.tell(new EdgeMessage.Moving(Client.EPOCH + 9));

        var offer = at.owners.last(UserSession.Reattach.class);
        assertThat(offer.interested()).isTrue();
        assertThat(offer.note()).isEqualTo("copies");
        assertThat(offer.presence()).isEqualTo(shown);
        assertThat(offer.directed()).containsExactly(nurse, friar);
    }

    @Test
    void a_new_owner_numbers_on_behind_what_it_was_offered_whatever_is_acknowledged_meanwhile() {
        var client = managed()
                .tell(1, Client.message("one"), Client.message("two"), Client.message("three"))
                .tell(new EdgeMessage.Moving(Client.EPOCH));
        client.read();
        assertThat(at.owners.last(UserSession.Reattach.class).untakenLogIds()).hasSize(3);
        client.send(ack(2)).tell(4, Client.message("lost on the way"));
        client.after(Duration.ofSeconds(1));
        assertThat(at.owners.last(UserSession.Reattach.class).untakenLogIds()).hasSize(3);

        client.tell(new EdgeMessage.Reattached(Client.EPOCH + 1, 0));
        client.tell(new EdgeMessage.Outbound(Client.EPOCH + 1, 4, List.of(Client.message("four"))));
        assertThat(client.read()).contains("four").doesNotContain("lost on the way");
        client.send(ack(3));
        client.after(Duration.ofSeconds(1));
        assertThat(at.owners.last(UserSession.Taken.class))
                .isEqualTo(new UserSession.Taken(Client.EDGE, Client.EPOCH + 1, 4, 3));
    }

    @Test
    void an_owner_that_is_not_found_resets_the_stream() {
        var client = managed().tell(new EdgeMessage.Moving(Client.EPOCH));

        assertThat(client.after(Duration.ofSeconds(59))).doesNotContain("<reset");
        assertThat(client.after(Duration.ofSeconds(1))).contains("<reset");
    }

    @Test
    void a_resumption_without_a_count_is_refused() {
        assertThat(new Client(at)
                        .loggedIn()
                        .send("<resume xmlns='" + SM + "' previd='s-1' h='-1'/>")
                        .read())
                .contains("<unexpected-request");
    }

    @Test
    void acknowledgements_are_asked_for_after_some_stanzas_and_after_some_time() {
        var client = managed();
        for (var seq = 1; seq < 8; seq++) {
            assertThat(client.tell(seq, Client.message("m")).read()).doesNotContain(REQUEST);
        }
        assertThat(client.tell(8, Client.message("m")).read()).endsWith(REQUEST);
        assertThat(client.send(ack(8)).tell(9, Client.message("m")).read()).doesNotContain(REQUEST);

        assertThat(client.after(Duration.ofSeconds(1))).doesNotContain(REQUEST);
        assertThat(client.after(Duration.ofSeconds(2))).endsWith(REQUEST);
    }

    @Test
    void a_client_that_does_not_answer_is_parked() {
        var client = managed().tell(1, Client.message("anybody there?"));
        client.read();
        client.after(Duration.ofSeconds(1));
        assertThat(client.after(Duration.ofSeconds(2))).contains(REQUEST);

        assertThat(client.after(at.settings.answersWithin())).contains("<connection-timeout");
        assertThat(client.heard(UserSession.Park.class)).hasSize(1);
    }

    @Test
    void a_silent_client_is_asked_for_a_sign_of_life() {
        assertThat(managed().after(at.settings.silentFor())).isEqualTo(REQUEST);
    }

    @Test
    void the_owner_learns_what_the_client_has() {
        var client = managed().tell(1, Client.message("one"), Client.message("two"));
        client.read();
        client.after(Duration.ofSeconds(1));
        assertThat(at.owners.last(UserSession.Taken.class))
                .isEqualTo(new UserSession.Taken(Client.EDGE, Client.EPOCH, 2, 0));

        client.send(ack(1));
        client.after(Duration.ofSeconds(1));
        assertThat(at.owners.last(UserSession.Taken.class))
                .isEqualTo(new UserSession.Taken(Client.EDGE, Client.EPOCH, 2, 1));
    }

    @Test
    void without_it_what_the_socket_took_counts_as_taken() {
        var client = Client.bound(at).tell(1, Client.message("one"));
        assertThat(client.connection.output()).isNotEmpty();
        client.tell(2, Client.message("two"));
        at.clock.advance(Duration.ofSeconds(1));
        client.connection.tick();
        assertThat(at.owners.last(UserSession.Taken.class).takenSeq()).isZero();

        client.connection.written();
        at.clock.advance(Duration.ofSeconds(1));
        client.connection.tick();
        assertThat(at.owners.last(UserSession.Taken.class).takenSeq()).isEqualTo(1);
    }

    @Test
    void when_much_is_taken_the_owner_learns_so_at_once() {
        var max = ClientSession.TAKEN_UNTOLD_MAX;
        var client = Client.bound(at);
        for (var seq = 1; seq <= max; seq++) {
            client.tell(seq, Client.message("m"));
        }
        assertThat(client.connection.output()).isNotEmpty();
        client.connection.written();
        assertThat(takenByOwner()).isZero();

        client.tell(max + 1, Client.message("m"));
        assertThat(client.connection.output()).isNotEmpty();
        client.connection.written();
        assertThat(takenByOwner()).isEqualTo(max + 1);
    }

    @Test
    void so_it_does_when_few_are_large() {
        var client = Client.bound(at);
        var large = "x".repeat(ClientSession.TAKEN_UNTOLD_BYTES_MAX / 2);
        client.tell(1, Client.message(large));
        assertThat(client.connection.output()).isNotEmpty();
        client.connection.written();
        assertThat(takenByOwner()).isZero();

        client.tell(2, Client.message(large));
        assertThat(client.connection.output()).isNotEmpty();
        client.connection.written();
        assertThat(takenByOwner()).isEqualTo(2);
    }

    @Test
    void what_is_acknowledged_is_told_at_once_too_when_it_is_much() {
        var max = ClientSession.TAKEN_UNTOLD_MAX;
        var client = managed();
        for (var seq = 1; seq <= max + 1; seq++) {
            client.tell(seq, Client.message("m"));
        }
        client.read();
        client.send(ack(max));
        assertThat(takenByOwner()).isZero();

        client.send(ack(max + 1));
        assertThat(takenByOwner()).isEqualTo(max + 1);
    }

    private long takenByOwner() {
        return at.owners.all(UserSession.Taken.class).stream()
                .mapToLong(UserSession.Taken::takenSeq)
                .max()
                .orElse(0);
    }

    @Test
    void the_unacknowledged_are_bounded_and_the_rest_waits() {
        var client = managed();
        var max = io.kith.node.edge.xep.StreamManagement.UNACKED_MAX;
        var tiny = Out.unlogged(Stanza.parse("<message id='tiny'/>"));
        for (var seq = 1; seq <= max + 1; seq++) {
            client.tell(seq, tiny);
        }
        var written = client.read();
        assertThat(written.split("tiny", -1)).hasSize(max + 1);

        client.send(ack(1));
        assertThat(client.read().split("tiny", -1)).hasSize(2);
    }

    // XEP-0352, on the wire.

    @Test
    void an_inactive_client_gets_presence_when_a_message_wakes_it() {
        var client = Client.bound(at).send("<inactive xmlns='urn:xmpp:csi:0'/>");
        client.tell(
                1,
                Out.unlogged(
                        Stanza.parse("<presence from='romeo@montague.example/orchard'><show>away</show></presence>")),
                Out.unlogged(
                        Stanza.parse("<presence from='romeo@montague.example/orchard'><show>dnd</show></presence>")));
        assertThat(client.read()).isEmpty();

        client.tell(3, Client.message("wake up"));
        assertThat(client.read()).containsSubsequence("dnd", "wake up").doesNotContain("away");
    }

    @Test
    void an_active_client_gets_what_waited() {
        var client = Client.bound(at).send("<inactive xmlns='urn:xmpp:csi:0'/>");
        client.tell(1, Out.unlogged(Stanza.parse("<presence from='romeo@montague.example/orchard'/>")));
        assertThat(client.read()).isEmpty();

        assertThat(client.send("<active xmlns='urn:xmpp:csi:0'/>").read()).contains("romeo@montague.example/orchard");
    }
}
