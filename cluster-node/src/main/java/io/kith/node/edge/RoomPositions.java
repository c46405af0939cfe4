package io.kith.node.edge;

import io.kith.proto.jid.Jid;
import io.kith.sharding.edge.RoomPosition;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How far one client has got in each of its rooms. Positions only grow, so that nothing is written twice when a room
/// or its relay says it again. Empty it holds nothing.
final class RoomPositions {

    /// The rooms of one client; what comes from one more is not for it.
    static final int ROOMS_MAX = 512;

    private @Nullable LinkedHashMap<Jid, RoomPosition> rooms;

    /// A room says something. Says whether the client is to have it.
    ///
    /// @param id of what it says
    /// @param last whether it will say no more to this client
    boolean takes(Jid occupant, long id, boolean last) {
        var room = occupant.bare();
        var had = rooms == null ? null : rooms.get(room);
        if (had != null && id <= had.position()) {
            return false;
        }
        if (last) {
            forget(room);
            return true;
        }
        if (had == null && rooms != null && rooms.size() >= ROOMS_MAX) {
            return false;
        }
        put(new RoomPosition(occupant, id));
        return true;
    }

    /// The client goes on from here.
    void restore(List<RoomPosition> positions) {
        positions.stream().limit(ROOMS_MAX).forEach(this::put);
    }

    /// All of them, for the owner.
    List<RoomPosition> all() {
        return rooms == null ? List.of() : List.copyOf(rooms.values());
    }

    private void put(RoomPosition position) {
        var all = rooms;
        if (all == null) {
            all = new LinkedHashMap<>(4);
            rooms = all;
        }
        all.put(position.occupant().bare(), position);
    }

    private void forget(Jid room) {
        if (rooms != null) {
            rooms.remove(room);
            rooms = rooms.isEmpty() ? null : rooms;
        }
    }
}
