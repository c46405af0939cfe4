package io.kith.node.edge;

import io.kith.node.edge.xep.Parcel;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.log.Chronicle;
import org.jspecify.annotations.Nullable;

/// What the log says of one connection: DEBUG its life, TRACE each stanza that comes in or goes out in a session.
///
/// Lines are about the session, by its full address, or about the connection, by its number, while there is none.
final class ConnectionLog {

    private static final Chronicle LOG = Chronicle.of(Connection.class);

    private final long connection;
    private @Nullable ClientSession session;

    ConnectionLog(long connection) {
        this.connection = connection;
    }

    /// Lines are about this session from now on.
    void about(ClientSession begun) {
        session = begun;
    }

    /// Tells something of the connection's life.
    ///
    /// @param words with `{}` for each of `values`, none of which is to be written by the client as it likes
    void say(String words, Object... values) {
        if (LOG.tells()) {
            LOG.session(who(), words, values);
        }
    }

    /// The client has sent this, and it goes to the owner.
    void received(Stanza stanza) {
        var of = session;
        if (LOG.traces() && of != null) {
            LOG.stanza(of.full, Chronicle.trace(of.sessionId, of.inbound.last()), "in:", stanza);
        }
    }

    /// This is being written to the client.
    void sent(Parcel parcel) {
        if (LOG.traces()) {
            LOG.stanza(
                    who(),
                    Chronicle.row(parcel.out().logId()),
                    "out:",
                    parcel.out().stanza());
        }
    }

    private Object who() {
        return session == null ? "#" + connection : session.full;
    }
}
