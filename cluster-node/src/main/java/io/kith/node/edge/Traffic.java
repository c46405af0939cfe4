package io.kith.node.edge;

import io.kith.proto.stanza.Stanza;
import java.util.concurrent.atomic.LongAdder;

/// What clients have done on this node since it started: counts that only grow, and what waits for
/// them now; for metrics. Safe for all threads.
public final class Traffic {

    private final LongAdder sessions = new LongAdder();
    private final ByKind received = new ByKind();
    private final ByKind sent = new ByKind();
    private final LongAdder queued = new LongAdder();
    private final LongAdder queuedBytes = new LongAdder();

    void began() {
        sessions.increment();
    }

    void received(Stanza stanza) {
        received.of(stanza.kind()).increment();
    }

    void sent(Stanza stanza) {
        sent.of(stanza.kind()).increment();
    }

    /// Sessions bound or resumed.
    public long sessions() {
        return sessions.sum();
    }

    /// Stanzas of that kind that clients have sent.
    public long received(Stanza.Kind kind) {
        return received.of(kind).sum();
    }

    /// Stanzas of that kind that were written to clients.
    public long sent(Stanza.Kind kind) {
        return sent.of(kind).sum();
    }

    /// So much more waits for a client, or less.
    void queues(int more, long moreBytes) {
        queued.add(more);
        queuedBytes.add(moreBytes);
    }

    /// Stanzas, and elements of streams, that wait to be written to clients.
    public long queued() {
        return queued.sum();
    }

    /// Their bytes.
    public long queuedBytes() {
        return queuedBytes.sum();
    }

    private record ByKind(LongAdder messages, LongAdder presences, LongAdder iqs) {

        ByKind() {
            this(new LongAdder(), new LongAdder(), new LongAdder());
        }

        LongAdder of(Stanza.Kind kind) {
            return switch (kind) {
                case MESSAGE -> messages;
                case PRESENCE -> presences;
                case IQ -> iqs;
            };
        }
    }
}
