package io.kith.sharding.edge;

import io.kith.proto.jid.Jid;
import java.util.List;

/// How far a client has got in a room that it is in, or was in.
///
/// @param occupant the room's address with the client's nickname
/// @param position the id of the last that the room has given to the client's connection, 0 for nothing yet
/// @param left whether the client has heard from the room that it is out, and has not asked to be let in since
public record RoomPosition(Jid occupant, long position, boolean left) {

    /// In a room that the client is in, as far as it knows.
    public RoomPosition(Jid occupant, long position) {
        this(occupant, position, false);
    }

    public RoomPosition {
        if (position < 0) {
            throw new IllegalArgumentException("position " + position);
        }
    }

    /// About how many bytes these take between nodes.
    public static int weight(List<RoomPosition> rooms) {
        return rooms.stream()
                .mapToInt(room -> 2 * room.occupant().toString().length() + 10)
                .sum();
    }
}
