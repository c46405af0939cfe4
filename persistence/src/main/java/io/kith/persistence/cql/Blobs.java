package io.kith.persistence.cql;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The driver's buffers as arrays.
public final class Blobs {

    private static final byte[] NONE = {};

    private Blobs() {}

    /// The bytes of a blob; none for a blob that is absent.
    public static byte[] bytes(@Nullable ByteBuffer blob) {
        if (blob == null) {
            return NONE;
        }
        var bytes = new byte[blob.remaining()];
        blob.get(blob.position(), bytes);
        return bytes;
    }
}
