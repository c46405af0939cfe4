package io.kith.sharding.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.RoomPosition;
import io.kith.sharding.edge.Sight;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class JoinedRoomsTest {

    private static final Jid HALL = Jid.parse("hall@conference.verona.example");
    private static final Jid ROMEO = Jid.parse("hall@conference.verona.example/romeo");

    private final JoinedRooms rooms = new JoinedRooms();

    @Test
    void a_session_is_in_a_room_until_it_leaves() {
        rooms.sends(Stanza.presence(null, ROMEO, ""), ROMEO);
        assertThat(rooms.isIn(HALL)).isTrue();

        rooms.sends(Stanza.presence(null, ROMEO, "unavailable"), ROMEO);
        assertThat(rooms.isIn(HALL)).isFalse();
    }

    @Test
    void a_session_is_in_so_many_rooms_and_refused_in_one_more() {
        for (var i = 0; i < JoinedRooms.ROOMS_MAX; i++) {
            assertThat(enters(i)).isTrue();
        }
        assertThat(enters(JoinedRooms.ROOMS_MAX)).isFalse();
        assertThat(rooms.isIn(hall(JoinedRooms.ROOMS_MAX).bare())).isFalse();
        assertThat(enters(0)).isTrue(); // it is there already

        rooms.sends(Stanza.presence(null, hall(7), "unavailable"), hall(7));
        assertThat(enters(JoinedRooms.ROOMS_MAX)).isTrue();
        assertThat(rooms.positions()).hasSize(JoinedRooms.ROOMS_MAX);
    }

    @Test
    void a_connection_names_so_many_and_the_others_are_left_out() {
        rooms.at(IntStream.rangeClosed(0, JoinedRooms.ROOMS_MAX)
                .mapToObj(i -> new RoomPosition(hall(i), i + 1, Sight.EVERYBODY))
                .toList());

        assertThat(rooms.positions()).hasSize(JoinedRooms.ROOMS_MAX);
        assertThat(rooms.isIn(hall(JoinedRooms.ROOMS_MAX).bare())).isFalse();
    }

    /// The room writes that past the owner.
    @Test
    void a_session_does_not_come_back_to_a_room_whose_last_word_it_has_heard() {
        enters(1);
        enters(2);
        rooms.at(List.of(RoomPosition.left(hall(1), 7)));

        assertThat(rooms.positions()).containsExactly(new RoomPosition(hall(2), 0, Sight.UNKNOWN));
    }

    private boolean enters(int hall) {
        return rooms.sends(Stanza.presence(null, hall(hall), ""), hall(hall));
    }

    private static Jid hall(int number) {
        return Jid.parse("hall" + number + "@conference.verona.example/romeo");
    }

    @Test
    void a_session_that_was_refused_is_not_in() {
        rooms.sends(Stanza.presence(null, ROMEO, ""), ROMEO);
        rooms.refused(ROMEO);

        assertThat(rooms.isIn(HALL)).isFalse();
    }

    @Test
    void a_session_that_is_away_and_is_told_that_it_is_out_does_not_come_back_to_that_room() {
        rooms.at(List.of(new RoomPosition(ROMEO, 42, Sight.EVERYBODY)));
        var x = "<x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='none' role='none'/>%s</x>";
        var others = x.formatted("<status code='307'/>");
        var its = x.formatted("<status code='110'/><status code='307'/>");

        rooms.waits(Stanza.parse("<presence type='unavailable' from='" + ROMEO + "'>" + others + "</presence>"));
        rooms.waits(Stanza.parse("<presence from='" + ROMEO + "'>" + its + "</presence>"));
        rooms.waits(Stanza.parse("<message type='unavailable' from='" + ROMEO + "'>" + its + "</message>"));
        rooms.waits(Stanza.parse(
                "<presence type='unavailable' from='vault@conference.verona.example/romeo'>" + its + "</presence>"));
        var renamed = x.formatted("<status code='110'/><status code='303'/>");
        rooms.waits(Stanza.parse("<presence type='unavailable' from='" + ROMEO + "'>" + renamed + "</presence>"));
        assertThat(rooms.isIn(HALL)).isTrue();

        rooms.waits(Stanza.parse("<presence type='unavailable' from='" + ROMEO + "'>" + its + "</presence>"));
        assertThat(rooms.positions()).isEmpty();
    }

    @Test
    void who_was_put_out_and_has_entered_again_before_it_went_away_comes_back() {
        rooms.at(List.of(new RoomPosition(ROMEO, 42, Sight.EVERYBODY)));
        var x = "<x xmlns='http://jabber.org/protocol/muc#user'><status code='110'/></x>";
        var out = Stanza.parse("<presence type='unavailable' from='" + ROMEO + "'>" + x + "</presence>");
        var in = Stanza.parse("<presence from='" + ROMEO + "'>" + x + "</presence>");

        rooms.waitAll(Stream.of(out, in));
        assertThat(rooms.isIn(HALL)).isTrue();

        rooms.waitAll(Stream.of(in, out));
        assertThat(rooms.isIn(HALL)).isFalse();
    }

    @Test
    void a_session_that_has_ended_has_left_each_room() {
        rooms.sends(Stanza.presence(null, ROMEO, ""), ROMEO);

        assertThat(rooms.leave(Stanza.presence(null, null, "unavailable")))
                .extracting(Stanza::to)
                .containsExactly(ROMEO);
        assertThat(rooms.isIn(HALL)).isFalse();
    }
}
