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
    private final long roomBytes;

    /// Of a node that lends an eighth of its memory.
    public Traffic() {
        this(Runtime.getRuntime().maxMemory() / 8);
    }

    /// @param roomBytes how much may wait for all clients together before the node lends them nothing more
    Traffic(long roomBytes) {
        this.roomBytes = roomBytes;
    }

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

    /// Whether more may wait for a client than for each of them in any case.
    boolean hasRoom() {
        return queuedBytes.sum() <= roomBytes;
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
