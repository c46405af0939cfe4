package io.kith.sharding.edge;

import io.kith.proto.jid.Jid;
import java.util.List;

/// How far a client has got in a room that it is in, or was in.
///
/// @param occupant the room's address with the client's nickname
/// @param position the id of the last that the room has given to the client's connection, 0 for nothing yet
/// @param sight whom of the room it had been shown by then
/// @param left whether the client has heard from the room that it is out, and has not asked to be let in since
public record RoomPosition(Jid occupant, long position, Sight sight, boolean left) {

    /// In a room that the client is in, as far as it knows.
    public RoomPosition(Jid occupant, long position, Sight sight) {
        this(occupant, position, sight, false);
    }

    /// In a room that the client has heard from last that it is out.
    public static RoomPosition left(Jid occupant, long position) {
        return new RoomPosition(occupant, position, Sight.UNKNOWN, true);
    }

    public RoomPosition {
        if (position < 0) {
            throw new IllegalArgumentException("position " + position);
        }
    }

    /// About how many bytes these take between nodes.
    public static int weight(List<RoomPosition> rooms) {
        return rooms.stream()
                .mapToInt(room -> 2 * room.occupant().toString().length() + 20)
                .sum();
    }
}
