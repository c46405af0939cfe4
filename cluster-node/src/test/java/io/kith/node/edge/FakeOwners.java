package io.kith.node.edge;

import io.kith.proto.jid.Jid;
import io.kith.sharding.session.UserSession;
import java.util.ArrayList;
import java.util.List;

/// Owners that only listen.
final class FakeOwners implements Owners {

    final List<UserSession.Command> heard = new ArrayList<>();

    @Override
    public synchronized void tell(Jid account, UserSession.Command command) {
        heard.add(command);
    }

    /// All of one kind, in order.
    synchronized <C extends UserSession.Command> List<C> all(Class<C> kind) {
        return heard.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <C extends UserSession.Command> C last(Class<C> kind) {
        return all(kind).getLast();
    }
}
