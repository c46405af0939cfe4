package io.kith.sharding.room.relay;

/// How a room speaks to the relays of a node. Never blocks and never fails; at most once, in order to the same node.
@FunctionalInterface
public interface Relays {

    /// @param node `host:port`
    void tell(String node, ToRelay message);
}
