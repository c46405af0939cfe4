package io.kith.persistence.account;

import java.util.UUID;
import java.util.random.RandomGenerator;

/// New uids: random ones (RFC 9562 §5.4), so that nothing about an account can be read from its uid.
final class Uids {

    private final RandomGenerator random;

    Uids(RandomGenerator random) {
        this.random = random;
    }

    UUID next() {
        long high = (random.nextLong() & ~0xf000L) | 0x4000L;
        long low = (random.nextLong() & ~(3L << 62)) | (2L << 62);
        return new UUID(high, low);
    }
}
