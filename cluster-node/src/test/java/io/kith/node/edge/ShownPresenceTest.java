package io.kith.node.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.EdgeMessage;
import io.kith.sharding.edge.Memory;
import io.kith.sharding.edge.Out;
import io.kith.sharding.session.UserSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Presence that the node's hub writes beside the owner's link: on the wire it is a stanza like all others.
final class ShownPresenceTest {

    private static final String SM = "urn:xmpp:sm:3";
    private static final String ENABLE = "<enable xmlns='" + SM + "' resume='true'/>";

    private final TestEdge at = new TestEdge();

    private static List<Stanza> presence(String id) {
        return List.of(Stanza.parse("<presence from='romeo@montague.example/orchard' id='" + id + "'/>"));
    }

    private static List<Stanza> heavy(int bytes) {
        return List.of(Stanza.parse("<presence from='romeo@montague.example/orchard'><status>" + "x".repeat(bytes)
                + "</status></presence>"));
    }

    private static void show(Client client, String id) {
        client.connection.shown(new Letters.Shown(presence(id)));
    }

    private static String ack(long h) {
        return "<a xmlns='" + SM + "' h='" + h + "'/>";
    }

    @Test
    void it_is_written_in_its_place_among_what_the_owner_sends() {
        var client = Client.bound(at).tell(1, Client.message("one"));
        show(client, "p1");
        client.tell(2, Client.message("two"));

        assertThat(client.read()).containsSubsequence("one", "id='p1'", "two");
    }

    @Test
    void stream_management_counts_it_from_where_it_is_enabled() {
        var client = Client.bound(at);
        show(client, "p1");
        client.send(ENABLE);
        show(client, "p2");
        client.tell(1, Client.message("one"));

        assertThat(client.read()).containsSubsequence("p1", "<enabled", "p2", "one");
        assertThat(client.send(ack(2)).read()).doesNotContain("error");
        assertThat(client.send(ack(3)).read()).contains("<handled-count-too-high");
    }

    @Test
    void what_was_not_acknowledged_is_parked_in_its_place() {
        var client = Client.bound(at).send(ENABLE).tell(1, Client.message("one"));
        show(client, "p1");
        client.tell(2, Client.message("two"));
        client.read();
        client.send(ack(1));
        client.connection.lost();

        assertThat(at.owners.last(UserSession.Park.class).unacked())
                .extracting(Out::stanza)
                .extracting(Stanza::id, stanza -> stanza.body().orElse(""))
                .containsExactly(tuple("p1", ""), tuple("", "two"));
    }

    @Test
    void the_owner_hears_of_its_own_stanzas_only() {
        var client = Client.bound(at).send(ENABLE).tell(1, Client.message("one"));
        show(client, "p1");
        client.read();
        client.send(ack(1));
        client.after(Duration.ofSeconds(1));

        var taken = at.owners.last(UserSession.Taken.class);
        assertThat(taken.confirmedSeq()).isEqualTo(1);
        assertThat(taken.takenSeq()).isEqualTo(1);
    }

    @Test
    void another_owner_is_offered_only_what_came_from_the_one_before() {
        var client = Client.bound(at).send(ENABLE);
        show(client, "p1");
        client.tell(1, Client.message("one"));
        show(client, "p2");
        client.read();
        client.tell(new EdgeMessage.Moving(Client.EPOCH));
        assertThat(at.owners.last(UserSession.Reattach.class).untakenLogIds()).containsExactly(0L);

        client.tell(new EdgeMessage.Reattached(Client.EPOCH + 9, 0));
        show(client, "p3");
        client.tell(new EdgeMessage.Outbound(Client.EPOCH + 9, 2, List.of(Client.message("two"))));
        assertThat(client.read()).containsSubsequence("p3", "two");
        client.send(ack(4));
        client.after(Duration.ofSeconds(1));
        assertThat(at.owners.last(UserSession.Taken.class).takenSeq()).isEqualTo(1);
    }

    @Test
    void an_inactive_client_gets_the_latest_of_each_when_it_looks_again() {
        var client = Client.bound(at).send("<inactive xmlns='urn:xmpp:csi:0'/>");
        show(client, "p1");
        show(client, "p2");
        assertThat(client.read()).isEmpty();

        assertThat(client.send("<active xmlns='urn:xmpp:csi:0'/>").read())
                .contains("id='p2'")
                .doesNotContain("p1");
    }

    @Test
    void it_waits_for_the_owners_word_that_a_session_goes_on_here() {
        var client = new Client(at).loggedIn().send("<resume xmlns='" + SM + "' previd='s-1' h='1'/>");
        show(client, "p1");
        assertThat(client.read()).isEmpty();

        client.tell(new EdgeMessage.Resumed(
                Client.EPOCH + 9,
                Client.BALCONY,
                "s-1",
                0,
                0,
                0,
                1,
                List.of(Client.message("two")),
                600,
                false,
                Memory.NONE,
                List.of()));
        assertThat(client.read()).containsSubsequence("<resumed", "two", "p1");
        assertThat(client.send(ack(3)).read()).doesNotContain("error");
    }

    @Test
    void what_waits_for_that_word_is_bounded() {
        var client = new Client(at).loggedIn().send("<resume xmlns='" + SM + "' previd='s-1' h='1'/>");
        var heavy = heavy(Outbox.BURST_BYTES_MAX / 4);
        for (var i = 0; i < 3; i++) {
            client.connection.shown(new Letters.Shown(heavy));
        }
        assertThat(client.connection.isOver()).isFalse();

        client.connection.shown(new Letters.Shown(heavy));
        assertThat(client.connection.isOver()).isTrue();
    }

    @Test
    void letters_keep_it_in_its_place_and_count_its_bytes() {
        var letters = new Letters(new Traffic(-1));
        assertThat(letters.put(new EdgeMessage.Handled(1, 1, 1))).isTrue();
        assertThat(letters.put(new Letters.Shown(presence("p1")))).isFalse();
        assertThat(new ArrayList<>(letters.take()))
                .containsExactly(new EdgeMessage.Handled(1, 1, 1), new Letters.Shown(presence("p1")));

        var quarter = heavy(Outbox.BURST_BYTES_MAX / 4).getFirst();
        letters.put(new Letters.Shown(List.of(quarter, quarter, quarter)));
        assertThat(letters.isOver()).isFalse();
        letters.put(new Letters.Shown(List.of(quarter)));
        assertThat(letters.isOver()).isTrue();
    }
}
