package io.kith.sharding.room;

import io.kith.proto.jid.Jid;
import java.time.Instant;
import java.util.function.Supplier;

/// How fast each user does one kind of thing through all rooms of this node together: who makes a hundred rooms would
/// else do a hundred times as much.
///
/// Rooms lie on the nodes by chance, so in a cluster it is up to as many times more as it has nodes. Remembers as many
/// users as [Paces]. From any thread.
public final class SharedPaces {

    private final Paces paces;

    /// @param limits as they are now
    /// @param counters where refusals are counted
    public SharedPaces(Pace pace, Supplier<RoomLimits> limits, RoomCounters counters) {
        this.paces = Paces.of(pace, limits, counters);
    }

    /// Whether that user may do it so many times more now; if so, they count.
    synchronized boolean take(Jid user, int times, Instant now) {
        return paces.take(user, times, now);
    }
}
