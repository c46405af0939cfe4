package io.kith.sharding.room;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.wire.Journalled;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// What has happened to a room. Journalled in numbered Protobuf forms that stay readable for ever.
public sealed interface RoomEvent extends Journalled {

    /// Who did it: a bare address, or what an operator is called.
    String by();

    /// When, by the clock of the node that decided.
    Instant at();

    /// It exists from now on, with one owner, and is locked until it is configured (XEP-0045 §10.1).
    ///
    /// @param secret hexadecimal; what its occupant ids are derived with
    record Created(String by, Instant at, UUID uid, String secret, Jid owner, RoomConfig config, boolean locked)
            implements RoomEvent {}

    /// Its configuration is another from now on; if it was locked, it is open.
    record Configured(String by, Instant at, RoomConfig config) implements RoomEvent {}

    /// Some affiliations are others from now on, all at once.
    record AffiliationsChanged(String by, Instant at, List<Change> changes) implements RoomEvent {

        /// @param jid a bare address or a domain
        public record Change(Jid jid, Affiliation affiliation, String reason) {}

        /// Copies the list.
        public AffiliationsChanged {
            changes = List.copyOf(changes);
        }
    }

    /// Its subject is another from now on; an empty one is none.
    ///
    /// @param subject the message as the occupants got it
    record SubjectChanged(String by, Instant at, long id, Stanza subject) implements RoomEvent {}

    /// Its log goes on in a new bucket.
    record BucketOpened(String by, Instant at, long firstId) implements RoomEvent {}

    /// A nickname belongs to a user from now on, instead of one that the user had before.
    record NickRegistered(String by, Instant at, Jid user, String nick) implements RoomEvent {}

    /// A user's nickname is free again.
    record NickReleased(String by, Instant at, Jid user) implements RoomEvent {}

    /// An occupant was put out.
    record Kicked(String by, Instant at, String nick, Jid user, String reason) implements RoomEvent {}

    /// A moderator gave an occupant another role: a voice or none until something else holds for its user, else for
    /// this
    /// visit.
    record RoleChanged(String by, Instant at, String nick, Jid user, Role role, String reason) implements RoomEvent {}

    /// A message was taken out of the log (XEP-0425).
    record Moderated(String by, Instant at, long id, String reason) implements RoomEvent {}

    /// A user gets the room's messages without joining.
    ///
    /// @param nodes which kinds of traffic
    record Subscribed(String by, Instant at, Jid user, String nick, List<String> nodes) implements RoomEvent {

        /// Copies the list.
        public Subscribed {
            nodes = List.copyOf(nodes);
        }
    }

    /// A user no longer gets the room's messages without joining.
    record Unsubscribed(String by, Instant at, Jid user) implements RoomEvent {}

    /// A hat exists or looks different from now on (XEP-0317).
    record HatDefined(String by, Instant at, Hat hat) implements RoomEvent {}

    /// A hat exists no longer, and nobody wears it.
    record HatDestroyed(String by, Instant at, String uri) implements RoomEvent {}

    /// A user wears a hat from now on.
    record HatAssigned(String by, Instant at, Jid user, String uri) implements RoomEvent {}

    /// A user wears a hat no longer.
    record HatRemoved(String by, Instant at, Jid user, String uri) implements RoomEvent {}

    /// Its card is another from now on (XEP-0486).
    ///
    /// @param card XML; "" for none
    record VCardChanged(String by, Instant at, String card) implements RoomEvent {}

    /// It exists no longer.
    ///
    /// @param venue the address of a room to go to instead, or ""
    record Destroyed(String by, Instant at, String reason, String venue) implements RoomEvent {}
}
