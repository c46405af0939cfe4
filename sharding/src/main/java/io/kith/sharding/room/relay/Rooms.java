package io.kith.sharding.room.relay;

import io.kith.proto.jid.Jid;

/// How relays speak to a room, wherever it is. Never blocks and never fails; at most once.
@FunctionalInterface
public interface Rooms {

    /// @param room bare
    void tell(Jid room, FromRelay message);
}
