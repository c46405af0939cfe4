package io.kith.sharding.session;

import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.RoomPosition;
import io.kith.sharding.edge.Sight;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The rooms that one session has entered or asks to be let into, so that it can leave them when it ends and come back
/// to them when it is resumed. Empty it holds nothing. Not thread-safe.
final class JoinedRooms {

    /// The most rooms that a session is in; presence to one more is refused with `resource-constraint`.
    static final int ROOMS_MAX = 512;

    /// The status codes of what a client is told about itself, and that its nickname has changed (XEP-0045 §15.6.2).
    private static final String ABOUT_ITSELF = "110";

    private static final String RENAMED = "303";

    /// @param before the address that it had when it asked for this one, null for none
    private record Joined(Jid occupant, @Nullable Jid before, long position, Sight sight) {}

    private @Nullable LinkedHashMap<Jid, Joined> rooms;

    /// The session sends presence to an occupant's address. Says whether it may; unavailable presence leaves.
    boolean sends(Stanza presence, Jid occupant) {
        var room = occupant.bare();
        if (presence.isType("unavailable")) {
            forget(room);
            return true;
        }
        if (!presence.isType("")) {
            return true;
        }
        var all = rooms();
        var had = all.get(room);
        if (had == null && all.size() >= ROOMS_MAX) {
            return false;
        }
        if (had == null) {
            all.put(room, new Joined(occupant, null, 0, Sight.UNKNOWN));
        } else if (!had.occupant.equals(occupant)) {
            all.put(room, new Joined(occupant, had.occupant, had.position, had.sight));
        }
        return true;
    }

    /// The room has answered presence to this address with an error: the session is there under the name that it had
    /// before, or not at all.
    void refused(Jid occupant) {
        var had = rooms == null ? null : rooms.get(occupant.bare());
        if (had == null || !had.occupant.equals(occupant)) {
            return;
        }
        if (had.before == null) {
            forget(occupant.bare());
        } else {
            rooms().put(occupant.bare(), new Joined(had.before, null, had.position, had.sight));
        }
    }

    /// These wait for the client to come back, in this order: of each room the last word about the client counts, for
    /// it
    /// may have left and entered again.
    void waitAll(Stream<Stanza> stanzas) {
        var last = new LinkedHashMap<Jid, Stanza>();
        stanzas.forEach(stanza -> {
            var from = stanza.from();
            if (from != null && isAboutItself(stanza)) {
                last.put(from.bare(), stanza);
            }
        });
        last.values().forEach(this::waits);
    }

    /// This waits for the client to come back. If a room says with it why the client is out, the session is not to come
    /// back to that room. Who only goes by another name is not out (XEP-0045 §7.6).
    void waits(Stanza stanza) {
        var from = stanza.from();
        if (from != null
                && isIn(from.bare())
                && stanza.isType("unavailable")
                && isAboutItself(stanza)
                && !has(stanza, RENAMED)) {
            forget(from.bare());
        }
    }

    private static boolean isAboutItself(Stanza stanza) {
        var from = stanza.from();
        return from != null && from.isFull() && stanza.isPresence() && has(stanza, ABOUT_ITSELF);
    }

    private static boolean has(Stanza presence, String status) {
        return presence.child("x", Namespaces.MUC_USER).stream()
                .flatMap(x -> x.children().stream())
                .anyMatch(child -> child.is("status", Namespaces.MUC_USER)
                        && child.attributeOr("code", "").equals(status));
    }

    /// The session's connection says in which rooms it is and how far it got. A room that it has heard of before and
    /// that it does not name is one that the session has left, as are those that have told it that it is out.
    void at(List<RoomPosition> positions) {
        if (rooms != null) {
            rooms.values().removeIf(room -> room.position > 0);
        }
        for (var each : positions) {
            var room = each.occupant().bare();
            if (each.left()) {
                rooms().remove(room);
            } else if (rooms().containsKey(room) || rooms().size() < ROOMS_MAX) {
                rooms().put(room, new Joined(each.occupant(), null, each.position(), each.sight()));
            }
        }
        tidy();
    }

    /// All of them, and how far the session got in each.
    List<RoomPosition> positions() {
        return rooms == null
                ? List.of()
                : rooms.values().stream()
                        .map(room -> new RoomPosition(room.occupant, room.position, room.sight))
                        .toList();
    }

    /// Whether the session has entered this room or asks to be let in.
    boolean isIn(Jid room) {
        return rooms != null && rooms.containsKey(room);
    }

    /// The session ends: what takes it out of each room. Everything is forgotten.
    ///
    /// @param unavailable its last presence, from its full address
    List<Stanza> leave(Stanza unavailable) {
        return leave(unavailable, _ -> true);
    }

    /// The same for those in which it is under such an address.
    List<Stanza> leave(Stanza unavailable, Predicate<Jid> those) {
        var leaving = new ArrayList<Stanza>();
        for (var room : positions()) {
            if (those.test(room.occupant())) {
                leaving.add(unavailable.withTo(room.occupant()));
                forget(room.occupant().bare());
            }
        }
        return leaving;
    }

    private void forget(Jid room) {
        if (rooms != null) {
            rooms.remove(room);
            tidy();
        }
    }

    private void tidy() {
        if (rooms != null && rooms.isEmpty()) {
            rooms = null;
        }
    }

    private Map<Jid, Joined> rooms() {
        var all = rooms;
        if (all == null) {
            all = new LinkedHashMap<>(4);
            rooms = all;
        }
        return all;
    }
}
