package io.kith.persistence.launcher;

import java.time.Duration;
import java.util.Optional;

/// When to start again after starts that led to nothing.
///
/// @param first the pause after a success
/// @param failures in a row
/// @param worked whether there ever was a success: what has worked can work again, and is tried for ever
record Backoff(Duration first, int failures, boolean worked) {

    /// After so many starts in a row that were never ready there is no other, if none was before.
    static final int FAILURES_MAX = 5;

    /// No pause is longer.
    static final Duration PAUSE_MAX = Duration.ofMinutes(1);

    private static final int DOUBLINGS_MAX = 16;

    Backoff(Duration first) {
        this(first, 0, false);
    }

    Backoff failed() {
        return new Backoff(first, failures + 1, worked);
    }

    Backoff succeeded() {
        return new Backoff(first, 0, true);
    }

    /// How long to wait before the next start, or empty when there is none.
    Optional<Duration> pause() {
        if (!worked && failures >= FAILURES_MAX) {
            return Optional.empty();
        }
        var doublings = Math.clamp(failures - 1L, 0, DOUBLINGS_MAX);
        var pause = first.multipliedBy(1L << doublings);
        return Optional.of(pause.compareTo(PAUSE_MAX) < 0 ? pause : PAUSE_MAX);
    }
}
