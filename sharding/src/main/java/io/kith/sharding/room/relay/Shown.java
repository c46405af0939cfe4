package io.kith.sharding.room.relay;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import java.util.List;

/// An occupant as others see it. The stanzas are from the occupant's address and to nobody yet.
///
/// @param order where it stands in the list that a joining client gets: the id under which it entered
/// @param sessions the full addresses of its clients, on whatever node
/// @param seesJids whether its own clients see real addresses in rooms that hide them
/// @param hidden whether only those who see real addresses, and its own clients, see it at all
/// @param turned the id under which it became hidden or not, or seeing or not, as it is now; that of its coming if it
/// has always been so
/// @param open with the real address
/// @param closed without
/// @param self as its own clients see it
public record Shown(
        String nick,
        long order,
        List<Jid> sessions,
        boolean seesJids,
        boolean hidden,
        long turned,
        Stanza open,
        Stanza closed,
        Stanza self) {

    /// Copies the list.
    public Shown {
        sessions = List.copyOf(sessions);
    }

    /// The same one that has left, in the name of another one that had it and left before: who has seen either sees it
    /// go.
    public Shown lastOf(Shown earlier) {
        if (earlier.order >= order) {
            return this;
        }
        var same = turned <= order && earlier.hidden == hidden && earlier.seesJids == seesJids;
        return new Shown(
                nick, earlier.order, sessions, seesJids, hidden, same ? earlier.turned : turned, open, closed, self);
    }
}
