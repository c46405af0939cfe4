package io.kith.node.edge;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.EdgeMessage;
import io.kith.sharding.edge.Sight;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What owners have said to a connection that has not come round to it yet, and the presence of others. Any thread
/// puts in, the connection takes out. Bounded when something is put in; empty, it holds nothing.
final class Letters {

    /// What comes beside the owner's link.
    sealed interface Beside {
        List<Stanza> stanzas();

        /// Its weight.
        default long size() {
            var size = 0L;
            for (var stanza : stanzas()) {
                size += stanza.size();
            }
            return size;
        }
    }

    /// Presence for the client, from the node's hub.
    record Shown(List<Stanza> stanzas) implements Beside {}

    /// From a room, by way of its relay on this node.
    ///
    /// @param occupant the client's own address in the room
    /// @param id where the room is with it
    /// @param sight whom the client has been shown with this
    /// @param last whether the room has nothing more for the client
    record Relayed(Jid occupant, long id, Sight sight, List<Stanza> stanzas, boolean last) implements Beside {}

    private final Traffic ofNode;
    private @Nullable ArrayDeque<Object> waiting; // EdgeMessage or Beside
    private long bytes;
    private boolean over;

    Letters(Traffic ofNode) {
        this.ofNode = ofNode;
    }

    /// @return whether the connection has to be woken: it is not, when letters wait already
    boolean put(EdgeMessage message) {
        return put(message, sizeOf(message));
    }

    /// As for a message.
    boolean put(Beside beside) {
        return put(beside, beside.size());
    }

    private synchronized boolean put(Object letter, long size) {
        if (over) {
            return false;
        }
        bytes += size;
        if (Outbox.isTooMuch(bytes, ofNode)) {
            over = true; // what is dropped here is not confirmed, so the owner still has it
            return waiting == null;
        }
        if (waiting != null) {
            waiting.addLast(letter);
            return false;
        }
        waiting = new ArrayDeque<>(4);
        waiting.addLast(letter);
        return true;
    }

    /// All letters, each an [EdgeMessage] or [Beside], in order; null when there are none.
    synchronized @Nullable ArrayDeque<Object> take() {
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
