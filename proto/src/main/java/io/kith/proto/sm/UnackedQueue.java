package io.kith.proto.sm;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.xml.Element;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was written to a client and not yet acknowledged, in the order in which it was written (XEP-0198 §4).
///
/// Bounded in stanzas and in bytes: what would be over a bound is not taken, and not numbered; the caller must then
/// end the session rather than write it, as a resumed stream must have no hole. Empty it holds no queue. One caller at
/// a time.
public final class UnackedQueue {

    /// What an acknowledgement came to.
    public sealed interface Acked {

        /// These were handled, the oldest first; none if the count had not moved.
        record Handled(List<Unacked> stanzas) implements Acked {}

        /// The client claims more than it was sent (XEP-0198 §4): the stream must be closed.
        record TooHigh(AckCounter claimed, AckCounter sent) implements Acked {

            /// The detail of the stream error `undefined-condition`.
            public Element toElement() {
                return Element.of("handled-count-too-high", Namespaces.SM)
                        .withAttribute("h", claimed)
                        .withAttribute("send-count", sent);
            }
        }
    }

    private final int stanzasMax;
    private final long bytesMax;
    private @Nullable ArrayDeque<Unacked> queue;
    private long bytes;
    private AckCounter sent;

    /// An empty queue of a session that begins.
    public UnackedQueue(int stanzasMax, long bytesMax) {
        this(stanzasMax, bytesMax, AckCounter.ZERO, List.of());
    }

    /// The queue of a parked session, as [#acked()] and [#drain()] gave it. The bounds hold for what is added.
    public UnackedQueue(int stanzasMax, long bytesMax, AckCounter acked, List<Unacked> parked) {
        if (stanzasMax < 1 || bytesMax < 1) {
            throw new IllegalArgumentException("a queue must have room for something");
        }
        this.stanzasMax = stanzasMax;
        this.bytesMax = bytesMax;
        this.sent = acked;
        parked.forEach(this::add);
    }

    /// Numbers a stanza that is about to be written, and keeps it.
    ///
    /// @return false, and nothing is changed, if it would be over a bound
    public boolean offer(Unacked stanza) {
        if (size() >= stanzasMax || bytes + stanza.bytes().length > bytesMax) {
            return false;
        }
        add(stanza);
        return true;
    }

    /// Drops what the client says it has handled. A count that went back looks like one that is far too high.
    public Acked ack(AckCounter handled) {
        var count = handled.since(acked());
        if (count > size()) {
            return new Acked.TooHigh(handled, sent);
        }
        var stanzas = new ArrayList<Unacked>((int) count);
        var waiting = queue;
        for (var i = 0; i < count && waiting != null; i++) {
            var stanza = waiting.remove();
            bytes -= stanza.bytes().length;
            stanzas.add(stanza);
        }
        if (waiting != null && waiting.isEmpty()) {
            queue = null;
        }
        return new Acked.Handled(stanzas);
    }

    /// What waits, the oldest first, in a list of its own: to be written again on a resumed stream.
    public List<Unacked> waiting() {
        var waiting = queue;
        return waiting == null ? List.of() : List.copyOf(waiting);
    }

    /// Empties the queue to park it: what waited, the oldest first. Ask for [#acked()] before.
    public List<Unacked> drain() {
        var all = waiting();
        queue = null;
        bytes = 0;
        return all;
    }

    /// How many wait.
    public int size() {
        var waiting = queue;
        return waiting == null ? 0 : waiting.size();
    }

    /// How many bytes wait.
    public long bytes() {
        return bytes;
    }

    /// How many were written.
    public AckCounter sent() {
        return sent;
    }

    /// How many are known to be handled.
    public AckCounter acked() {
        return sent.plus(-size());
    }

    private void add(Unacked stanza) {
        var waiting = queue;
        if (waiting == null) {
            waiting = new ArrayDeque<>(4);
            queue = waiting;
        }
        waiting.add(stanza);
        bytes += stanza.bytes().length;
        sent = sent.next();
    }
}
