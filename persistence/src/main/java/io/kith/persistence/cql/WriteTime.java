package io.kith.persistence.cql;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// The time of a write decides which of two writes Cassandra keeps, whatever their order of arrival.
public final class WriteTime {

    /// More than any clock of a node may be ahead.
    private static final Duration BEYOND = Duration.ofDays(1);

    private WriteTime() {}

    /// What happened at this instant.
    public static long of(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    /// An erasure now that also covers what a clock ahead of ours wrote. Only for keys that are never used again.
    public static long erasing(Instant now) {
        return of(now.plus(BEYOND));
    }
}
