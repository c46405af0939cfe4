package io.kith.sharding.room;

import io.kith.proto.jid.Jid;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.room.relay.Mark;
import io.kith.sharding.room.relay.Shown;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An occupant as relays remember it, for a room that has come to life elsewhere.
///
/// @param shown as it was seen last
/// @param lastId the id of the last item that showed it
/// @param news whether there are nodes that have not been told so, and are now
/// @param seats its clients
public record Adopted(Shown shown, long lastId, boolean news, List<Seated> seats) {

    /// @param edge its connection, null when no relay has it
    /// @param dormant whether the connection is lost
    /// @param mark of the presence with which it entered, as far as a relay knows
    public record Seated(Jid full, @Nullable EdgeAddress edge, boolean dormant, Mark mark) {}

    /// Copies the list.
    public Adopted {
        seats = List.copyOf(seats);
    }
}
