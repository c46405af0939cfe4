package io.kith.sharding.session;

import java.time.Duration;

/// How long to wait before the same thing is tried again: 100 ms, doubled each time, at most 5 s.
public final class Backoff {

    public static final Duration FIRST = Duration.ofMillis(100);
    public static final Duration MAX = Duration.ofSeconds(5);

    private Backoff() {}

    /// The wait after `failures` failures in a row, at least one.
    public static Duration after(int failures) {
        var doublings = Math.min(failures - 1, 10);
        var wait = FIRST.multipliedBy(1L << doublings);
        return wait.compareTo(MAX) > 0 ? MAX : wait;
    }
}
