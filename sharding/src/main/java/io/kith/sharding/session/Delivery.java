package io.kith.sharding.session;

import io.kith.proto.stanza.Stanza;
import io.kith.sharding.log.Chronicle;
import org.jspecify.annotations.Nullable;

/// One stanza from one owner to another, or between an owner and a room.
///
/// @param stanza with both addresses set by the server
/// @param senderId the id of its row in the sender's log, 0 when it has none
/// @param store whether the recipient keeps a row of it before it is shown
/// @param via where the client is that enters a room or comes back to it; null for everything else
/// @param session the session of the client that sent a message or presence to a room, "" for everything else: with
///     `n`, what a room recognises it by when it comes again
/// @param n its number in that session, 0 for none
public record Delivery(
        Stanza stanza,
        long senderId,
        boolean store,
        @Nullable Via via,
        String session,
        long n) {

    /// A stanza between accounts.
    public Delivery(Stanza stanza, long senderId, boolean store) {
        this(stanza, senderId, store, null, "", 0);
    }

    /// Presence to a room that no client has sent.
    public Delivery(Stanza stanza, long senderId, boolean store, @Nullable Via via) {
        this(stanza, senderId, store, via, "", 0);
    }

    /// By what the log tells which one it is, here and where it comes from.
    public String trace() {
        return session.isEmpty() ? Chronicle.row(senderId) : Chronicle.trace(session, n);
    }

    /// The same with another stanza.
    Delivery with(Stanza other) {
        return new Delivery(other, senderId, store, via, session, n);
    }
}
