package io.kith.sharding.session;

import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.Sight;

/// Where a client's available presence to a room came in.
///
/// @param edge its connection
/// @param position the last id of that room that was written to the client, or -1 when it is not being resumed
/// @param sight whom of the room the client had been shown by then
public record Via(EdgeAddress edge, long position, Sight sight) {

    /// Of a client that is not being resumed.
    public Via(EdgeAddress edge) {
        this(edge, -1, Sight.UNKNOWN);
    }
}
