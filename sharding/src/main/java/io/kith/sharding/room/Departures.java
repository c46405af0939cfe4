package io.kith.sharding.room;

import io.kith.sharding.room.relay.RelayItem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Who has left lately, for clients that were away longer than the [Ring] reaches: without it they would go on showing
/// who is gone.
///
/// Knows at most the newest [#NICKS_MAX] nicknames, for [#KEPT]; a client away for longer is not let back in.
final class Departures {

    /// Nicknames remembered.
    static final int NICKS_MAX = 1_000;

    /// For how long: as long as a client may be away and resume.
    static final Duration KEPT = Duration.ofMinutes(61);

    private record Departure(RelayItem.Show last, Instant at) {}

    private final Map<String, Departure> byNick = new LinkedHashMap<>();
    private long floor;

    /// @param floor nothing up to this id is known
    Departures(long floor) {
        this.floor = floor;
    }

    void add(RelayItem.Show last, Instant now) {
        var nick = last.occupant().nick();
        var before = byNick.remove(nick);
        var all = before == null
                ? last
                : new RelayItem.Show(
                        last.id(), last.occupant().lastOf(before.last().occupant()), true);
        byNick.put(nick, new Departure(all, now));
        if (byNick.size() > NICKS_MAX) {
            var eldest = byNick.entrySet().iterator();
            floor = Math.max(floor, eldest.next().getValue().last().id());
            eldest.remove();
        }
    }

    void forgetOld(Instant now) {
        byNick.values().removeIf(departure -> {
            var old = departure.at().plus(KEPT).isBefore(now);
            if (old) {
                floor = Math.max(floor, departure.last().id());
            }
            return old;
        });
    }

    boolean reaches(long position) {
        return position >= floor;
    }

    List<RelayItem.Show> after(long position) {
        var gone = new ArrayList<RelayItem.Show>();
        for (var departure : byNick.values()) {
            if (departure.last().id() > position) {
                gone.add(departure.last());
            }
        }
        return gone;
    }
}
