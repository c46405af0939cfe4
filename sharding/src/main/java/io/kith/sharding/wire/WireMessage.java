package io.kith.sharding.wire;

/// What may cross from node to node: each such type has a number and a Protobuf form.
public interface WireMessage {

    /// About how many bytes it takes between nodes, never less than half of it; 0 from a type that is always small.
    /// Cheap to ask: nothing is written for it.
    default int weight() {
        return 0;
    }
}
