package io.kith.node.edge;

import io.kith.sharding.edge.EdgeMessage;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// What owners have said to a connection that has not come round to it yet. Any thread puts in, the
/// connection takes out. Bounded when something is put in; empty, it holds nothing.
final class Letters {

    private @Nullable ArrayDeque<EdgeMessage> waiting;
    private long bytes;
    private boolean over;

    /// @return whether the connection has to be woken: it is not, when letters wait already
    synchronized boolean put(EdgeMessage message) {
        if (over) {
            return false;
        }
        bytes += sizeOf(message);
        if (bytes > Outbox.BYTES_MAX) {
            over = true; // what is dropped here is not confirmed, so the owner still has it
            return waiting == null;
        }
        if (waiting != null) {
            waiting.addLast(message);
            return false;
        }
        waiting = new ArrayDeque<>(4);
        waiting.addLast(message);
        return true;
    }

    /// All letters, in order; null when there are none.
    synchronized @Nullable ArrayDeque<EdgeMessage> take() {
        var taken = waiting;
        waiting = null;
        bytes = 0;
        return taken;
    }

    /// Whether more came than may wait: the client is too slow.
    synchronized boolean isOver() {
        return over;
    }

    private static long sizeOf(EdgeMessage message) {
        if (!(message instanceof EdgeMessage.Outbound outbound)) {
            return 0;
        }
        var size = 0L;
        for (var out : outbound.items()) {
            size += out.stanza().size();
        }
        return size;
    }
}
