package io.kith.persistence.cassandra;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Which Cassandra, and what of it.
///
/// @param contactPoints some of its nodes; the others are found
/// @param dataCentre the one that requests go to, and whose quorum they wait for
/// @param username who we are; "" where nobody asks
/// @param password of that user
/// @param tls for TLS with names checked; null for none
/// @param keyspace a plain lower-case name
/// @param replication how many copies each data centre has, for a keyspace that is made here
public record CassandraSettings(
        List<InetSocketAddress> contactPoints,
        String dataCentre,
        String username,
        String password,
        @Nullable SSLContext tls,
        String keyspace,
        Map<String, Integer> replication) {

    private static final Pattern KEYSPACE = Pattern.compile("[a-z][a-z0-9_]{0,47}");

    public CassandraSettings {
        contactPoints = List.copyOf(contactPoints);
        replication = Map.copyOf(replication);
        if (contactPoints.isEmpty()) {
            throw new IllegalArgumentException("no contact points");
        }
        if (!KEYSPACE.matcher(keyspace).matches()) {
            throw new IllegalArgumentException("not a plain lower-case name of a keyspace: " + keyspace);
        }
        if (replication.isEmpty() || replication.values().stream().anyMatch(copies -> copies < 1)) {
            throw new IllegalArgumentException("each data centre needs a copy: " + replication);
        }
    }

    /// A Cassandra on this machine, with one copy and no password.
    public static CassandraSettings local(InetSocketAddress address, String dataCentre, String keyspace) {
        return new CassandraSettings(List.of(address), dataCentre, "", "", null, keyspace, Map.of(dataCentre, 1));
    }

    /// Without the password.
    @Override
    public String toString() {
        return "CassandraSettings[" + contactPoints + ", " + dataCentre + ", keyspace " + keyspace + " " + replication
                + (username.isEmpty() ? "" : ", user " + username) + (tls == null ? "" : ", TLS") + "]";
    }
}
