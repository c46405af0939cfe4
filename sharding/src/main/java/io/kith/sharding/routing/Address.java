package io.kith.sharding.routing;

import io.kith.proto.jid.Jid;

/// What a JID names, seen from this cluster.
public sealed interface Address {

    /// An account of a domain that is served here, whether it exists or not.
    record Account(Jid bare) implements Address {}

    /// A domain that is served here, or a resource of it.
    record Domain(String domain) implements Address {}

    /// A room of a room service here, whether it exists or not, or an occupant of it.
    record Room(Jid bare) implements Address {}

    /// A room service here.
    record RoomService(String domain) implements Address {}

    /// Anything of a domain that is not served here.
    record Remote(String domain) implements Address {}
}
