package io.kith.node.settings;

import java.util.Locale;
import java.util.Map;

/// One setting's names: in the file, on the command line, in the environment.
///
/// @param key in the file, for instance `c2s.port`
public record SettingName(String key) implements Comparable<SettingName> {

    /// Where the rule would give a clumsy word.
    private static final Map<String, String> SHORT = Map.of(
            "domains", "domain",
            "limits.enabled", "limits",
            "cassandra.contact-points", "cassandra",
            "cluster.seed-nodes", "seed-nodes");

    /// The option, for instance `--c2s-port`.
    public String option() {
        return "--" + word();
    }

    /// The variable, for instance `KITH_C2S_PORT`.
    public String variable() {
        return "KITH_" + word().toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private String word() {
        return SHORT.getOrDefault(key, key.replace('.', '-'));
    }

    @Override
    public int compareTo(SettingName other) {
        return key.compareTo(other.key);
    }
}
