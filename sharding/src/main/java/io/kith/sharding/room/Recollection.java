package io.kith.sharding.room;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.kith.proto.jid.Jid;
import io.kith.sharding.room.relay.FromRelay;
import io.kith.sharding.room.relay.Holding;
import io.kith.sharding.room.relay.Mark;
import io.kith.sharding.room.relay.RelayBytes;
import io.kith.sharding.room.relay.RelayItem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What relays remember of a room, put together: who is in it, and how far each node has got.
final class Recollection {

    private static final class Parts {
        private final @Nullable ByteString[] parts;

        Parts(int count) {
            parts = new ByteString[count];
        }

        Optional<ByteString> whole() {
            var whole = ByteString.EMPTY;
            for (var part : parts) {
                if (part == null) {
                    return Optional.empty();
                }
                whole = whole.concat(part);
            }
            return Optional.of(whole);
        }
    }

    /// The most parts that an answer has.
    static final int PARTS_MAX = 4_096;

    /// Nobody that is live and nobody that lingers is adopted twice.
    record Occupants(List<Adopted> present, List<Adopted> lingering) {}

    /// Who has left, and the id up to which nobody knows.
    record Departed(List<RelayItem.Show> last, long floor) {}

    private final long epoch;
    private final Set<String> asked;
    private final Map<String, Parts> coming = new HashMap<>();
    private final Map<String, Holding> holdings = new LinkedHashMap<>();

    /// @param epoch of the question
    Recollection(long epoch, Collection<String> asked) {
        this.epoch = epoch;
        this.asked = Collections.unmodifiableSet(new LinkedHashSet<>(asked));
    }

    long epoch() {
        return epoch;
    }

    /// Those who have not answered.
    List<String> silent() {
        return asked.stream().filter(node -> !holdings.containsKey(node)).toList();
    }

    boolean isComplete() {
        return holdings.keySet().containsAll(asked);
    }

    /// One part of an answer. Those to other questions count for nothing.
    void heard(FromRelay.Held held) throws InvalidProtocolBufferException {
        if (held.epoch() != epoch
                || !asked.contains(held.node())
                || holdings.containsKey(held.node())
                || held.parts() < 1
                || held.parts() > PARTS_MAX
                || held.part() < 0
                || held.part() >= held.parts()) {
            return;
        }
        var parts = coming.computeIfAbsent(held.node(), _ -> new Parts(held.parts()));
        if (parts.parts.length != held.parts()) {
            coming.remove(held.node());
            return;
        }
        parts.parts[held.part()] = held.bytes();
        var whole = parts.whole();
        if (whole.isPresent()) {
            coming.remove(held.node());
            holdings.put(held.node(), RelayBytes.holding(whole.get()));
        }
    }

    /// The nodes that have seats, and the last id that each has heard.
    Map<String, Long> seated() {
        var seated = new LinkedHashMap<String, Long>();
        holdings.forEach((node, holding) -> {
            if (!holding.seats().isEmpty()) {
                seated.put(node, holding.lastId());
            }
        });
        return seated;
    }

    /// What that node's relay holds.
    Holding of(String node) {
        return holdings.getOrDefault(node, Holding.NOTHING);
    }

    /// Above all that anybody has heard.
    long lastId() {
        return holdings.values().stream().mapToLong(Holding::lastId).max().orElse(0);
    }

    /// All nodes with seats have been told everything up to here. Rows beyond it are told them now, before what has
    /// changed among the occupants: a client may have had a later row and lost its connection before an earlier
    /// presence.
    long heardByAll() {
        return holdings.values().stream()
                .filter(holding -> !holding.seats().isEmpty())
                .mapToLong(Holding::lastId)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /// Who has left, of each nickname the last time. What one relay does not reach back to another one may.
    Departed departed() {
        var newest = new HashMap<String, RelayItem.Show>();
        var floor = 0L;
        var begun = false;
        for (var holding : holdings.values().stream()
                .filter(one -> one.lastId() > 0)
                .sorted(Comparator.comparingLong(Holding::lastId).reversed())
                .toList()) {
            for (var left : holding.left()) {
                newest.merge(left.occupant().nick(), left, (one, other) -> one.id() >= other.id() ? one : other);
            }
            if (!begun || (holding.lastId() >= floor && holding.leftAfter() < floor)) {
                floor = holding.leftAfter();
                begun = true;
            }
        }
        return new Departed(
                newest.values().stream()
                        .sorted(Comparator.comparingLong(RelayItem.Show::id))
                        .toList(),
                floor);
    }

    /// Everybody, in the order of their coming: with the newest look that any node knows, the seats that nodes have,
    /// and without a connection those that no node has.
    Occupants occupants() {
        var newest = new HashMap<String, Holding.Known>();
        var seats = new HashMap<Jid, Holding.Held>();
        for (var holding : holdings.values()) {
            for (var known : holding.known()) {
                newest.merge(known.shown().nick(), known, (one, other) -> one.id() >= other.id() ? one : other);
            }
            for (var seat : holding.seats()) {
                // a node that a client has left may not know so yet
                seats.merge(seat.full(), seat, (one, other) -> one.since() >= other.since() ? one : other);
            }
        }
        var heardByAll = heardByAll();
        var present = new ArrayList<Adopted>();
        var lingering = new ArrayList<Adopted>();
        newest.values().stream()
                .sorted(Comparator.comparingLong(known -> known.shown().order()))
                .forEach(known -> {
                    var of = new ArrayList<Adopted.Seated>();
                    for (var session : known.shown().sessions()) {
                        var seat = seats.get(session);
                        if (seat == null) {
                            of.add(new Adopted.Seated(session, null, false, Mark.NONE));
                        } else if (known.shown().nick().equals(seat.nick())) {
                            of.add(new Adopted.Seated(seat.full(), seat.edge(), seat.dormant(), seat.mark()));
                        }
                    }
                    if (!of.isEmpty()) {
                        var adopted = new Adopted(known.shown(), known.id(), known.id() > heardByAll, of);
                        (of.stream().anyMatch(seat -> seat.edge() != null) ? present : lingering).add(adopted);
                    }
                });
        return new Occupants(present, lingering);
    }
}
