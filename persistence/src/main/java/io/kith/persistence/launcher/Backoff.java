package io.kith.persistence.launcher;

import java.time.Duration;
import java.util.Optional;

/// When to start again after starts that led to nothing.
record Backoff(int failures) {

    /// After so many starts in a row that were never ready there is no other.
    static final int FAILURES_MAX = 5;

    static final Duration FIRST = Duration.ofSeconds(1);

    static final Backoff NONE = new Backoff(0);

    Backoff failed() {
        return new Backoff(failures + 1);
    }

    /// How long to wait before the next start, or empty when there is none.
    Optional<Duration> pause() {
        return failures >= FAILURES_MAX
                ? Optional.empty()
                : Optional.of(failures == 0 ? FIRST : FIRST.multipliedBy(1L << (failures - 1)));
    }
}
