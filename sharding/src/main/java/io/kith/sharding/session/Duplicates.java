package io.kith.sharding.session;

import io.kith.persistence.archive.Direction;
import io.kith.persistence.archive.Row;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;

/// Recognises messages that came before: by the client's session and number, by its `origin-id` (XEP-0359 §3.3) and
/// [Content], by the sender's log id.
///
/// An `origin-id` says that a message is the same only where a client may have sent it again: in another session than
/// the first, for in one session the number decides. And only beside the same content, for there are clients whose
/// `origin-id`s begin anew with every start: at worst a message is shown twice, never lost.
///
/// Knows the newest [#KNOWN_MAX] of each; filled from the log's tail when the owner comes to life. What a client sends
/// again without an origin-id after it could not resume, [Resends] recognise.
final class Duplicates {

    /// Messages remembered by each of the marks.
    static final int KNOWN_MAX = AccountLog.TAIL_ROWS_MAX;

    private record Origin(String session, Jid to, String originId) {

        boolean isFirstOf(String session, Jid to, String originId) {
            return this.originId.equals(originId) && this.to.equals(to) && !this.session.equals(session);
        }
    }

    private final NewestIds<String> numbered = new NewestIds<>(KNOWN_MAX);
    private final NewestIds<Origin> origins = new NewestIds<>(KNOWN_MAX); // by content
    private final NewestIds<Jid> sent = new NewestIds<>(KNOWN_MAX);

    /// Remembers a row of the log.
    void remember(Row row) {
        remember(row, content(row));
    }

    /// Remembers a row that is stored or being written.
    ///
    /// @param content the message's [Content]; anything when it has no `origin-id`
    void remember(Row row, long content) {
        if (row.direction() == Direction.IN && row.senderId() > 0) {
            sent.add(row.peer().bare(), row.senderId(), row.id());
        }
        if (row.n() > 0) {
            numbered.add(row.session(), row.n(), row.id());
            if (!row.originId().isEmpty()) {
                origins.add(origin(row), content, row.id());
            }
        }
    }

    /// Forgets a row that was never stored.
    void forget(Row row) {
        sent.remove(row.peer().bare(), row.senderId());
        numbered.remove(row.session(), row.n());
        origins.remove(origin(row), content(row));
    }

    /// The id of the row that this account's client has caused by the same stanza before, 0 if
    /// there is none.
    long ofClient(String session, long n, Jid to, String originId, long content) {
        var known = numbered.find(session, n);
        return known == 0 && !originId.isEmpty()
                ? origins.find(content, first -> first.isFirstOf(session, to, originId))
                : known;
    }

    /// The id of the row of the message that has this id in the log of its sender, 0 if there is
    /// none.
    long ofSender(Jid by, long senderId) {
        return senderId == 0 ? 0 : sent.find(by.bare(), senderId);
    }

    private static Origin origin(Row row) {
        return new Origin(row.session(), row.peer(), row.originId());
    }

    private static long content(Row row) {
        return row.originId().isEmpty() ? 0 : Content.of(Stanza.parse(row.stanza()));
    }
}
