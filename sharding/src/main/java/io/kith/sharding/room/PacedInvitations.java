package io.kith.sharding.room;

import io.kith.proto.jid.Jid;
import java.time.Instant;
import java.util.function.Supplier;

/// How many strangers each user writes to through the rooms of this node, all of them together: who makes a
/// hundred rooms would else have a hundred times as many invitations.
///
/// Rooms lie on the nodes by chance, so in a cluster it is up to as many times more as it has nodes. Remembers
/// as many users as [Paces]. For all rooms of a node, so from any thread.
public final class PacedInvitations {

    private final Paces paces;

    /// @param limits as they are now
    public PacedInvitations(Supplier<RoomLimits> limits) {
        this.paces = new Paces(() -> limits.get().rates().invitations());
    }

    /// Whether that user may invite so many more now; if so, they count.
    boolean take(Jid user, int count, Instant now) {
        synchronized (paces) {
            return paces.take(user, count, now);
        }
    }
}
