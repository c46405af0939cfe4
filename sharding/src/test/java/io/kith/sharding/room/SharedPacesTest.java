package io.kith.sharding.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.stanza.Stanza;
import io.kith.sharding.room.aspect.Invitations;
import io.kith.sharding.room.relay.Mark;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SharedPacesTest {

    private final RoomWorld world = new RoomWorld(new Invitations());
    private final RoomClient juliet = world.opened("juliet");

    private Stanza invitation(String invitee) {
        return Stanza.parse("<message><x xmlns='http://jabber.org/protocol/muc#user'><invite to='" + invitee
                        + "@verona.example'/></x></message>")
                .withFrom(juliet.jid())
                .withTo(RoomWorld.ROOM);
    }

    @Test
    void who_owns_many_rooms_invites_no_more_than_who_owns_one() {
        var other = world.machine(RoomLimits.DEFAULT, RoomCreation.FREE, List.of(new Invitations()));
        other.loaded(world.state);
        var most = RoomLimits.DEFAULT.rates().invitations().burst();
        for (var i = 0; i < most; i++) {
            var room = i % 2 == 0 ? world.room : other;
            room.fromOwner(juliet.jid().bare(), invitation("u" + i), null, Mark.NONE, () -> {});
        }
        assertThat(world.mail).hasSize(most);
        assertThat(juliet.took()).isEmpty();

        for (var room : List.of(world.room, other)) {
            room.fromOwner(juliet.jid().bare(), invitation("more"), null, Mark.NONE, () -> {});
            assertThat(juliet.refusal()).isEqualTo("resource-constraint");
        }
        assertThat(world.mail).hasSize(most);
        assertThat(world.counters.tooFast(Pace.INVITATIONS).sum()).isEqualTo(2);
    }
}
