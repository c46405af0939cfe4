package io.kith.sharding.room;

import akka.actor.typed.ActorRef;
import io.kith.sharding.wire.OperatorMessage;
import java.util.Map;

/// What an operator wants of one room, whose entity answers with a [RoomReport]. It is done by the
/// handlers that clients have, only without asking whether who wants it may.
public sealed interface RoomOrder extends OperatorMessage {

    /// Where the report goes.
    ActorRef<RoomReport> replyTo();

    /// Tell what the room is: [RoomReport.Shown].
    record Show(ActorRef<RoomReport> replyTo) implements RoomOrder {}

    /// Make the room: open at once, and it lasts.
    ///
    /// @param by who is named in the room's history
    /// @param owner a bare address
    /// @param options values of the configuration's form, by field; `muc#roomconfig_` may be left out
    record Create(String by, String owner, Map<String, String> options, ActorRef<RoomReport> replyTo)
            implements RoomOrder {

        /// Copies the map.
        public Create {
            options = Map.copyOf(options);
        }
    }

    /// End the room.
    ///
    /// @param venue where to go instead, or ""
    record Destroy(String by, String reason, String venue, ActorRef<RoomReport> replyTo) implements RoomOrder {}

    /// Put an occupant out.
    record Kick(String by, String nick, String reason, ActorRef<RoomReport> replyTo) implements RoomOrder {}

    /// Give users, or domains, other affiliations: all of them or none.
    ///
    /// @param wanted affiliations as they are written (`outcast`), by bare address
    record Affiliate(String by, Map<String, String> wanted, String reason, ActorRef<RoomReport> replyTo)
            implements RoomOrder {

        /// Copies the map.
        public Affiliate {
            wanted = Map.copyOf(wanted);
        }
    }

    /// List who has an affiliation: [RoomReport.Affiliations].
    ///
    /// @param after the address that the page begins after; "" for the first
    record ListAffiliations(String after, ActorRef<RoomReport> replyTo) implements RoomOrder {}
}
