package io.kith.sharding.presence;

import io.kith.proto.stanza.Stanza;
import java.util.List;

/// What the directory knows of one available account that was asked for.
///
/// @param stamp as of which this is so
/// @param current what its resources show
/// @param lingering the same of resources that are gone without a word and may come back
/// @param viewers those of the asking accounts that may see it; never empty
public record Found(
        long account, NodeId publisher, long stamp, List<Stanza> current, List<Stanza> lingering, Hashes viewers) {

    public Found {
        current = List.copyOf(current);
        lingering = List.copyOf(lingering);
    }

    /// About how many bytes it takes between nodes.
    int weight() {
        int bytes = 80 + 8 * viewers.size();
        for (var stanza : current) {
            bytes += stanza.size() + 8;
        }
        for (var stanza : lingering) {
            bytes += stanza.size() + 8;
        }
        return bytes;
    }
}
