package io.kith.sharding.hash;

import io.kith.proto.jid.Jid;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// SipHash-2-4 under one key: 64 bits that only who holds the key can foresee. Immutable, safe for all threads.
///
/// All nodes of a cluster use the same key. It is good against chosen collisions, not a signature.
public final class KeyedHash {

    /// Bytes of a key.
    public static final int KEY_BYTES = 16;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long k0;
    private final long k1;

    /// @throws IllegalArgumentException if the key has not [#KEY_BYTES]
    public KeyedHash(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a key of " + key.length + " bytes");
        }
        this.k0 = (long) LONG.get(key, 0);
        this.k1 = (long) LONG.get(key, Long.BYTES);
    }

    /// The hash of an account: of the bare address, whatever the resource.
    public long of(Jid jid) {
        return of(jid.bare().toString());
    }

    public long of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    public long of(byte[] bytes) {
        var state = new State(k0, k1);
        int whole = bytes.length & -Long.BYTES;
        for (int i = 0; i < whole; i += Long.BYTES) {
            state.absorb((long) LONG.get(bytes, i));
        }
        long last = (long) bytes.length << 56;
        for (int i = whole; i < bytes.length; i++) {
            last |= (bytes[i] & 0xffL) << (8 * (i - whole));
        }
        state.absorb(last);
        return state.finish();
    }

    private static final class State {
        private long v0;
        private long v1;
        private long v2;
        private long v3;

        State(long k0, long k1) {
            v0 = 0x736f6d6570736575L ^ k0; // the constants of the algorithm
            v1 = 0x646f72616e646f6dL ^ k1;
            v2 = 0x6c7967656e657261L ^ k0;
            v3 = 0x7465646279746573L ^ k1;
        }

        void absorb(long word) {
            v3 ^= word;
            rounds(2);
            v0 ^= word;
        }

        long finish() {
            v2 ^= 0xff;
            rounds(4);
            return v0 ^ v1 ^ v2 ^ v3;
        }

        private void rounds(int count) {
            for (int i = 0; i < count; i++) {
                v0 += v1;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v0 = Long.rotateLeft(v0, 32);
                v2 += v3;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 += v3;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 += v1;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v2 = Long.rotateLeft(v2, 32);
            }
        }
    }
}
