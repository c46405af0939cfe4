package io.kith.persistence.launcher;

import java.time.Duration;
import java.util.Optional;

/// When to start again after starts that led to nothing.
record Backoff(Duration first, int failures) {

    /// After so many starts in a row that were never ready there is no other.
    static final int FAILURES_MAX = 5;

    Backoff(Duration first) {
        this(first, 0);
    }

    Backoff failed() {
        return new Backoff(first, failures + 1);
    }

    Backoff succeeded() {
        return new Backoff(first);
    }

    /// How long to wait before the next start, or empty when there is none.
    Optional<Duration> pause() {
        return failures >= FAILURES_MAX
                ? Optional.empty()
                : Optional.of(failures == 0 ? first : first.multipliedBy(1L << (failures - 1)));
    }
}
