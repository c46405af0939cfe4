package io.kith.node.edge.xep;

import io.kith.sharding.edge.Out;

/// A stanza on its way to the client.
///
/// @param seq its number on the link from the owner; 0 for one that a former owner sent
public record Parcel(Out out, long seq) {

    /// Its weight in every queue.
    public int size() {
        return out.stanza().size();
    }
}
