package io.kith.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.kith.node.settings.Settings;
import java.util.List;
import java.util.Map;

/// What the settings mean to Akka.
final class NodeConfig {

    /// The name of every node's actor system; nodes with other names are other clusters.
    static final String SYSTEM = "kith";

    private NodeConfig() {}

    static Config of(Settings settings, Config journal) {
        var cluster = settings.cluster();
        var seeds = cluster.seedNodes().stream()
                .map(seed -> "akka://" + SYSTEM + "@" + seed.getHostString() + ":" + seed.getPort())
                .toList();
        return settings.akka()
                .withFallback(ConfigFactory.parseMap(Map.of(
                        "akka.remote.artery.canonical.hostname", cluster.host(),
                        "akka.remote.artery.canonical.port", cluster.port(),
                        "akka.cluster.seed-nodes", ConfigValueFactory.fromIterable(List.copyOf(seeds)))))
                .withFallback(journal)
                .withFallback(ConfigFactory.parseResources(NodeConfig.class.getClassLoader(), "kith-akka.conf"))
                .withFallback(ConfigFactory.load())
                .resolve();
    }
}
