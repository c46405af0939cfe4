package io.kith.node.edge;

import java.time.Instant;

/// How fast one client is, and until when reading from it pauses. A few numbers; no timer but while it pauses.
///
/// What was read is always taken, and paid off by the pause that follows.
final class Pace {

    /// Over its share for less than that, a client need not pause: it would be woken later than that anyway.
    static final long SHARE_GRACE_NANOS = 250_000_000;

    /// While owners are behind, it is looked again after this time.
    static final long BEHIND_NANOS = 50_000_000;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Rates rates;
    private long now;
    private long stanzasDue;
    private long bytesDue;
    private long shareDue;
    private long second;
    private long unhandled;
    private long pausedUntil = Long.MIN_VALUE;

    Pace(Rates rates) {
        this.rates = rates;
    }

    /// The socket has read so many bytes.
    void read(int bytes, long nowMillis) {
        now = nowMillis * NANOS_PER_MILLI;
        var limits = rates.now();
        if (limits.equals(Rates.Limits.OFF)) {
            return;
        }
        bytesDue = limits.bytes().take(bytesDue, bytes, now);
        share(limits, 0, bytes);
        pauseUntil(limits.bytes().freeAt(bytesDue));
    }

    /// So much of what this client has sent is not handled now. It waits with the others who have sent too much for
    /// owners, and as soon as all of its own is handled it goes on.
    void unhandled(long bytes) {
        rates.unhandled(bytes - unhandled);
        unhandled = bytes;
        if (mustWait()) {
            pauseUntil(now + BEHIND_NANOS);
        }
    }

    private boolean mustWait() {
        return unhandled > 0 && rates.areOwnersBehind();
    }

    /// There was a stanza in it.
    void stanza() {
        var limits = rates.now();
        if (limits.equals(Rates.Limits.OFF)) {
            return;
        }
        stanzasDue = limits.stanzas().take(stanzasDue, 1, now);
        share(limits, 1, 0);
        pauseUntil(limits.stanzas().freeAt(stanzasDue));
    }

    /// While all together are too fast, an equal share of the node's rate is what this client has.
    private void share(Rates.Limits limits, int stanzas, int bytes) {
        if (Rates.secondOf(now) != second) {
            second = Rates.secondOf(now);
            rates.sends(second);
        }
        if (rates.took(limits, stanzas, bytes, now)) {
            var cost = stanzas > 0
                    ? limits.nodeStanzas().nanosOf(stanzas)
                    : limits.nodeBytes().nanosOf(bytes);
            shareDue = Math.max(shareDue, now) + cost * rates.senders();
            pauseUntil(shareDue - SHARE_GRACE_NANOS);
        }
    }

    private void pauseUntil(long free) {
        if (free > now && free > pausedUntil) {
            if (!isPaused()) {
                rates.paused();
            }
            pausedUntil = free;
        }
    }

    boolean isPaused() {
        return pausedUntil != Long.MIN_VALUE;
    }

    /// Ends the pause if its time is over and owners are not behind.
    ///
    /// @return whether it has ended now
    boolean resumes(long nowMillis) {
        if (!isPaused() || nowMillis * NANOS_PER_MILLI < pausedUntil) {
            return false;
        }
        now = nowMillis * NANOS_PER_MILLI;
        if (mustWait()) {
            pausedUntil = now + BEHIND_NANOS;
            return false;
        }
        pausedUntil = Long.MIN_VALUE;
        return true;
    }

    /// The earlier of the end of the pause, if there is one, and `other`.
    Instant deadline(Instant other) {
        if (!isPaused()) {
            return other;
        }
        // rounded up to what clocks tell
        var millis = -Math.floorDiv(-pausedUntil, NANOS_PER_MILLI);
        var end = Instant.ofEpochMilli(millis);
        return end.isBefore(other) ? end : other;
    }
}
