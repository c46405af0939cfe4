package io.kith.sharding.edge;

import io.kith.proto.stanza.Stanza;
import java.util.List;

/// A stanza for one client.
///
/// @param logId the id of its row in the account's log, 0 when it has none. Within one session
///     these ids
///     only grow,
///     apart from a redelivery after a resume.
public record Out(Stanza stanza, long logId) {

    /// What one takes besides its stanza.
    private static final int OVERHEAD_BYTES = 20;

    public Out {
        if (logId < 0) {
            throw new IllegalArgumentException("log id " + logId);
        }
    }

    /// About how many bytes these take between nodes.
    public static int weight(List<Out> outs) {
        var bytes = 0;
        for (var out : outs) {
            bytes += out.stanza().size() + OVERHEAD_BYTES;
        }
        return bytes;
    }

    /// A stanza without a row: presence, IQ, what is not stored.
    public static Out unlogged(Stanza stanza) {
        return new Out(stanza, 0);
    }
}
