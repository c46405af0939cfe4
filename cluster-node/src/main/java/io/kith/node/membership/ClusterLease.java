package io.kith.node.membership;

import io.kith.persistence.lease.ClusterLeases;
import io.kith.persistence.lease.Lease;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The right of this node's cluster to its keyspace. Who forms a cluster takes it, or learns that another cluster lives
/// there; then [LeaseKeeper] renews it.
///
/// A lease that was left behind by a crash ends after [ClusterLeases#LIVES]. Whoever has the data directory of its
/// holder, which was alone in its cluster, need not wait for that: the lock on the directory says that the holder is no
/// more.
public final class ClusterLease {

    static final Duration RENEWED_EVERY = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(ClusterLease.class);
    private static final Duration LOOKS_EVERY = Duration.ofMillis(500);
    private static final Duration LEARNS_WITHIN = ClusterLeases.LIVES.multipliedBy(2);

    private final ClusterLeases leases;
    private final UUID data;
    private final String keyspace;
    private final InstantSource clock;
    private final Pause pause;

    /// Lets time pass.
    interface Pause {
        void pause(Duration time) throws InterruptedException;
    }

    /// How a renewal ended.
    sealed interface Renewal {

        /// The lease is this node's, for its time from now.
        record Held() implements Renewal {}

        /// Another node of this cluster was quicker.
        record Missed() implements Renewal {}

        /// It is another cluster's.
        record Foreign(Lease lease) implements Renewal {}
    }

    /// @param data what tells the node's data directory from all others
    /// @param keyspace its name, for operators
    public ClusterLease(ClusterLeases leases, UUID data, String keyspace, InstantSource clock) {
        this(leases, data, keyspace, clock, Thread::sleep);
    }

    ClusterLease(ClusterLeases leases, UUID data, String keyspace, InstantSource clock, Pause pause) {
        this.leases = leases;
        this.data = data;
        this.keyspace = keyspace;
        this.clock = clock;
        this.pause = pause;
    }

    /// Takes the lease for a cluster of this node alone; blocks until it is clear whether another cluster lives.
    ///
    /// @param me `host:port#incarnation`
    /// @throws IOException when another does, or the store does not say
    void form(String me) throws IOException {
        var until = clock.instant().plus(LEARNS_WITHIN);
        var first = Optional.<Lease>empty();
        while (clock.instant().isBefore(until)) {
            try {
                var living = await(leases.find());
                if (living.isEmpty() || isLeftHere(living.get(), me)) {
                    if (await(leases.take(new Lease(me, data, 1, 0), living.map(Lease::holder)))) {
                        return;
                    }
                } else if (first.isEmpty()) {
                    LOG.info(
                            "Looking whether the cluster of {} lives",
                            living.get().address());
                    first = living;
                } else if (!first.equals(living)) {
                    throw refused(living.get());
                }
            } catch (ExecutionException e) {
                LOG.info("The store does not say whether another cluster lives, asking again", e.getCause());
            }
            rest();
        }
        throw new IOException("the store does not say whether another cluster lives on the keyspace " + keyspace);
    }

    private boolean isLeftHere(Lease lease, String me) {
        return lease.holder().equals(me) || (lease.data().equals(data) && lease.members() == 1);
    }

    private IOException refused(Lease living) {
        return new IOException("another cluster lives on the keyspace " + keyspace + ": its node " + living.address()
                + " has just said so, and two clusters would overwrite each other. A node joins it with --seed-nodes "
                + living.address() + "; a verb asks it with --data and the data directory of one of its nodes");
    }

    /// Renews the lease for the cluster.
    ///
    /// @param members how many nodes it has
    /// @param seen all nodes that are or were in it, as far as this one knows
    CompletionStage<Renewal> renew(String me, int members, Set<String> seen) {
        return leases.find().thenCompose(living -> {
            if (living.isPresent() && !seen.contains(living.get().holder())) {
                return CompletableFuture.completedStage(new Renewal.Foreign(living.get()));
            }
            var beat = living.map(Lease::beat).orElse(0L) + 1;
            return leases.take(new Lease(me, data, members, beat), living.map(Lease::holder))
                    .thenApply(taken -> taken ? new Renewal.Held() : new Renewal.Missed());
        });
    }

    /// Ends it, where this node has it: nobody is left in the cluster.
    public CompletionStage<Void> release(String me) {
        return leases.release(me);
    }

    private void rest() throws IOException {
        try {
            pause.pause(LOOKS_EVERY);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static <T> T await(CompletionStage<T> asked) throws IOException, ExecutionException {
        try {
            return asked.toCompletableFuture().get();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IOException("interrupted while forming a cluster", e);
    }
}
