package io.kith.sharding.presence;

import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.EdgeAddress;
import java.util.List;

/// How a hub writes to the connections of its own node. Never blocks; what is for a connection that is gone is
/// dropped.
@FunctionalInterface
public interface LocalConnections {

    /// Presence for the client of that connection, in order. It needs no row and no confirmation: a client that
    /// resumes
    /// is shown what stands when its connection logs in anew.
    void write(EdgeAddress connection, List<Stanza> presences);
}
