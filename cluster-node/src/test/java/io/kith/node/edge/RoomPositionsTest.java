package io.kith.node.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.xml.Element;
import io.kith.sharding.edge.RoomPosition;
import io.kith.sharding.edge.Sight;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RoomPositionsTest {

    private static final Jid ROMEO = hall(0);

    private final RoomPositions rooms = new RoomPositions();

    private static Jid hall(int number) {
        return Jid.parse("hall" + number + "@conference.verona.example/romeo");
    }

    @Test
    void whom_the_client_has_been_shown_goes_with_how_far_it_is() {
        var someOfThem = Sight.of(4, false, true, Sight.WITHOUT_END);
        rooms.takes(ROMEO, 5, Sight.EVERYBODY, false);
        rooms.takes(ROMEO, 6, someOfThem, false);
        rooms.takes(ROMEO, 6, Sight.HIDDEN_TOO, false);
        assertThat(rooms.all()).containsExactly(new RoomPosition(ROMEO, 6, someOfThem));

        var elsewhere = new RoomPositions();
        elsewhere.restore(rooms.all());
        assertThat(elsewhere.all()).isEqualTo(rooms.all());
    }

    @Test
    void what_is_said_again_is_not_for_the_client() {
        assertThat(rooms.takes(ROMEO, 5, Sight.EVERYBODY, false)).isTrue();
        assertThat(rooms.takes(ROMEO, 5, Sight.EVERYBODY, false)).isFalse();
        assertThat(rooms.takes(Jid.parse(ROMEO.toString()), 4, Sight.EVERYBODY, false))
                .isFalse();
        assertThat(rooms.takes(hall(1), 5, Sight.EVERYBODY, false)).isTrue();
        assertThat(rooms.takes(ROMEO, 6, Sight.EVERYBODY, false)).isTrue();
        assertThat(rooms.all())
                .containsExactly(
                        new RoomPosition(ROMEO, 6, Sight.EVERYBODY), new RoomPosition(hall(1), 5, Sight.EVERYBODY));
    }

    @Test
    void the_last_word_of_a_room_is_heard_once_and_it_is_forgotten() {
        rooms.takes(ROMEO, 5, Sight.EVERYBODY, false);
        assertThat(rooms.takes(ROMEO, 5, Sight.EVERYBODY, true)).isFalse();
        assertThat(rooms.takes(ROMEO, 6, Sight.EVERYBODY, true)).isTrue();
        assertThat(rooms.all()).containsExactly(RoomPosition.left(ROMEO, 6));
        assertThat(rooms.takes(ROMEO, 1, Sight.EVERYBODY, false)).isTrue(); // another room of that name
        assertThat(rooms.all()).containsExactly(new RoomPosition(ROMEO, 1, Sight.EVERYBODY));
    }

    @Test
    void a_room_that_the_client_asks_to_let_it_in_again_is_not_one_that_it_has_left() {
        rooms.takes(ROMEO, 5, Sight.EVERYBODY, false);
        rooms.takes(ROMEO, 6, Sight.EVERYBODY, true);
        rooms.sends(Stanza.presence(null, ROMEO, "unavailable"));
        rooms.sends(Stanza.message(null, ROMEO, ""));
        rooms.sends(enters(hall(1)));
        assertThat(rooms.all()).hasSize(1);

        rooms.sends(enters(ROMEO));
        assertThat(rooms.all()).isEmpty();
    }

    /// It has not heard what became of that when it is told of what was before.
    @Test
    void nor_is_one_that_it_has_asked_before_it_heard_the_last_word() {
        rooms.takes(ROMEO, 5, Sight.EVERYBODY, false);
        rooms.sends(enters(ROMEO));
        rooms.takes(ROMEO, 6, Sight.EVERYBODY, true);

        assertThat(rooms.all()).isEmpty();
    }

    private static Stanza enters(Jid occupant) {
        return Stanza.presence(null, occupant, "", Element.of("x", Namespaces.MUC));
    }

    @Test
    void so_many_that_it_has_left_are_remembered() {
        for (var i = 0; i <= RoomPositions.LEFT_MAX; i++) {
            rooms.takes(hall(i), 1, Sight.EVERYBODY, false);
            rooms.takes(hall(i), 2, Sight.EVERYBODY, true);
        }

        assertThat(rooms.all())
                .hasSize(RoomPositions.LEFT_MAX)
                .doesNotContain(RoomPosition.left(hall(0), 2))
                .contains(RoomPosition.left(hall(1), 2));
    }

    @Test
    void a_client_is_in_so_many_rooms_and_hears_of_no_more() {
        for (var i = 0; i < RoomPositions.ROOMS_MAX; i++) {
            assertThat(rooms.takes(hall(i), 1, Sight.EVERYBODY, false)).isTrue();
        }
        assertThat(rooms.takes(hall(RoomPositions.ROOMS_MAX), 1, Sight.EVERYBODY, false))
                .isFalse();
        assertThat(rooms.takes(ROMEO, 2, Sight.EVERYBODY, false)).isTrue();
        assertThat(rooms.takes(hall(RoomPositions.ROOMS_MAX), 2, Sight.EVERYBODY, true))
                .isTrue(); // that it is not in

        rooms.takes(hall(9), 2, Sight.EVERYBODY, true);
        assertThat(rooms.takes(hall(RoomPositions.ROOMS_MAX), 3, Sight.EVERYBODY, false))
                .isTrue();
        assertThat(rooms.all()).filteredOn(room -> !room.left()).hasSize(RoomPositions.ROOMS_MAX);
    }

    @Test
    void as_many_are_restored() {
        rooms.restore(IntStream.rangeClosed(0, RoomPositions.ROOMS_MAX)
                .mapToObj(i -> new RoomPosition(hall(i), 1, Sight.EVERYBODY))
                .toList());

        assertThat(rooms.all()).hasSize(RoomPositions.ROOMS_MAX);
        assertThat(rooms.takes(ROMEO, 1, Sight.EVERYBODY, false)).isFalse();
    }
}
