package io.kith.sharding.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
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
    void a_session_that_was_refused_is_not_in() {
        rooms.sends(Stanza.presence(null, ROMEO, ""), ROMEO);
        rooms.refused(ROMEO);

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
