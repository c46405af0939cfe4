package io.kith.sharding.room.relay;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.Sight;
import java.util.List;

/// What a room tells the relays of the nodes that have occupants, in the order of ids.
public sealed interface RelayItem {

    /// Minted by the room; ascending; of a message, its id in the log.
    long id();

    /// What relays must know of the configuration.
    record Terms(long id, boolean jidsForAll, boolean rolledUp) implements RelayItem {}

    /// Everybody, for a relay that begins; no writes to clients.
    record Roster(long id, List<Shown> occupants) implements RelayItem {}

    /// A client of that node joins: it gets all others in the order of their joining, then `self`, then `after`.
    ///
    /// @param mark of the presence that asked for it
    record Join(long id, Jid full, EdgeAddress edge, String nick, Mark mark, List<Stanza> self, List<Stanza> after)
            implements RelayItem {}

    /// A resumed client of that node: it gets `missed`, as if live, and is shown whom it may see now.
    ///
    /// @param mark of the presence with which it entered
    /// @param position how far it had got; -1 for one that goes on where it is, on the connection that it has
    /// @param sight whom it had been shown by then
    record Seat(
            long id,
            Jid full,
            EdgeAddress edge,
            String nick,
            Mark mark,
            long position,
            Sight sight,
            List<RelayItem> missed)
            implements RelayItem {

        /// One that goes on where it is.
        public Seat(long id, Jid full, EdgeAddress edge, String nick, Mark mark) {
            this(id, full, edge, nick, mark, -1, Sight.UNKNOWN, List.of());
        }
    }

    /// A client leaves; `last` is what it still gets.
    record Unseat(long id, Jid full, List<Stanza> last) implements RelayItem {}

    /// An occupant as it is seen from now on, or for the last time.
    record Show(long id, Shown occupant, boolean gone) implements RelayItem {}

    /// A message for all.
    record Say(long id, Stanza stanza) implements RelayItem {}

    /// For one client.
    record Tell(long id, Jid full, List<Stanza> stanzas) implements RelayItem {}
}
