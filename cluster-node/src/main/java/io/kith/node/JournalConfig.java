package io.kith.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.kith.persistence.Stores;
import io.kith.persistence.archive.Archive;
import io.kith.persistence.cassandra.CassandraSettings;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Where Akka Persistence keeps what is event-sourced: beside the stores, in a keyspace of its own.
public final class JournalConfig {

    private static final Map<Archive, String> SCOPES = new WeakHashMap<>();
    private static final AtomicLong SCOPES_MADE = new AtomicLong();

    private JournalConfig() {}

    /// Nothing survives. Nodes in one runtime that share these stores share the journal.
    static Config inMemory(Stores stores) {
        String scope;
        synchronized (SCOPES) {
            scope = SCOPES.computeIfAbsent(stores.archive(), _ -> "stores-" + SCOPES_MADE.incrementAndGet());
        }
        return ConfigFactory.parseMap(Map.of(
                "akka.persistence.journal.plugin",
                "kith.memory-journal",
                "kith.memory-journal.class",
                MemoryJournal.class.getName(),
                "kith.memory-journal.plugin-dispatcher",
                "akka.actor.default-dispatcher",
                "kith.memory-journal.scope",
                scope,
                "kith.memory-journal.query.class",
                MemoryReadJournal.class.getName(),
                "kith.memory-journal.query.scope",
                scope,
                "kith.read-journal",
                "kith.memory-journal.query",
                "akka.persistence.snapshot-store.plugin",
                "kith.no-snapshots",
                "kith.no-snapshots.class",
                NoSnapshots.class.getName()));
    }

    /// The keyspace beside that of the stores.
    public static String keyspace(CassandraSettings settings) {
        return settings.keyspace() + "_journal";
    }

    /// In Cassandra, with as many copies as the stores have, and at their consistency: LOCAL_QUORUM.
    static Config of(CassandraSettings settings) {
        var points = settings.contactPoints().stream()
                .map(point -> point.getHostString() + ":" + point.getPort())
                .toList();
        var config = ConfigFactory.parseMap(Map.of(
                        "datastax-java-driver.basic.contact-points",
                        ConfigValueFactory.fromIterable(points),
                        "datastax-java-driver.basic.load-balancing-policy.local-datacenter",
                        settings.dataCentre(),
                        "akka.persistence.cassandra.journal",
                        kept(settings),
                        "akka.persistence.cassandra.snapshot",
                        kept(settings)))
                .withFallback(ConfigFactory.parseResources(JournalConfig.class.getClassLoader(), "kith-journal.conf"));
        if (!settings.username().isEmpty()) {
            config = ConfigFactory.parseMap(Map.of(
                            "datastax-java-driver.advanced.auth-provider.class", "PlainTextAuthProvider",
                            "datastax-java-driver.advanced.auth-provider.username", settings.username(),
                            "datastax-java-driver.advanced.auth-provider.password", settings.password()))
                    .withFallback(config);
        }
        return settings.tls() == null
                ? config
                : ConfigFactory.parseMap(Map.of(
                                "datastax-java-driver.advanced.ssl-engine-factory.class", "DefaultSslEngineFactory"))
                        .withFallback(config);
    }

    /// Where, and in how many copies.
    private static Map<String, Object> kept(CassandraSettings settings) {
        return Map.of(
                "keyspace",
                keyspace(settings),
                "replication-strategy",
                "NetworkTopologyStrategy",
                "data-center-replication-factors",
                settings.replication().entrySet().stream()
                        .map(copies -> copies.getKey() + ":" + copies.getValue())
                        .sorted()
                        .toList());
    }
}
