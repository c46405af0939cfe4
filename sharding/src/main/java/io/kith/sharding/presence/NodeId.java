package io.kith.sharding.presence;

/// One life of one node.
///
/// @param node `host:port`
/// @param incarnation tells a restarted node from its predecessor at the same address
public record NodeId(String node, long incarnation) {}
