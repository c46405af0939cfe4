package io.kith.sharding.edge;

import io.kith.proto.jid.Jid;

/// How owners speak to connections: a look-up and a callback on the same node, part of a batch to
/// another.
///
/// Never blocks and never fails; at most once, in order per connection. A hub that does not know
/// the connection (any more) answers the owner with
/// `UserSession.Detach(to, epoch, clean = false, takenSeq = 0)`, so that an owner never speaks to
/// nobody for long.
public interface Edges {

    /// Sends, as the owner of the account `owner`.
    void tell(Jid owner, EdgeAddress to, EdgeMessage message);
}
