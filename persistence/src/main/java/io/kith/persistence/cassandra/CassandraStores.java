package io.kith.persistence.cassandra;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.ssl.ProgrammaticSslEngineFactory;
import io.kith.persistence.Stores;
import io.kith.persistence.account.CassandraAccountStates;
import io.kith.persistence.account.CassandraAccounts;
import io.kith.persistence.archive.CassandraArchive;
import io.kith.persistence.archive.Retention;
import io.kith.persistence.cql.Breaker;
import io.kith.persistence.cql.Bulkheads;
import io.kith.persistence.cql.Cql;
import io.kith.persistence.cql.NoDriverRetries;
import io.kith.persistence.cql.Work;
import io.kith.persistence.failure.StoreException;
import io.kith.persistence.lastseen.CassandraLastSeen;
import io.kith.persistence.lease.CassandraClusterLeases;
import io.kith.persistence.lease.ClusterLeases;
import io.kith.persistence.privatexml.CassandraPrivateXml;
import io.kith.persistence.roomindex.CassandraRoomIndex;
import io.kith.persistence.schema.Schema;
import io.kith.persistence.vcard.CassandraVCards;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/// The stores of a node over one session. Opening and closing block.
///
/// Every request is at LOCAL_QUORUM (conditions at LOCAL_SERIAL), takes 10 s at most, and is repeated nowhere but in
/// [io.kith.persistence.cql]. Needs Cassandra 4.1 or later (native protocol 5).
public final class CassandraStores implements AutoCloseable {

    private static final Duration REQUEST_MAX = Duration.ofSeconds(10);
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final Duration RECONNECT_FIRST = Duration.ofMillis(250);
    private static final Duration RECONNECT_MAX = Duration.ofSeconds(5);
    private static final Duration SCHEMA_SETTLES = Duration.ofMillis(20);
    private static final int REQUESTS_PER_CONNECTION_MAX = 8_192;
    private static final int IO_THREADS = 2;

    private static final SimpleStatement QUESTION = SimpleStatement.newInstance("SELECT key FROM system.local");

    private final CqlSession session;
    private final Cql cql;
    private final Stores stores;
    private final ClusterLeases leases;

    private CassandraStores(CqlSession session, Cql cql, Stores stores, ClusterLeases leases) {
        this.session = session;
        this.cql = cql;
        this.stores = stores;
        this.leases = leases;
    }

    /// Opens the stores on a schema that is there.
    ///
    /// @throws io.kith.persistence.schema.SchemaMismatch when it is not the one that this server runs on
    /// @throws StoreException when Cassandra does not answer
    public static CassandraStores open(
            CassandraSettings settings, Retention retention, RandomGenerator random, InstantSource clock) {
        var session = session(settings);
        try {
            schema(session, settings).requireUsable();
            var cql = new Cql(session, settings.keyspace(), clock, random);
            return new CassandraStores(
                    session,
                    cql,
                    new Stores(
                            new CassandraAccounts(cql, random, clock),
                            new CassandraAccountStates(cql, random, clock),
                            new CassandraArchive(cql, retention, clock),
                            new CassandraLastSeen(cql, clock),
                            new CassandraPrivateXml(cql, clock),
                            new CassandraVCards(cql, clock),
                            new CassandraRoomIndex(cql)),
                    new CassandraClusterLeases(cql));
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /// A session by these settings, for the schema or an operator's request. The caller closes it.
    ///
    /// @throws StoreException when Cassandra does not answer
    public static CqlSession session(CassandraSettings settings) {
        var builder = CqlSession.builder()
                .withConfigLoader(driver())
                .addContactPoints(settings.contactPoints())
                .withLocalDatacenter(settings.dataCentre());
        if (!settings.username().isEmpty()) {
            builder = builder.withAuthCredentials(settings.username(), settings.password());
        }
        if (settings.tls() != null) {
            builder = builder.withSslEngineFactory(new ProgrammaticSslEngineFactory(settings.tls(), null, true));
        }
        try {
            return builder.build();
        } catch (DriverException e) {
            throw new StoreException(
                    StoreException.Outcome.REFUSED,
                    "no Cassandra at " + settings.contactPoints() + ": " + reason(e),
                    e);
        }
    }

    /// What came of the first node that was tried: the driver's own summary names classes.
    static String reason(DriverException failure) {
        Throwable cause = failure;
        if (failure instanceof AllNodesFailedException all
                && !all.getAllErrors().isEmpty()) {
            cause = all.getAllErrors().values().iterator().next().getFirst();
        }
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? "it does not answer" : cause.getMessage();
    }

    /// The schema that these settings name.
    public static Schema schema(CqlSession session, CassandraSettings settings) {
        return new Schema(session, settings.keyspace(), settings.replication());
    }

    /// All stores; they work until this is closed.
    public Stores stores() {
        return stores;
    }

    /// Which cluster lives on the keyspace.
    public ClusterLeases leases() {
        return leases;
    }

    /// How many requests are in flight, by kind.
    public Bulkheads bulkheads() {
        return cql.bulkheads();
    }

    /// Whether Cassandra is shut off because it does not answer.
    public Breaker breaker() {
        return cql.breaker();
    }

    /// Asks Cassandra something that costs next to nothing, so that the breaker learns whether it answers also where
    /// nobody else asks.
    public CompletionStage<Void> ask() {
        return cql.run(Work.ADMIN, QUESTION);
    }

    @Override
    public void close() {
        session.close();
    }

    private static DriverConfigLoader driver() {
        return DriverConfigLoader.programmaticBuilder()
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, REQUEST_MAX)
                .withString(DefaultDriverOption.REQUEST_CONSISTENCY, ConsistencyLevel.LOCAL_QUORUM.name())
                .withString(DefaultDriverOption.REQUEST_SERIAL_CONSISTENCY, ConsistencyLevel.LOCAL_SERIAL.name())
                .withBoolean(DefaultDriverOption.REQUEST_DEFAULT_IDEMPOTENCE, true)
                .withClass(DefaultDriverOption.RETRY_POLICY_CLASS, NoDriverRetries.class)
                .withDuration(DefaultDriverOption.CONNECTION_CONNECT_TIMEOUT, CONNECT_MAX)
                .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, REQUEST_MAX)
                .withDuration(DefaultDriverOption.CONNECTION_SET_KEYSPACE_TIMEOUT, REQUEST_MAX)
                .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, REQUEST_MAX)
                .withDuration(DefaultDriverOption.METADATA_SCHEMA_REQUEST_TIMEOUT, REQUEST_MAX)
                .withDuration(DefaultDriverOption.METADATA_SCHEMA_WINDOW, SCHEMA_SETTLES)
                .withString(DefaultDriverOption.PROTOCOL_VERSION, "V5")
                .withInt(DefaultDriverOption.CONNECTION_MAX_REQUESTS, REQUESTS_PER_CONNECTION_MAX)
                .withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, RECONNECT_FIRST)
                .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, RECONNECT_MAX)
                .withInt(DefaultDriverOption.NETTY_IO_SIZE, IO_THREADS)
                .withInt(DefaultDriverOption.NETTY_ADMIN_SIZE, 1)
                .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0) // whoever closes has no requests left
                .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0)
                .build();
    }
}
