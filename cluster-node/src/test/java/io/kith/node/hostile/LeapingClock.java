package io.kith.node.hostile;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// The system's clock, which a test can put forward.
final class LeapingClock implements InstantSource {

    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    @Override
    public Instant instant() {
        return InstantSource.system().instant().plus(ahead.get());
    }

    void leap(Duration further) {
        ahead.accumulateAndGet(further, Duration::plus);
    }
}
