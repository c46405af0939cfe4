package io.kith.sharding.room.relay;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import java.util.List;

/// An occupant as others see it. The stanzas are from the occupant's address and to nobody yet.
///
/// @param order where it stands in the list that a joining client gets
/// @param sessions the full addresses of its clients, on whatever node
/// @param seesJids whether its own clients see real addresses in rooms that hide them
/// @param hidden whether only those who see real addresses, and its own clients, see it at all
/// @param open with the real address
/// @param closed without
/// @param self as its own clients see it
public record Shown(
        String nick,
        long order,
        List<Jid> sessions,
        boolean seesJids,
        boolean hidden,
        Stanza open,
        Stanza closed,
        Stanza self) {

    /// Copies the list.
    public Shown {
        sessions = List.copyOf(sessions);
    }
}
