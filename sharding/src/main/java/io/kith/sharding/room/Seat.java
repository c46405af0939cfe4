package io.kith.sharding.room;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.room.relay.Mark;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One client of an occupant: where it is connected, and the presence that it sent last.
///
/// @param edge its connection, the last one it had while it is dormant; null when no relay has it
/// @param presence cleaned, from the occupant's address and to nobody
/// @param mark of the presence with which it entered
/// @param expires when it leaves unless it comes back; null while it is connected
record Seat(
        Jid full,
        @Nullable EdgeAddress edge,
        Stanza presence,
        Mark mark,
        @Nullable Instant expires) {

    boolean isLive() {
        return expires == null && edge != null;
    }

    Seat at(EdgeAddress newEdge) {
        return new Seat(full, newEdge, presence, mark, null);
    }

    Seat showing(Stanza newPresence) {
        return new Seat(full, edge, newPresence, mark, expires);
    }

    Seat expiring(Instant deadline) {
        return new Seat(full, edge, presence, mark, deadline);
    }
}
