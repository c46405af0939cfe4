package io.kith.sharding.session;

import io.kith.sharding.edge.EdgeAddress;

/// Where a client's available presence to a room came in.
///
/// @param edge its connection
/// @param position the last id of that room that was written to the client, or -1 when it is not being resumed
public record Via(EdgeAddress edge, long position) {}
