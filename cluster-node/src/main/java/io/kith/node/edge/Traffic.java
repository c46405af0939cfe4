package io.kith.node.edge;

import io.kith.proto.stanza.Stanza;
import java.util.concurrent.atomic.LongAdder;

/// What clients have done on this node since it started: counts that only grow, and what waits for
/// them now; for metrics. Safe for all threads.
public final class Traffic {

    private final LongAdder sessions = new LongAdder();
    private final LongAdder messages = new LongAdder();
    private final LongAdder presences = new LongAdder();
    private final LongAdder iqs = new LongAdder();
    private final LongAdder queued = new LongAdder();
    private final LongAdder queuedBytes = new LongAdder();

    void began() {
        sessions.increment();
    }

    void received(Stanza stanza) {
        adder(stanza.kind()).increment();
    }

    /// Sessions bound or resumed.
    public long sessions() {
        return sessions.sum();
    }

    /// Stanzas of that kind that clients have sent.
    public long received(Stanza.Kind kind) {
        return adder(kind).sum();
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

    private LongAdder adder(Stanza.Kind kind) {
        return switch (kind) {
            case MESSAGE -> messages;
            case PRESENCE -> presences;
            case IQ -> iqs;
        };
    }
}
