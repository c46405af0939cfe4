package io.kith.sharding.session;

import io.kith.proto.jid.Jid;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.EdgeMessage;
import java.time.Instant;

/// All that an owner does to the world. The actor carries it; a simulation carries many owners in
/// one thread.
///
/// What is handed over to run later runs as a turn of the owner's own, never beside another one, or
/// never at all when the owner has stopped.
interface Outside extends Turns {

    void tellEdge(EdgeAddress to, EdgeMessage message);

    void tellOwner(Jid account, UserSession.Wire message);

    Instant now();

    /// Runs what this turn has awaited and is known already, as part of this turn: called before what the turn has
    /// gathered leaves.
    default void settle() {}
}
