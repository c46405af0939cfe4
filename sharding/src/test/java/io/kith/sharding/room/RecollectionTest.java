package io.kith.sharding.room;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.room.relay.FromRelay;
import io.kith.sharding.room.relay.Holding;
import io.kith.sharding.room.relay.Mark;
import io.kith.sharding.room.relay.RelayBytes;
import io.kith.sharding.room.relay.RelayItem;
import io.kith.sharding.room.relay.Shown;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What relays know of those who have left, put together.
final class RecollectionTest {

    private static final Jid ROOM = Jid.parse("garden@conference.verona.example");
    private static final long EPOCH = 3;

    private final Recollection recollection = new Recollection(EPOCH, List.of("one", "two", "three"));

    @Test
    void of_each_nickname_the_last_time_counts() throws InvalidProtocolBufferException {
        hears("one", 40, 10, left("romeo", 20), left("juliet", 30));
        hears("two", 50, 35, left("romeo", 45));

        assertThat(recollection.departed().last())
                .extracting(show -> show.occupant().nick(), RelayItem.Show::id)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("juliet", 30L),
                        org.assertj.core.api.Assertions.tuple("romeo", 45L));
    }

    @Test
    void one_relay_reaches_back_for_another() throws InvalidProtocolBufferException {
        hears("one", 40, 10);
        hears("two", 50, 35);

        assertThat(recollection.departed().floor()).isEqualTo(10);
    }

    @Test
    void but_not_over_what_neither_was_told() throws InvalidProtocolBufferException {
        hears("one", 30, 10);
        hears("two", 50, 35);
        hears("three", 20, 5);

        assertThat(recollection.departed().floor()).isEqualTo(35);
    }

    @Test
    void where_nobody_was_there_is_nothing_to_know() throws InvalidProtocolBufferException {
        hears("one", 0, 0);

        assertThat(recollection.departed()).isEqualTo(new Recollection.Departed(List.of(), 0));
    }

    /// The node that it has left has heard of nothing yet, and takes the old connection for a live one.
    @Test
    void a_client_is_where_it_was_seated_last() throws InvalidProtocolBufferException {
        var home = Jid.parse("romeo@verona.example/home");
        for (var node : List.of("one", "two", "three")) {
            var since = node.equals("two") ? 9 : 5;
            var edge = new EdgeAddress(node, 1, since);
            hears(
                    node,
                    new Holding(
                            9,
                            List.of(new Holding.Held(home, edge, "romeo", node.equals("two"), Mark.NONE, since)),
                            List.of(new Holding.Known(left("romeo", 5).occupant(), 5)),
                            List.of(),
                            0));
        }

        assertThat(recollection.occupants().present())
                .singleElement()
                .extracting(Adopted::seats)
                .isEqualTo(List.of(new Adopted.Seated(home, new EdgeAddress("two", 1, 9), true, Mark.NONE)));
    }

    private void hears(String node, long lastId, long leftAfter, RelayItem.Show... left)
            throws InvalidProtocolBufferException {
        hears(node, new Holding(lastId, List.of(), List.of(), List.of(left), leftAfter));
    }

    private void hears(String node, Holding holding) throws InvalidProtocolBufferException {
        var parts = RelayBytes.parts(holding);
        for (var i = 0; i < parts.size(); i++) {
            recollection.heard(new FromRelay.Held(ROOM, node, EPOCH, i, parts.size(), parts.get(i)));
        }
    }

    private static RelayItem.Show left(String nick, long id) {
        var last = Stanza.presence(ROOM.withResource(nick), null, "unavailable");
        var session = List.of(Jid.parse(nick + "@verona.example/home"));
        return new RelayItem.Show(id, new Shown(nick, 1, session, false, false, 0, last, last, last), true);
    }
}
