package io.kith.proto.sm;

/// One stanza that was written and is not yet acknowledged.
public final class Unacked {

    /// For what stands in no log.
    public static final long NO_LOG_ID = 0;

    private final byte[] bytes;
    private final long logId;

    /// @param bytes as they were written: shared, not to be modified
    /// @param logId where it stands in its receiver's log, or [#NO_LOG_ID]
    public Unacked(byte[] bytes, long logId) {
        this.bytes = bytes;
        this.logId = logId;
    }

    public byte[] bytes() {
        return bytes;
    }

    public long logId() {
        return logId;
    }
}
