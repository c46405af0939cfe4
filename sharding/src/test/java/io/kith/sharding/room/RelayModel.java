package io.kith.sharding.room;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.room.relay.RelayItem;
import io.kith.sharding.room.relay.Shown;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// What a relay must do, in the fewest words: the reference for tests of the rules.
final class RelayModel {

    private final RoomWorld world;
    final Map<String, Shown> shown = new LinkedHashMap<>();
    final Map<Jid, Boolean> seats = new LinkedHashMap<>();
    final Map<Jid, Long> positions = new HashMap<>();
    private final Map<Jid, Long> seenUpTo = new HashMap<>();
    RelayItem.Terms terms = new RelayItem.Terms(0, false, false);
    private boolean begun;
    private long last;

    RelayModel(RoomWorld world) {
        this.world = world;
    }

    Shown shows(String nick) {
        return Objects.requireNonNull(shown.get(nick), nick);
    }

    void takes(RelayItem item) {
        if (item.id() <= last) {
            throw new AssertionError("ids go up: " + item);
        }
        last = item.id();
        switch (item) {
            case RelayItem.Terms next -> {
                if (next.rolledUp() && !terms.rolledUp()) {
                    var newest = shown.values().stream()
                            .mapToLong(Shown::order)
                            .max()
                            .orElse(0);
                    seats.keySet().forEach(full -> seenUpTo.put(full, newest));
                } else if (terms.rolledUp() && !next.rolledUp()) {
                    seats.keySet()
                            .forEach(full -> shown.values().stream()
                                    .filter(one -> !isShownTo(full, one)
                                            && !one.sessions().contains(full))
                                    .sorted(Comparator.comparingLong(Shown::order))
                                    .forEach(one -> see(full, one)));
                }
                terms = next;
            }
            case RelayItem.Roster roster -> {
                begun = true;
                shown.clear();
                roster.occupants().forEach(one -> shown.put(one.nick(), one));
            }
            case RelayItem.Join join -> {
                require();
                seats.put(join.full(), true);
                seenUpTo.remove(join.full());
                shown.values().stream()
                        .filter(one -> !one.sessions().contains(join.full()))
                        .filter(one -> isShownTo(join.full(), one))
                        .sorted(Comparator.comparingLong(Shown::order))
                        .forEach(one -> see(join.full(), one));
                join.self().forEach(stanza -> write(join.full(), stanza, item.id()));
                join.after().forEach(stanza -> write(join.full(), stanza, item.id()));
            }
            case RelayItem.Seat seat -> {
                require();
                seats.put(seat.full(), true);
                for (var missed : seat.missed()) {
                    switch (missed) {
                        case RelayItem.Say say -> write(seat.full(), say.stanza(), missed.id());
                        case RelayItem.Show show -> see(seat.full(), show.occupant());
                        default -> throw new AssertionError("nobody misses " + missed);
                    }
                }
            }
            case RelayItem.Unseat unseat -> {
                if (seats.remove(unseat.full()) != null) {
                    unseat.last().forEach(stanza -> write(unseat.full(), stanza, item.id()));
                }
            }
            case RelayItem.Show show -> {
                require();
                if (show.gone()) {
                    shown.remove(show.occupant().nick());
                } else {
                    shown.put(show.occupant().nick(), show.occupant());
                }
                seats.keySet().forEach(full -> {
                    if (show.occupant().sessions().contains(full)
                            || isShownTo(full, show.occupant())
                            || (show.gone() && isPutOut(show.occupant()))) {
                        see(full, show.occupant());
                    }
                });
            }
            case RelayItem.Say say -> seats.keySet().forEach(full -> write(full, say.stanza(), item.id()));
            case RelayItem.Tell tell -> tell.stanzas().forEach(stanza -> write(tell.full(), stanza, item.id()));
        }
    }

    private boolean isShownTo(Jid viewer, Shown one) {
        return !terms.rolledUp()
                || one.seesJids()
                || isModerator(viewer)
                || one.order() <= seenUpTo.getOrDefault(viewer, 0L);
    }

    private boolean isModerator(Jid viewer) {
        return shown.values().stream()
                .anyMatch(one -> one.seesJids() && one.sessions().contains(viewer));
    }

    private static boolean isPutOut(Shown last) {
        return RoomClient.codes(last.closed()).stream().anyMatch(code -> code == 301 || code == 307);
    }

    private void require() {
        if (!begun) {
            throw new AssertionError("a relay begins with a roster");
        }
    }

    private void see(Jid full, Shown occupant) {
        if (occupant.sessions().contains(full)) {
            write(full, occupant.self(), last);
            return;
        }
        var sees = isModerator(full);
        if (!occupant.hidden() || sees) {
            write(full, sees || terms.jidsForAll() ? occupant.open() : occupant.closed(), last);
        }
    }

    private void write(Jid full, Stanza stanza, long id) {
        positions.put(full, id);
        var client = world.clients.get(full);
        if (client != null) {
            client.position = id;
            client.gets(stanza.withTo(full));
        }
    }
}
