package io.kith.sharding.session;

import io.kith.persistence.archive.Row;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/// Messages of a client that could not resume its session, recognised when they come again (XEP-0198 §6.1).
///
/// A message is the same when its [Content] is. It is recognised once. Where the list is exact
/// (what had been accepted beyond the count that the client was told), a client has no other reason
/// to begin with these; where it may hold more, and once the client has said something else, only
/// what has an `id` is recognised, since somebody may well write "ok" twice.
final class Resends {

    /// How long after the failure they are looked for.
    static final Duration KEPT = Duration.ofMinutes(5);

    /// A message and its row.
    private record Sent(long content, long id) {}

    private final SequencedSet<Sent> sent = new LinkedHashSet<>();
    private final Unhandled beyond;
    private final Instant until;
    private boolean exact;

    private Resends(Unhandled beyond, Instant until, boolean exact) {
        this.beyond = beyond;
        this.until = until;
        this.exact = exact;
    }

    /// Of an owner that knows what the client was told.
    ///
    /// @param beyond what it had accepted beyond that, frozen then; some may still be on its way
    static Resends exactly(Unhandled beyond, Instant now) {
        return new Resends(beyond, now.plus(KEPT), true);
    }

    /// Of an owner that was not there all the time: what the account's clients have sent lately, in the log or on its
    /// way there.
    static Resends among(Collection<Row> rows, Unhandled beyond, Instant now) {
        var resends = new Resends(beyond, now.plus(KEPT), false);
        var oldest = StanzaId.lowestAt(now.minus(KEPT));
        for (var row : rows) {
            if (row.n() > 0 && row.id() >= oldest) {
                resends.sent.add(new Sent(Content.of(Stanza.parse(row.stanza())), row.id()));
            }
        }
        return resends;
    }

    /// With what the session that could not be resumed was to recognise itself, and its client did not come to say
    /// again.
    Resends and(@Nullable Resends left, Instant now) {
        if (left != null && now.isBefore(left.until)) {
            left.gather();
            sent.addAll(left.sent);
            exact &= left.exact || left.sent.isEmpty();
        }
        return this;
    }

    /// The id of the row that this message has already; 0 when it has none.
    long take(Stanza message, Instant now) {
        gather();
        if (sent.isEmpty() || !now.isBefore(until)) {
            sent.clear();
            return 0;
        }
        if (!exact && message.id().isEmpty()) {
            return 0;
        }
        var content = Content.of(message);
        for (Iterator<Sent> each = sent.iterator(); each.hasNext(); ) {
            var next = each.next();
            if (next.content() == content) {
                each.remove();
                return next.id();
            }
        }
        exact = false;
        return 0;
    }

    private void gather() {
        while (!beyond.isEmpty()) {
            var each = beyond.take();
            sent.add(new Sent(Content.of(each.message()), each.id()));
        }
    }
}
