package io.kith.node.edge.tls;

/// Room for one record in each direction, borrowed for the time of one call: a thread has one set, however
/// many connections it serves. Never held between calls.
final class RecordBuffers {

    /// RFC 8446 §5.2 and RFC 5246 §6.2.3: a header of 5, then 2^14 bytes and what encryption may add.
    static final int RECORD_BYTES_MAX = 5 + (1 << 14) + 2_048;

    private static final ThreadLocal<RecordBuffers> OF_THREAD = ThreadLocal.withInitial(RecordBuffers::new);

    /// One whole record of the peer, put together from two reads.
    final byte[] record = new byte[RECORD_BYTES_MAX];

    /// What a record of the peer held.
    final byte[] plaintext = new byte[RECORD_BYTES_MAX];

    /// A record of ours.
    final byte[] sent = new byte[RECORD_BYTES_MAX];

    private RecordBuffers() {}

    static RecordBuffers ofThread() {
        return OF_THREAD.get();
    }
}
