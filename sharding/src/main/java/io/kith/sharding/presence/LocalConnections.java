package io.kith.sharding.presence;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.Sight;
import java.util.List;

/// The connections of a hub's own node, and the owners of their sessions. Never blocks; what is for a connection that
/// is gone is dropped.
///
/// Presence and rooms come beside the owner's link.
public interface LocalConnections {

    /// Presence for the client of that connection, in order. It needs no row and no confirmation: a
    /// client that resumes is shown what stands when its connection logs in anew.
    void write(EdgeAddress connection, List<Stanza> presences);

    /// What a room says to the client of that connection. It needs no confirmation: the connection hands over how far
    /// it has got when it is parked, and drops what it had.
    ///
    /// @param occupant the client's own address in the room
    /// @param id above all before it of that room
    /// @param sight whom of the room the client has been shown with this; kept with its position
    /// @param last whether the room has nothing more for the client, so that its position is forgotten
    /// @return false when there is no such connection any more
    boolean relay(EdgeAddress connection, Jid occupant, long id, Sight sight, List<Stanza> stanzas, boolean last);

    /// The connection was parked: what its client was shown last as available, and what has left so lately
    /// that it may not have been told, for the owner of the session; in several parts when it is much. Said
    /// again when the owner asks again.
    ///
    /// @param seen full addresses
    /// @param earlier how many parts come before this one
    /// @param later how many come after it
    void parted(EdgeAddress connection, Jid full, List<Jid> seen, int earlier, int later);
}
