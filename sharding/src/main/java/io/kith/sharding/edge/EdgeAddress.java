package io.kith.sharding.edge;

/// A client's connection, addressed from anywhere in the cluster.
///
/// @param node `host:port` of the actor system that holds the socket
/// @param incarnation of that node's hub: a restarted node has another, so that what was meant for
///     its
///     predecessor
///     reaches nobody
/// @param connection the connection's number at that hub, never used twice by one incarnation
public record EdgeAddress(String node, long incarnation, long connection) {

    public EdgeAddress {
        if (node.isEmpty()) {
            throw new IllegalArgumentException("an edge without a node");
        }
    }

    /// As the log names it: `HOST:PORT#CONNECTION`.
    @Override
    public String toString() {
        return node + '#' + connection;
    }
}
