package io.kith.persistence.lease;

import static io.kith.persistence.Futures.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.persistence.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class InMemoryClusterLeasesTest implements ClusterLeasesContract {

    private final TestClock clock = new TestClock(Instant.parse("2026-11-21T10:00:00Z"));
    private final ClusterLeases leases = new InMemoryClusterLeases(clock);

    @Override
    public ClusterLeases leases() {
        return leases;
    }

    @Test
    void it_lives_for_its_time_and_not_longer() {
        get(leases.take(VERONA, Optional.empty()));

        clock.advance(ClusterLeases.LIVES.minusNanos(1));
        assertThat(get(leases.find())).hasValue(VERONA);

        clock.advance(Duration.ofNanos(1));
        assertThat(get(leases.find())).isEmpty();
    }
}
