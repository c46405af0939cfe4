package io.kith.node.edge;

import io.kith.proto.jid.Jid;
import io.kith.sharding.session.UserSession;
import java.util.ArrayList;
import java.util.List;

/// Owners that only listen.
final class FakeOwners implements Owners {

    final List<UserSession.Wire> heard = new ArrayList<>();

    @Override
    public synchronized void tell(Jid account, UserSession.Wire command) {
        heard.add(command);
    }

    /// All of one kind, in order.
    synchronized <C extends UserSession.Wire> List<C> all(Class<C> kind) {
        return heard.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <C extends UserSession.Wire> C last(Class<C> kind) {
        return all(kind).getLast();
    }
}
