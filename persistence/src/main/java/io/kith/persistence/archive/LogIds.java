package io.kith.persistence.archive;

import io.kith.proto.stanza.StanzaId;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/// Mints the ids of all logs that a node owns; any thread may ask.
///
/// No id is minted twice by one node while it runs, nor at the same time by two nodes with different numbers. When the
/// clock stands, steps back, or more than 4,096 ids are asked for in a millisecond, ids go on from the last one.
public final class LogIds {

    private static final long NEXT_MILLI = 1L << (StanzaId.NODE_BITS + StanzaId.SEQUENCE_BITS);
    private static final long SEQUENCE_MASK = (1L << StanzaId.SEQUENCE_BITS) - 1;

    private final int node;
    private final InstantSource clock;
    private final AtomicLong last = new AtomicLong();

    /// Ids of this node, a number below 1,024 that no other running node has.
    public LogIds(int node, InstantSource clock) {
        this.node = node;
        this.clock = clock;
        this.last.set(StanzaId.of(clock.instant(), node, 0) - NEXT_MILLI);
    }

    /// The next id of the log whose newest id is `head` (0 for none): above it, even when its minting clock was ahead.
    public long next(long head) {
        long now = StanzaId.of(clock.instant(), node, 0);
        long minted = last.updateAndGet(before -> now > before ? now : following(before));
        return Math.max(minted, head + 1);
    }

    /// The next of the same node: in the next millisecond when this one's sequence is used up.
    private static long following(long id) {
        return (id & SEQUENCE_MASK) == SEQUENCE_MASK ? (id & ~SEQUENCE_MASK) + NEXT_MILLI : id + 1;
    }
}
