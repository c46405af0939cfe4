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
                .withFallback(cluster.tls().map(NodeConfig::mutualTls).orElseGet(ConfigFactory::empty))
                .withFallback(ConfigFactory.parseMap(Map.of(
                        "akka.remote.artery.canonical.hostname", cluster.host(),
                        "akka.remote.artery.canonical.port", cluster.port(),
                        "akka.cluster.seed-nodes", ConfigValueFactory.fromIterable(List.copyOf(seeds)))))
                .withFallback(journal)
                .withFallback(ConfigFactory.parseResources(NodeConfig.class.getClassLoader(), "kith-akka.conf"))
                .withFallback(ConfigFactory.load())
                .resolve();
    }

    /// Nodes show each other certificates, and read their own again as they are renewed.
    private static Config mutualTls(Settings.MutualTls tls) {
        var artery = "akka.remote.artery.";
        var engine = artery + "ssl.rotating-keys-engine.";
        return ConfigFactory.parseMap(Map.of(
                artery + "transport", "tls-tcp",
                artery + "ssl.ssl-engine-provider", "akka.remote.artery.tcp.ssl.RotatingKeysSSLEngineProvider",
                engine + "cert-file", tls.cert().toString(),
                engine + "key-file", tls.key().toString(),
                engine + "ca-cert-file", tls.ca().toString(),
                engine + "protocol", "TLSv1.3",
                engine + "enabled-algorithms", List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384")));
    }
}
