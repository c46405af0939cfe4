package io.kith.sharding.room.relay;

import io.kith.proto.jid.Jid;
import io.kith.sharding.edge.EdgeAddress;
import java.util.List;

/// All that a relay knows of its room: what a room that has come to life elsewhere goes on with.
///
/// @param lastId of the last item that it took, 0 for none
/// @param seats the clients of its node
/// @param known everybody, wherever they are
/// @param left who has left, as it was seen last
/// @param leftAfter nothing is known of who left up to this id
public record Holding(long lastId, List<Held> seats, List<Known> known, List<RelayItem.Show> left, long leftAfter) {

    /// Of a node that has no relay for the room.
    public static final Holding NOTHING = new Holding(0, List.of(), List.of(), List.of(), 0);

    /// @param dormant whether the connection is gone
    /// @param mark of the presence with which the client entered
    /// @param since the id of the item that seated it: of two seats of one client the later one is true
    public record Held(Jid full, EdgeAddress edge, String nick, boolean dormant, Mark mark, long since) {}

    /// @param id of the item that showed the occupant so
    public record Known(Shown shown, long id) {}

    /// Copies the lists.
    public Holding {
        seats = List.copyOf(seats);
        known = List.copyOf(known);
        left = List.copyOf(left);
    }
}
