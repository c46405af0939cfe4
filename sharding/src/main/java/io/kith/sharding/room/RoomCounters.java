package io.kith.sharding.room;

import io.kith.sharding.room.relay.RelayCounters;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// What the rooms and relays of one node do and hold, for metrics. Safe for all threads; a reader may see numbers that
/// are a moment apart.
public final class RoomCounters {

    /// Rooms in memory now, and addresses without one that somebody has written to within seconds.
    public final LongAdder rooms = new LongAdder();

    /// Times that a client was let in.
    public final LongAdder joins = new LongAdder();

    /// Messages and subjects that were taken, for all who are in the room.
    public final LongAdder messages = new LongAdder();

    /// Messages and news for the owners of subscribers.
    public final LongAdder followed = new LongAdder();

    /// Times that a relay missed something, and asked for it again.
    public final LongAdder gaps = new LongAdder();

    /// Times that nobody else was let in, for the room is full.
    public final LongAdder full = new LongAdder();

    /// Stanzas refused because a room had too much to do.
    public final LongAdder behind = new LongAdder();

    /// Of the relays of this node.
    public final RelayCounters relays = new RelayCounters();

    private final Map<Pace, LongAdder> tooFast = new EnumMap<>(Pace.class);

    public RoomCounters() {
        for (var pace : Pace.values()) {
            tooFast.put(pace, new LongAdder());
        }
    }

    /// Times that somebody was too fast at that.
    public LongAdder tooFast(Pace pace) {
        var count = tooFast.get(pace);
        if (count == null) {
            throw new IllegalStateException("every pace is counted");
        }
        return count;
    }
}
