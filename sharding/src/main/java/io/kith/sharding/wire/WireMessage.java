package io.kith.sharding.wire;

/// What may cross from node to node: each such type has a number and a Protobuf form.
public interface WireMessage {}
