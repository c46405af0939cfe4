package io.kith.sharding.session;

import io.kith.proto.jid.Jid;

/// How connections and owners speak to the owner of an account, wherever it is.
///
/// Never blocks and never fails; at most once, in order between the same two ends while the owner
/// stays where it is.
@FunctionalInterface
public interface Owners {

    /// @param account bare
    void tell(Jid account, UserSession.Wire message);
}
