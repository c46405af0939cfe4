package io.kith.sharding.edge;

import io.kith.proto.stanza.Stanza;

/// A stanza for one client.
///
/// @param logId the id of its row in the account's log, 0 when it has none. Within one session
///     these ids
///     only grow,
///     apart from a redelivery after a resume.
public record Out(Stanza stanza, long logId) {

    public Out {
        if (logId < 0) {
            throw new IllegalArgumentException("log id " + logId);
        }
    }

    /// A stanza without a row: presence, IQ, what is not stored.
    public static Out unlogged(Stanza stanza) {
        return new Out(stanza, 0);
    }
}
