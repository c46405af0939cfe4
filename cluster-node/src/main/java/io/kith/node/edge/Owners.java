package io.kith.node.edge;

import io.kith.proto.jid.Jid;
import io.kith.sharding.session.UserSession;

/// How connections speak to the owners of accounts. Never blocks and never fails; at most once, in order.
@FunctionalInterface
public interface Owners {

    /// Sends to the owner of this account, wherever it lives.
    void tell(Jid account, UserSession.Wire command);
}
