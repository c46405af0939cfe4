package io.kith.persistence.archive;

import io.kith.proto.jid.Jid;
import java.util.Arrays;
import java.util.Objects;

/// One message in the log of one side, or of a room.
///
/// In a room's log every row is `OUT`, `peer` is the sender's full address, `resource` its nick.
///
/// @param id the id in this log; the `stanza-id`
/// @param direction whether the account got or sent it
/// @param peer the other side, as it was addressed
/// @param resource the resource of the account that the message was addressed to, or "" for the account
/// @param copies whether the account's other devices may have it too
/// @param hidden whether it is here for delivery alone: a short time to live, never in an archive answer
/// @param senderId the id in the sender's log, 0 if there is none
/// @param session the sender's stream-management session, or ""
/// @param n the message's number in that session, 0 if there is none
/// @param originId the `origin-id` that the sender gave it (XEP-0359 §3.3), or ""
/// @param references what the message refers to
/// @param stanza canonical bytes, shared and never modified
@SuppressWarnings("ArrayRecordComponent") // the hot path's bytes are shared, not copied; equality is by content below
public record Row(
        long id,
        Direction direction,
        Jid peer,
        String resource,
        boolean copies,
        boolean hidden,
        long senderId,
        String session,
        long n,
        String originId,
        References references,
        byte[] stanza) {

    public Row {
        if (id <= 0 || senderId < 0 || n < 0) {
            throw new IllegalArgumentException("id " + id + ", sender's id " + senderId + ", n " + n);
        }
    }

    /// A message that refers to nothing.
    public Row(
            long id,
            Direction direction,
            Jid peer,
            String resource,
            boolean copies,
            boolean hidden,
            long senderId,
            String session,
            long n,
            String originId,
            byte[] stanza) {
        this(id, direction, peer, resource, copies, hidden, senderId, session, n, originId, References.NONE, stanza);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Row row
                && id == row.id
                && direction == row.direction
                && peer.equals(row.peer)
                && resource.equals(row.resource)
                && copies == row.copies
                && hidden == row.hidden
                && senderId == row.senderId
                && session.equals(row.session)
                && n == row.n
                && originId.equals(row.originId)
                && references.equals(row.references)
                && Arrays.equals(stanza, row.stanza);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, peer, Arrays.hashCode(stanza));
    }

    /// Without addresses and content: rows end up in logs and test failures.
    @Override
    public String toString() {
        return "Row[" + id + " " + direction + " " + stanza.length + " bytes]";
    }
}
