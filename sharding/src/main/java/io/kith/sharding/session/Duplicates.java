package io.kith.sharding.session;

import io.kith.persistence.archive.Direction;
import io.kith.persistence.archive.Row;
import io.kith.proto.jid.Jid;
import java.util.LinkedHashMap;
import java.util.Map;

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

    private record Numbered(String session, long n) {}

    private record Origin(Jid to, String originId) {}

    private record Sent(Jid by, long senderId) {}

    private final Map<Numbered, Long> numbered = newest();
    private final Map<Origin, Long> origins = newest();
    private final Map<Sent, Long> sent = newest();

    /// Remembers a row that is stored or being written.
    void remember(Row row) {
        if (row.direction() == Direction.IN && row.senderId() > 0) {
            sent.put(new Sent(row.peer().bare(), row.senderId()), row.id());
        }
        if (row.n() > 0) {
            numbered.put(new Numbered(row.session(), row.n()), row.id());
            if (!row.originId().isEmpty()) {
                origins.put(new Origin(row.peer(), row.originId()), row.id());
            }
        }
    }

    /// Forgets a row that was never stored.
    void forget(Row row) {
        sent.remove(new Sent(row.peer().bare(), row.senderId()));
        numbered.remove(new Numbered(row.session(), row.n()));
        origins.remove(new Origin(row.peer(), row.originId()));
    }

    /// The id of the row that this account's client has caused by the same stanza before, 0 if
    /// there is none.
    long ofClient(String session, long n, Jid to, String originId) {
        var known = numbered.get(new Numbered(session, n));
        if (known == null && !originId.isEmpty()) {
            known = origins.get(new Origin(to, originId));
        }
        return known == null ? 0 : known;
    }

    /// The id of the row of the message that has this id in the log of its sender, 0 if there is
    /// none.
    long ofSender(Jid by, long senderId) {
        var known = senderId == 0 ? null : sent.get(new Sent(by.bare(), senderId));
        return known == null ? 0 : known;
    }

    private static <K> Map<K, Long> newest() {
        return new LinkedHashMap<>(0) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Long> eldest) {
                return size() > KNOWN_MAX;
            }
        };
    }
}
