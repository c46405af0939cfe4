package io.kith.persistence.lease;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// The lease in the heap, for tests.
public final class InMemoryClusterLeases implements ClusterLeases {

    private final InstantSource clock;
    private @Nullable Lease lease;
    private Instant until = Instant.MIN;

    /// A lease that expires by this clock.
    public InMemoryClusterLeases(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized CompletionStage<Optional<Lease>> find() {
        return completedFuture(living());
    }

    @Override
    public synchronized CompletionStage<Boolean> take(Lease taken, Optional<String> before) {
        if (!living().map(Lease::holder).equals(before)) {
            return completedFuture(false);
        }
        lease = taken;
        until = clock.instant().plus(LIVES);
        return completedFuture(true);
    }

    @Override
    public synchronized CompletionStage<Void> release(String holder) {
        if (living().filter(living -> living.holder().equals(holder)).isPresent()) {
            lease = null;
        }
        return completedFuture(null);
    }

    private Optional<Lease> living() {
        return clock.instant().isBefore(until) ? Optional.ofNullable(lease) : Optional.empty();
    }
}
