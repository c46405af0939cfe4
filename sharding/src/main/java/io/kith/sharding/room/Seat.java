package io.kith.sharding.room;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.Sight;
import io.kith.sharding.room.relay.Mark;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One client of an occupant: where it is connected, and the presence that it sent last.
///
/// @param edge its connection, the last one it had while it is dormant; null when no relay has it
/// @param presence cleaned, from the occupant's address and to nobody
/// @param mark of the presence with which it entered
/// @param entered the id under which the relay of its node was told of it; 0 if it knew
/// @param from how far it had got when it came back to its seat; 0 if it did not, and enters
/// @param sight whom it had been shown by then
/// @param expires when it leaves unless it comes back; null while it is connected
record Seat(
        Jid full,
        @Nullable EdgeAddress edge,
        Stanza presence,
        Mark mark,
        long entered,
        long from,
        Sight sight,
        @Nullable Instant expires) {

    /// One that is there; what its relay was told of it is not known.
    Seat(Jid full, @Nullable EdgeAddress edge, Stanza presence, Mark mark) {
        this(full, edge, presence, mark, 0, 0, Sight.UNKNOWN, null);
    }

    boolean isLive() {
        return expires == null && edge != null;
    }

    /// It has come back.
    Seat at(EdgeAddress newEdge, long id, long position, Sight shown) {
        return new Seat(full, newEdge, presence, mark, id, position, shown, null);
    }

    Seat showing(Stanza newPresence) {
        return new Seat(full, edge, newPresence, mark, entered, from, sight, expires);
    }

    Seat enteredBy(long id) {
        return new Seat(full, edge, presence, mark, id, 0, Sight.UNKNOWN, expires);
    }

    Seat expiring(Instant deadline) {
        return new Seat(full, edge, presence, mark, entered, from, sight, deadline);
    }
}
