package io.kith.sharding.session;

import io.kith.proto.stanza.Stanza;
import io.kith.sharding.small.SmallQueue;

/// Messages of a session that have a row and are not covered by its count of handled stanzas yet: what its client
/// sends again when the session can't be resumed. Bounded by what an edge lets a session have unhandled.
final class Unhandled {

    /// A message, its number in the session, and its row.
    record Sent(long n, long id, Stanza message) {}

    private SmallQueue<Sent> sent = SmallQueue.none();
    private boolean frozen;

    void add(long n, long id, Stanza message) {
        sent = sent.with(new Sent(n, id, message));
    }

    /// Everything up to `n` is handled.
    void handled(long n) {
        for (var next = sent.peekFirst(); !frozen && next != null && next.n() <= n; next = sent.peekFirst()) {
            sent.removeFirst();
        }
    }

    /// The client was told how much is handled: what is handled from now on stays.
    void freeze() {
        frozen = true;
    }

    boolean isEmpty() {
        return sent.isEmpty();
    }

    /// Takes the first, when it is not [#isEmpty].
    Sent take() {
        return sent.removeFirst();
    }
}
