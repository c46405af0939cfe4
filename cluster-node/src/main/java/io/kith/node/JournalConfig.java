package io.kith.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.util.Map;

/// Where Akka Persistence keeps what is event-sourced: beside the stores, in a keyspace of its own.
final class JournalConfig {

    /// Nothing survives; one node at a time sees it.
    static final String IN_MEMORY = "akka.persistence.journal.plugin = akka.persistence.journal.inmem";

    private JournalConfig() {}

    static Config of(Cassandra cassandra) {
        var settings = cassandra.settings();
        var points = settings.contactPoints().stream()
                .map(point -> point.getHostString() + ":" + point.getPort())
                .toList();
        var keyspace = settings.keyspace() + "_journal";
        var config = ConfigFactory.parseMap(Map.of(
                        "datastax-java-driver.basic.contact-points",
                        ConfigValueFactory.fromIterable(points),
                        "datastax-java-driver.basic.load-balancing-policy.local-datacenter",
                        settings.dataCentre(),
                        "akka.persistence.cassandra.journal.keyspace",
                        keyspace,
                        "akka.persistence.cassandra.snapshot.keyspace",
                        keyspace))
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
}
