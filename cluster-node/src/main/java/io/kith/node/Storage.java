package io.kith.node;

import com.datastax.oss.driver.api.core.CqlSession;
import com.typesafe.config.Config;
import io.kith.node.membership.ClusterLease;
import io.kith.node.settings.Settings;
import io.kith.persistence.Stores;
import io.kith.persistence.archive.Retention;
import io.kith.persistence.cassandra.CassandraStores;
import io.kith.persistence.cql.Breaker;
import io.kith.persistence.cql.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The stores of a node on a machine, with what is under them, from open to close.
public final class Storage implements AutoCloseable {

    private final Stores stores;
    private final Config journal;
    private final @Nullable CassandraStores opened;
    private final @Nullable Cassandra cassandra;
    private final @Nullable ClusterLease lease;
    private final AtomicBoolean asking = new AtomicBoolean();

    private Storage(
            Stores stores,
            Config journal,
            @Nullable CassandraStores opened,
            @Nullable Cassandra cassandra,
            @Nullable ClusterLease lease) {
        this.stores = stores;
        this.journal = journal;
        this.opened = opened;
        this.cassandra = cassandra;
        this.lease = lease;
    }

    /// Opens what the settings name, and starts a Cassandra where they name none. Blocks until the stores answer. The
    /// schema of an embedded one is applied, that of another must be there.
    ///
    /// @throws io.kith.persistence.launcher.LaunchFailure when Cassandra can't be run
    /// @throws io.kith.persistence.schema.SchemaMismatch when the schema is not one to run on
    public static Storage open(Settings settings, InstantSource clock) throws IOException {
        return switch (settings.store()) {
            case MEMORY -> inMemory(Stores.inMemory(new SecureRandom(), clock));
            case CASSANDRA -> open(settings.data(), Cassandra.open(settings), clock);
        };
    }

    /// Stores of the caller's, with a journal in memory.
    public static Storage inMemory(Stores stores) {
        return new Storage(stores, JournalConfig.inMemory(stores), null, null, null);
    }

    private static Storage open(Path data, Cassandra cassandra, InstantSource clock) throws IOException {
        try {
            var random = new SecureRandom();
            var id = DataDirectory.id(data, random);
            if (cassandra.embedded()) {
                try (CqlSession session = CassandraStores.session(cassandra.settings())) {
                    CassandraStores.schema(session, cassandra.settings()).applyAlone();
                }
            }
            var opened = CassandraStores.open(cassandra.settings(), Retention.DEFAULT, random, clock);
            var lease =
                    new ClusterLease(opened.leases(), id, cassandra.settings().keyspace(), clock);
            return new Storage(opened.stores(), JournalConfig.of(cassandra.settings()), opened, cassandra, lease);
        } catch (IOException | RuntimeException e) {
            cassandra.close();
            throw e;
        }
    }

    /// The stores.
    public Stores stores() {
        return stores;
    }

    /// Where Akka Persistence keeps what is event-sourced, as Akka's configuration.
    Config journal() {
        return journal;
    }

    /// The right of this node's cluster to the stores; empty for stores of this process alone.
    Optional<ClusterLease> lease() {
        return Optional.ofNullable(lease);
    }

    /// Whether the stores are shut off because they do not answer, also while one request finds out whether they do
    /// again.
    boolean isDown() {
        return opened != null && opened.breaker().state() != Breaker.State.CLOSED;
    }

    /// What is wrong, in words for an operator. Each question asks Cassandra too, one at a time, so that its answer is
    /// not old where clients ask for nothing.
    Optional<String> trouble() {
        if (opened != null && asking.compareAndSet(false, true)) {
            opened.ask().whenComplete((_, _) -> asking.set(false));
        }
        if (cassandra != null && cassandra.trouble().isPresent()) {
            return cassandra.trouble();
        }
        return isDown() ? Optional.of("Cassandra does not answer") : Optional.empty();
    }

    /// How many requests of this kind to Cassandra are in flight.
    int inFlight(Work work) {
        return opened == null ? 0 : opened.bulkheads().inFlight(work);
    }

    /// How many requests to Cassandra were too many at once.
    long refused() {
        return opened == null ? 0 : opened.bulkheads().refused();
    }

    @Override
    public void close() {
        if (opened != null) {
            opened.close();
        }
        if (cassandra != null) {
            cassandra.close();
        }
    }
}
