package io.kith.sharding.edge;

import org.jspecify.annotations.Nullable;

/// A client's connection, addressed from anywhere in the cluster.
///
/// @param node `host:port` of the actor system that holds the socket
/// @param incarnation of that node's hub: a restarted node has another, so that what was meant for
///     its predecessor reaches nobody
/// @param connection the connection's number at that hub, never used twice by one incarnation
public record EdgeAddress(String node, long incarnation, long connection) {

    public EdgeAddress {
        if (node.isEmpty()) {
            throw new IllegalArgumentException("an edge without a node");
        }
    }

    /// Compared for each message: the number first, which nearly always tells, and without what a record does.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EdgeAddress that
                && connection == that.connection
                && incarnation == that.incarnation
                && node.equals(that.node);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(31 * incarnation + connection);
    }

    /// As the log names it: `HOST:PORT#CONNECTION`.
    @Override
    public String toString() {
        return node + '#' + connection;
    }
}
