package io.kith.sharding.link;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// The messages a busy sender keeps, oldest first. Exists only while there are some.
final class Unconfirmed<M> {

    private static final int FIRST_CAPACITY = 4;

    private final ArrayDeque<M> messages = new ArrayDeque<>(FIRST_CAPACITY);

    /// The epoch in which the oldest of these messages may have been numbered.
    final long since;

    private long bytes;
    private long quietSinceMillis;
    private boolean progressed = true;

    Unconfirmed(long since) {
        this.since = since;
    }

    boolean hasRoomFor(int weight, LinkBounds<M> bounds) {
        return messages.isEmpty() || (messages.size() < bounds.messagesMax() && weight <= bounds.bytesMax() - bytes);
    }

    void add(M message, int weight) {
        messages.addLast(message);
        bytes += weight;
    }

    void forget(int count, LinkBounds<M> bounds) {
        for (var i = 0; i < count; i++) {
            bytes -= bounds.weigher().applyAsInt(messages.removeFirst());
        }
        progressed = true;
    }

    int size() {
        return messages.size();
    }

    long bytes() {
        return bytes;
    }

    List<M> without(int oldest) {
        var rest = new ArrayList<M>(messages.size() - oldest);
        var index = 0;
        for (var message : messages) {
            if (index++ >= oldest) {
                rest.add(message);
            }
        }
        return rest;
    }

    /// True once per silence: no confirmation has moved this link for that long.
    boolean silentFor(long silenceMillis, long nowMillis) {
        if (progressed) {
            progressed = false;
            quietSinceMillis = nowMillis;
            return false;
        }
        if (nowMillis - quietSinceMillis < silenceMillis) {
            return false;
        }
        quietSinceMillis = nowMillis;
        return true;
    }
}
