package io.kith.node.edge;

import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.RoomPosition;
import io.kith.sharding.edge.Sight;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How far one client has got in each of its rooms, and which have put it out. Positions only grow, so that nothing is
/// written twice when a room or its relay says it again. Empty it holds nothing.
final class RoomPositions {

    /// The rooms of one client; what comes from one more is not for it.
    static final int ROOMS_MAX = 512;

    /// Rooms that the client was told last that it is out of; of those before, its owner has the room tell it again.
    static final int LEFT_MAX = 64;

    /// How far it is in one of them.
    private static final class Place {

        Jid occupant;
        long position;
        Sight sight;
        boolean entersAgain;

        Place(Jid occupant, long position, Sight sight) {
            this.occupant = occupant;
            this.position = position;
            this.sight = sight;
        }
    }

    private @Nullable LinkedHashMap<Jid, Place> rooms;
    private @Nullable LinkedHashMap<Jid, RoomPosition> left;
    private @Nullable Place latest; // mostly the next thing is said in the same room, to the very same address

    /// A room says something. Says whether the client is to have it.
    ///
    /// @param id of what it says
    /// @param sight whom the client has been shown of the room with this
    /// @param last whether it will say no more to this client
    @SuppressWarnings("ReferenceEquality") // equal ones are looked up, the same one need not be
    boolean takes(Jid occupant, long id, Sight sight, boolean last) {
        var had = latest;
        if (had == null || had.occupant != occupant) {
            had = rooms == null ? null : rooms.get(occupant.bare());
        }
        if (had != null && id <= had.position) {
            return false;
        }
        if (last) {
            forget(occupant.bare());
            if (had != null && !had.entersAgain) {
                leave(RoomPosition.left(occupant, id));
            }
            return true;
        }
        if (had != null) {
            had.occupant = occupant;
            had.position = id;
            had.sight = sight;
            latest = had;
            return true;
        }
        if (rooms != null && rooms.size() >= ROOMS_MAX) {
            return false;
        }
        put(occupant, id, sight);
        return true;
    }

    /// The client sends something. If it asks to be let into a room, what that said last is not the last any more.
    void sends(Stanza stanza) {
        var to = stanza.to();
        if (to == null || (rooms == null && left == null) || !stanza.isPresence() || !stanza.isType("")) {
            return;
        }
        var place = rooms == null ? null : rooms.get(to.bare());
        if (place != null) {
            place.entersAgain |= stanza.has("x", Namespaces.MUC);
        }
        isIn(to.bare());
    }

    /// The client goes on from here.
    void restore(List<RoomPosition> positions) {
        positions.stream().limit(ROOMS_MAX).forEach(each -> put(each.occupant(), each.position(), each.sight()));
    }

    /// All of them, for the owner.
    List<RoomPosition> all() {
        if (rooms == null && left == null) {
            return List.of();
        }
        var all = new ArrayList<RoomPosition>();
        if (rooms != null) {
            rooms.values().forEach(place -> all.add(new RoomPosition(place.occupant, place.position, place.sight)));
        }
        if (left != null) {
            all.addAll(left.values());
        }
        return List.copyOf(all);
    }

    private void leave(RoomPosition room) {
        var all = left;
        if (all == null) {
            all = new LinkedHashMap<>(2);
            left = all;
        }
        all.put(room.occupant().bare(), room);
        if (all.size() > LEFT_MAX) {
            all.pollFirstEntry();
        }
    }

    private void isIn(Jid room) {
        if (left != null) {
            left.remove(room);
            left = left.isEmpty() ? null : left;
        }
    }

    private void put(Jid occupant, long position, Sight sight) {
        var all = rooms;
        if (all == null) {
            all = new LinkedHashMap<>(4);
            rooms = all;
        }
        var place = new Place(occupant, position, sight);
        all.put(occupant.bare(), place);
        isIn(occupant.bare());
        latest = place;
    }

    private void forget(Jid room) {
        latest = null;
        if (rooms != null) {
            rooms.remove(room);
            rooms = rooms.isEmpty() ? null : rooms;
        }
    }
}
