package io.kith.node.edge;

import io.kith.proto.stanza.Stanza;
import java.time.Duration;

/// How many questions of a client its owner has, and has not answered: answers may be a thousand times as large, so
/// many at once would overrun what may wait to be written.
///
/// Asked are accounts, rooms and domains; a resource is another client, which may take its time. Answers
/// aren't matched by their ids: one counts for any question, so that it bounds what is asked, and proves nothing.
final class Requests {

    /// Open questions; as many, and the next one waits until one is answered.
    static final int OPEN_MAX = 8;

    /// How long that may last; then none of them is waited for any more.
    static final Duration ANSWERED_WITHIN = Duration.ofSeconds(5);

    private static final long NEVER = Long.MIN_VALUE;

    private int open;
    private long manySinceMillis = NEVER;

    /// Whether this is a question that counts.
    static boolean isOne(Stanza stanza) {
        if (!stanza.isRequest()) {
            return false;
        }
        var to = stanza.to();
        return to == null || !to.isFull();
    }

    /// One more goes to the owner.
    void asked() {
        open++;
    }

    /// An answer goes to the client.
    void answered() {
        open--;
        manySinceMillis = NEVER;
    }

    /// Whether none is open: there is nothing to remember.
    boolean isEmpty() {
        return open <= 0;
    }

    /// Whether so many are open that the next one has to wait.
    boolean areMany(long nowMillis) {
        if (open < OPEN_MAX) {
            return false;
        }
        if (manySinceMillis == NEVER) {
            manySinceMillis = nowMillis;
        }
        if (nowMillis - manySinceMillis < ANSWERED_WITHIN.toMillis()) {
            return true;
        }
        open = 0;
        manySinceMillis = NEVER;
        return false;
    }
}
