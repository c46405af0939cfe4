package io.kith.node.edge;

import io.kith.proto.stanza.Stanza;
import java.time.Duration;
import java.time.InstantSource;

/// How many questions a client has asked that a server has to answer: answers may be a thousand times as large, so
/// many at once would overrun what may wait to be written.
///
/// Asked are accounts, rooms and domains; a resource is another client, which may take its time. Answers
/// aren't matched by their ids: one counts for any question, so that it bounds what is asked, and proves nothing.
final class Requests {

    /// Open questions; as many, and nothing more is read until one is answered.
    static final int OPEN_MAX = 8;

    /// How long that may last; then none of them is waited for any more.
    static final Duration ANSWERED_WITHIN = Duration.ofSeconds(5);

    private static final long NEVER = Long.MIN_VALUE;

    private int open;
    private long manySinceMillis = NEVER;

    /// The client sends this.
    void asked(Stanza stanza) {
        if (stanza.isRequest()) {
            var to = stanza.to();
            if (to == null || !to.isFull()) {
                open++;
            }
        }
    }

    /// The client is given this.
    void answered(Stanza stanza) {
        if (open > 0 && stanza.isResponse()) {
            open--;
            manySinceMillis = NEVER;
        }
    }

    /// Whether so many are open that the client has to wait.
    boolean areMany(InstantSource clock) {
        if (open < OPEN_MAX) {
            return false;
        }
        var now = clock.millis();
        if (manySinceMillis == NEVER) {
            manySinceMillis = now;
        }
        if (now - manySinceMillis < ANSWERED_WITHIN.toMillis()) {
            return true;
        }
        open = 0;
        manySinceMillis = NEVER;
        return false;
    }
}
