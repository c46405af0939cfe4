package io.kith.sharding.session;

import io.kith.persistence.archive.Direction;
import io.kith.persistence.archive.Row;
import io.kith.proto.jid.Jid;

/// Recognises messages that came before: by the client's session and number, by its `origin-id`
/// (XEP-0359
/// §3.3), by the
/// sender's log id.
///
/// Knows the newest [#KNOWN_MAX] of each; filled from the log's tail when the owner comes to life. What a client sends
/// again without an origin-id after it could not resume, [Resends] recognise.
final class Duplicates {

    /// Messages remembered by each of the marks.
    static final int KNOWN_MAX = AccountLog.TAIL_ROWS_MAX;

    private record Origin(Jid to, String originId) {}

    private final NewestIds<String> numbered = new NewestIds<>(KNOWN_MAX);
    private final NewestIds<Origin> origins = new NewestIds<>(KNOWN_MAX);
    private final NewestIds<Jid> sent = new NewestIds<>(KNOWN_MAX);

    /// Remembers a row that is stored or being written.
    void remember(Row row) {
        if (row.direction() == Direction.IN && row.senderId() > 0) {
            sent.add(row.peer().bare(), row.senderId(), row.id());
        }
        if (row.n() > 0) {
            numbered.add(row.session(), row.n(), row.id());
            if (!row.originId().isEmpty()) {
                origins.add(
                        new Origin(row.peer(), row.originId()), row.originId().hashCode(), row.id());
            }
        }
    }

    /// Forgets a row that was never stored.
    void forget(Row row) {
        sent.remove(row.peer().bare(), row.senderId());
        numbered.remove(row.session(), row.n());
        origins.remove(new Origin(row.peer(), row.originId()), row.originId().hashCode());
    }

    /// The id of the row that this account's client has caused by the same stanza before, 0 if
    /// there is none.
    long ofClient(String session, long n, Jid to, String originId) {
        var known = numbered.find(session, n);
        return known == 0 && !originId.isEmpty() ? origins.find(new Origin(to, originId), originId.hashCode()) : known;
    }

    /// The id of the row of the message that has this id in the log of its sender, 0 if there is
    /// none.
    long ofSender(Jid by, long senderId) {
        return senderId == 0 ? 0 : sent.find(by.bare(), senderId);
    }
}
