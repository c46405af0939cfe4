package io.kith.sharding.presence;

import java.util.concurrent.atomic.LongAdder;

/// What presence costs on one node, counted since it started. Safe for all threads; a reader may
/// see counts that are a moment apart.
public final class PresenceCounters {

    /// Batches that this node's publisher has told all hubs.
    public final LongAdder batchesPublished = new LongAdder();

    /// Events in them.
    public final LongAdder eventsPublished = new LongAdder();

    /// Batches from publishers of other nodes, signs of life left out: each is one remote message.
    public final LongAdder remoteBatches = new LongAdder();

    /// Messages to the directory with what has changed, first and repeated ones.
    public final LongAdder directoryUpdates = new LongAdder();

    /// Messages to the directory with questions.
    public final LongAdder directoryAsks = new LongAdder();

    /// Presence written to connections of this node.
    public final LongAdder written = new LongAdder();

    /// Times that a hub missed a batch.
    public final LongAdder gaps = new LongAdder();

    /// Times that a hub asked the directory for everything.
    public final LongAdder rereads = new LongAdder();

    /// Parts of the directory that came to this node and were filled.
    public final LongAdder refills = new LongAdder();
}
