package io.kith.node.edge.tls;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// The beginning of a record whose rest has not come. Grows with what came, never with what was announced.
final class PartialRecord {

    private static final int HEADER_BYTES = 5;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int APPLICATION_DATA = 23;

    private byte[] bytes;
    private int length;

    PartialRecord(ByteBuffer beginning) {
        length = beginning.remaining();
        bytes = new byte[length];
        beginning.get(bytes);
    }

    /// How many bytes the first record in `source` has, -1 when its header is not there yet.
    static int lengthOf(ByteBuffer source) throws TlsFailure {
        if (source.remaining() == 0) {
            return -1;
        }
        var type = source.get(source.position());
        if (type < CHANGE_CIPHER_SPEC || type > APPLICATION_DATA) {
            throw new TlsFailure("no TLS record");
        }
        if (source.remaining() < HEADER_BYTES) {
            return -1;
        }
        var body = Short.toUnsignedInt(source.getShort(source.position() + 3));
        var length = HEADER_BYTES + body;
        if (length > RecordBuffers.RECORD_BYTES_MAX) {
            throw new TlsFailure("a TLS record of " + body + " bytes");
        }
        return length;
    }

    /// Takes from `source` what this record misses.
    ///
    /// @return whether it is whole now
    boolean complete(ByteBuffer source) throws TlsFailure {
        take(source, HEADER_BYTES);
        var whole = lengthOf(ByteBuffer.wrap(bytes, 0, length));
        if (whole < 0) {
            return false;
        }
        take(source, whole);
        return length == whole;
    }

    void copyTo(ByteBuffer target) {
        target.put(bytes, 0, length);
    }

    int length() {
        return length;
    }

    private void take(ByteBuffer source, int until) {
        var count = Math.min(until - length, source.remaining());
        if (count <= 0) {
            return;
        }
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(
                    bytes, Math.min(Math.max(2 * bytes.length, length + count), RecordBuffers.RECORD_BYTES_MAX));
        }
        source.get(bytes, length, count);
        length += count;
    }
}
