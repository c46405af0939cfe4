package io.kith.node.hostile;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The system's clock, which a test can put forward, and stop.
final class LeapingClock implements InstantSource {

    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    private volatile @Nullable Instant stopped;

    @Override
    public Instant instant() {
        var now = stopped;
        return (now == null ? InstantSource.system().instant() : now).plus(ahead.get());
    }

    /// From now on it goes forward in leaps alone.
    void stop() {
        stopped = InstantSource.system().instant();
    }

    void leap(Duration further) {
        ahead.accumulateAndGet(further, Duration::plus);
    }
}
