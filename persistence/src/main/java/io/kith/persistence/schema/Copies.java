package io.kith.persistence.schema;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// In how many copies Cassandra keeps a keyspace. A keyspace that is there is never changed by a node: `ALTER KEYSPACE`
/// and a repair are an operator's.
///
/// @param replication as in `system_schema.keyspaces`: `class`, and a number for each data centre
public record Copies(String keyspace, Map<String, String> replication) {

    private static final String NETWORK_TOPOLOGY = "NetworkTopologyStrategy";

    public Copies {
        replication = Map.copyOf(replication);
    }

    /// Those of a keyspace; empty when there is none of this name. Blocks.
    public static Optional<Copies> find(CqlSession session, String keyspace) {
        var row = session.execute(SimpleStatement.newInstance(
                        "SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = ?", keyspace))
                .one();
        return Optional.ofNullable(row)
                .map(found -> new Copies(
                        keyspace,
                        Objects.requireNonNullElse(
                                found.getMap("replication", String.class, String.class), Map.<String, String>of())));
    }

    /// Whether it has just these copies in each data centre.
    public boolean are(Map<String, Integer> wanted) {
        return strategy().equals(NETWORK_TOPOLOGY)
                && byDataCentre()
                        .equals(wanted.entrySet().stream()
                                .collect(Collectors.toMap(
                                        Map.Entry::getKey, copies -> String.valueOf(copies.getValue()))));
    }

    /// For an operator: `keyspace kith: NetworkTopologyStrategy, dc1: 3`.
    @Override
    public String toString() {
        var counts = byDataCentre().entrySet().stream()
                .map(copies -> ", " + copies.getKey() + ": " + copies.getValue())
                .collect(Collectors.joining());
        return "keyspace " + keyspace + ": " + strategy() + counts;
    }

    private String strategy() {
        var name = replication.getOrDefault("class", "");
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private Map<String, String> byDataCentre() {
        var counts = new TreeMap<>(replication);
        counts.remove("class");
        return counts;
    }
}
