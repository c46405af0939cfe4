package io.kith.sharding.session;

import java.util.concurrent.atomic.AtomicLong;

/// The bytes of all rows that the owners of a node are writing now, and how many there may be:
/// while the store is slow they wait in memory, and what comes beyond is refused. Nodes stop
/// reading from their clients before that. Safe for all threads.
public final class Unstored {

    private final long max;
    private final AtomicLong bytes = new AtomicLong();

    /// @param max bytes of all rows that are being written at once
    public Unstored(long max) {
        this.max = max;
    }

    /// Whether a row of this size may be written now. Owners that ask at the same moment may go a row each above the
    /// bound.
    public boolean hasRoomFor(int size) {
        return bytes.get() + size <= max;
    }

    /// A row of this size is being written.
    public void begun(long size) {
        bytes.addAndGet(size);
    }

    /// As many bytes are stored, or given up.
    public void ended(long size) {
        bytes.addAndGet(-size);
    }

    /// The bound.
    public long max() {
        return max;
    }

    /// Of the rows that are being written now.
    public long bytes() {
        return bytes.get();
    }
}
