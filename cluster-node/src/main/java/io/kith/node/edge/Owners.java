package io.kith.node.edge;

import io.kith.proto.jid.Jid;
import io.kith.sharding.session.UserSession;

/// How connections speak to the owners of accounts. Never blocks and never fails; at most once, in order.
@FunctionalInterface
public interface Owners {

    /// Sends to the owner of this account, wherever it lives.
    void tell(Jid account, UserSession.Wire command);

    /// The last that a connection says of its session. Again until the owner has heard it, where that can be.
    default void part(Jid account, Parting parting) {
        parting.say(command -> tell(account, command));
    }
}
