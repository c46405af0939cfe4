package io.kith.node.edge;

import io.kith.node.edge.xep.Parcel;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.log.Chronicle;
import org.jspecify.annotations.Nullable;

/// What the log says of one connection: DEBUG its life, TRACE each stanza that comes in or goes out in a session.
///
/// Lines are about the session, by its full address, or about the connection, by its number, while there is none.
final class ConnectionLog {

    private static final Chronicle LOG = Chronicle.of(Connection.class);

    private ConnectionLog() {}

    /// Tells something of the connection's life.
    ///
    /// @param words with `{}` for each of `values`, none of which is to be written by the client as it likes
    static void say(EdgeAddress at, @Nullable ClientSession session, String words, Object... values) {
        if (LOG.tells()) {
            LOG.session(session == null ? "#" + at.connection() : session.full, words, values);
        }
    }

    /// The client has sent this, and it goes to the owner.
    static void received(ClientSession session, Stanza stanza) {
        if (LOG.traces()) {
            LOG.stanza(session.full, Chronicle.trace(session.sessionId, session.inbound.last()), "in:", stanza);
        }
    }

    /// This is being written to the client.
    static void sent(ClientSession session, Parcel parcel) {
        if (LOG.traces()) {
            LOG.stanza(
                    session.full,
                    Chronicle.row(parcel.out().logId()),
                    "out:",
                    parcel.out().stanza());
        }
    }
}
