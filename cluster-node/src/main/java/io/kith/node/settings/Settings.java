package io.kith.node.settings;

import com.typesafe.config.Config;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything that an operator decides about one node. A value: what changes at run time is read into a new one.
///
/// @param domains prepared, at least one, the first is the node's own
/// @param bind the address that clients connect to
/// @param data absolute
/// @param showVersion whether clients may know the version number (XEP-0092)
/// @param unstoredMegabytes of rows that may be written at once
/// @param resumableFor how long a client whose connection is lost may come back to its session, at most
/// @param akka handed to Akka before everything else, unchecked
public record Settings(
        List<String> domains,
        String bind,
        Path data,
        Store store,
        int unstoredMegabytes,
        boolean registrationOpen,
        boolean allowPlaintext,
        boolean showVersion,
        ClientPorts c2s,
        Duration resumableFor,
        int adminPort,
        TlsFiles tls,
        Limits limits,
        Cassandra cassandra,
        Cluster cluster,
        LogLevel logLevel,
        Config akka) {

    public Settings {
        domains = List.copyOf(domains);
    }

    /// Where accounts and messages are kept.
    public enum Store {
        /// In Cassandra.
        CASSANDRA,
        /// In the heap: nothing survives.
        MEMORY
    }

    /// How much is logged.
    public enum LogLevel {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }

    /// Where clients connect; 0 is any free port.
    ///
    /// @param port with STARTTLS
    /// @param tlsPort with TLS from the first byte
    public record ClientPorts(int port, int tlsPort) {}

    /// A certificate chain and its key.
    ///
    /// @param selfSigned whether they are the node's to make when they are not there
    /// @param domains of domains that have their own
    public record TlsFiles(Path cert, Path key, boolean selfSigned, List<OfDomain> domains) {

        /// Those of one domain, which is prepared.
        public record OfDomain(String domain, Path cert, Path key) {}

        public TlsFiles {
            domains = List.copyOf(domains);
        }
    }

    /// How often one address, account or connection may do what costs.
    ///
    /// @param session how fast one connection is read
    /// @param account how fast all connections of an account are read
    /// @param node how fast all connections of this node are read
    /// @param newRecipients accounts that are new to an account, which it may write to each minute
    public record Limits(
            boolean enabled,
            Speed session,
            Speed account,
            Speed node,
            int newRecipients,
            Connections connections,
            Rooms rooms) {

        /// So much each second.
        public record Speed(int stanzas, int bytes) {}

        /// Connections at once, on this node and of one address; half-open ones have no session yet.
        public record Connections(int all, int halfOpen, int perAddress, int halfOpenPerAddress) {}

        /// What one room takes, all but the first two of one user.
        ///
        /// @param affiliations members, admins, owners and banned together
        /// @param joins in ten seconds
        /// @param messages in ten seconds
        /// @param bytes of all that is for others in ten seconds
        /// @param presences in half a minute
        /// @param nickChanges in a minute
        /// @param invitations in a minute, refusals of them too
        /// @param requests in a minute, for a voice or to be registered
        /// @param queries in ten seconds
        /// @param creations rooms made in an hour
        /// @param changes of configuration, subject, card, hats, affiliations and roles in a minute
        public record Rooms(
                int occupants,
                int affiliations,
                int joins,
                int messages,
                int bytes,
                int presences,
                int nickChanges,
                int invitations,
                int requests,
                int queries,
                int creations,
                int changes) {}
    }

    /// Where Cassandra is and how to talk to it.
    ///
    /// @param contactPoints none for the embedded one
    /// @param replication how many copies each data centre has, at least one
    public record Cassandra(
            List<InetSocketAddress> contactPoints,
            String dataCentre,
            String username,
            String password,
            boolean tls,
            String keyspace,
            Map<String, Integer> replication,
            int heapMegabytes) {

        public Cassandra {
            contactPoints = List.copyOf(contactPoints);
            replication = Map.copyOf(replication);
        }

        /// Whether the node runs a Cassandra of its own.
        public boolean embedded() {
            return contactPoints.isEmpty();
        }

        /// Without the password.
        @Override
        public String toString() {
            return (embedded() ? "embedded" : contactPoints.toString()) + ", keyspace " + keyspace;
        }
    }

    /// What a node shows to the others, and whose word it takes for them.
    public record MutualTls(Path cert, Path key, Path ca) {}

    /// This node among the others.
    ///
    /// @param seedNodes none for the first node of a cluster
    /// @param secret "" to make one and keep it
    /// @param tls what nodes know each other by; none for plaintext
    public record Cluster(
            String host, int port, List<InetSocketAddress> seedNodes, String secret, Optional<MutualTls> tls) {

        public Cluster {
            seedNodes = List.copyOf(seedNodes);
        }

        /// Without the secret.
        @Override
        public String toString() {
            return host + ":" + port + ", seed nodes " + seedNodes;
        }
    }
}
