package io.kith.node.edge;

import java.util.Base64;
import java.util.random.RandomGenerator;

/// Ids of streams, which nobody can guess (RFC 6120 §4.7.3).
final class StreamIds {

    private static final int BYTES = 18;

    private StreamIds() {}

    /// @param random cryptographically strong
    static String next(RandomGenerator random) {
        var id = new byte[BYTES];
        random.nextBytes(id);
        return Base64.getUrlEncoder().encodeToString(id);
    }
}
