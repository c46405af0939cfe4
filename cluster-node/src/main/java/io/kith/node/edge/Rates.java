package io.kith.node.edge;

import io.kith.sharding.rate.Rate;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// How fast a node reads from its clients: each of them, and all together; may change while they are connected. Beyond
/// it reading pauses, so that TCP slows the client down and nothing is lost; so it does while owners are behind with
/// what was read already. Safe for all threads.
///
/// When all together are too fast, each gets an equal share of the node's rate: only who wants more than that pauses.
public final class Rates {

    /// The limits themselves.
    ///
    /// @param stanzas of one connection
    /// @param bytes of one connection, as they come from the socket
    /// @param nodeStanzas of all connections
    /// @param nodeBytes of all connections
    public record Limits(Rate stanzas, Rate bytes, Rate nodeStanzas, Rate nodeBytes) {

        /// As fast as they can.
        public static final Limits OFF = new Limits(Rate.UNLIMITED, Rate.UNLIMITED, Rate.UNLIMITED, Rate.UNLIMITED);
    }

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final long unhandledMax;
    private final AtomicLong unhandledBytes = new AtomicLong();
    private volatile Limits limits;
    private final AtomicLong stanzasDue = new AtomicLong();
    private final AtomicLong bytesDue = new AtomicLong();
    private final LongAdder pauses = new LongAdder();
    private long second;
    private int senders;
    private int sendersBefore;

    public Rates(Limits limits) {
        this(limits, Long.MAX_VALUE);
    }

    /// @param unhandledMax bytes of what all clients have sent and owners have not handled, while the store is slow for
    ///     instance: beyond it nothing more is read from those who have sent it
    public Rates(Limits limits, long unhandledMax) {
        this.limits = limits;
        this.unhandledMax = unhandledMax;
    }

    /// Other limits from now on.
    public void use(Limits others) {
        limits = others;
    }

    /// How often the reading from a client has paused.
    public long pauses() {
        return pauses.sum();
    }

    /// So much more, or less, of what was read is not handled.
    void unhandled(long bytes) {
        unhandledBytes.addAndGet(bytes);
    }

    /// Of all clients.
    long unhandledBytes() {
        return unhandledBytes.get();
    }

    /// Whether owners have so much to handle that no more should be read.
    boolean areOwnersBehind() {
        return unhandledBytes.get() > unhandledMax;
    }

    Limits now() {
        return limits;
    }

    void paused() {
        pauses.increment();
    }

    /// A connection has sent so much.
    ///
    /// @return whether all together are too fast
    boolean took(Limits as, long stanzas, long bytes, long now) {
        var tooMany = stanzas > 0 && take(as.nodeStanzas(), stanzasDue, stanzas, now);
        var tooMuch = bytes > 0 && take(as.nodeBytes(), bytesDue, bytes, now);
        return tooMany || tooMuch;
    }

    private static boolean take(Rate rate, AtomicLong due, long count, long now) {
        if (rate.isUnlimited()) {
            return false;
        }
        while (true) {
            var before = due.get();
            var after = rate.take(before, count, now);
            if (due.compareAndSet(before, after)) {
                return rate.isOver(after, now);
            }
        }
    }

    static long secondOf(long now) {
        return now / NANOS_PER_SECOND;
    }

    /// One more connection sends in this second.
    synchronized void sends(long inSecond) {
        if (inSecond > second) {
            sendersBefore = inSecond == second + 1 ? senders : 0;
            senders = 0;
            second = inSecond;
        }
        senders++;
    }

    /// Among how many the node's rate is divided: those who send in this second, or sent in the one before.
    synchronized int senders() {
        return Math.max(1, Math.max(senders, sendersBefore));
    }
}
