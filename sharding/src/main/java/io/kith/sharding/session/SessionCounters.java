package io.kith.sharding.session;

import java.util.concurrent.atomic.LongAdder;

/// What the owners of one node do and hold, for metrics. Safe for all threads; a reader may see numbers that are a
/// moment apart.
public final class SessionCounters {

    /// Owners in memory now.
    public final LongAdder owners = new LongAdder();

    /// Rows of theirs that are being written now.
    public final LongAdder unstoredRows = new LongAdder();

    /// What waits now behind rows, to go out in the order of the logs; the rows themselves counted in.
    public final LongAdder waiting = new LongAdder();

    /// Times that an owner missed stanzas of a connection.
    public final LongAdder inboundGaps = new LongAdder();

    /// Times that a connection missed stanzas of its owner.
    public final LongAdder outboundGaps = new LongAdder();

    /// Times that another owner missed deliveries.
    public final LongAdder deliveryGaps = new LongAdder();
}
