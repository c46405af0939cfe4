package io.kith.sharding.routing;

import io.kith.proto.jid.Jid;

/// Tells what an address names. On the path of every stanza: no allocation beyond the answer.
public final class Router {

    private final LocalDomains domains;

    public Router(LocalDomains domains) {
        this.domains = domains;
    }

    /// What `to` names.
    public Address resolve(Jid to) {
        if (!domains.hosts(to.domain())) {
            if (!domains.hostsRooms(to.domain())) {
                return new Address.Remote(to.domain());
            }
            return to.local().isEmpty() ? new Address.RoomService(to.domain()) : new Address.Room(to.bare());
        }
        return to.local().isEmpty() ? new Address.Domain(to.domain()) : new Address.Account(to.bare());
    }
}
