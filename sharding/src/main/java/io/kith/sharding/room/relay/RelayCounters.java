package io.kith.sharding.room.relay;

import java.util.concurrent.atomic.LongAdder;

/// What the relays of one node hold and write, for metrics. Safe for all threads.
public final class RelayCounters {

    /// Clients of this node in rooms now, those counted too that may still resume: one for each room that each is in.
    public final LongAdder seats = new LongAdder();

    /// Stanzas of rooms that were given to connections of this node.
    public final LongAdder written = new LongAdder();
}
