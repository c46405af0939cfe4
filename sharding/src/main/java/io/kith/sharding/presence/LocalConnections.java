package io.kith.sharding.presence;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.EdgeAddress;
import java.util.List;

/// The connections of a hub's own node, and the owners of their sessions. Never blocks; what is for a connection that
/// is gone is dropped.
public interface LocalConnections {

    /// Presence for the client of that connection, in order. It needs no row and no confirmation: a client that
    /// resumes
    /// is shown what stands when its connection logs in anew.
    void write(EdgeAddress connection, List<Stanza> presences);

    /// The connection was parked: what its client was shown last as available, for the owner of the session; in several
    /// parts when it is much.
    ///
    /// @param seen full addresses
    void parted(EdgeAddress connection, Jid full, List<Jid> seen);
}
