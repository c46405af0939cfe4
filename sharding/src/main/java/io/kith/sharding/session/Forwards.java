package io.kith.sharding.session;

import io.kith.proto.jid.Jid;
import io.kith.sharding.small.SmallMap;
import java.util.ArrayDeque;
import java.util.Deque;

/// Stored messages on their way to the owners of their recipients, in the order of their rows.
///
/// When the link to a peer is full, they wait here, and what comes later for that peer waits behind
/// them; bounded by the rows that an account may have unsettled.
final class Forwards {

    private record Waiting(Delivery delivery, Runnable done) {}

    private final PeerLinks peers;
    private final Outside outside;
    private SmallMap<Jid, Deque<Waiting>> waiting = SmallMap.none();

    Forwards(PeerLinks peers, Outside outside) {
        this.peers = peers;
        this.outside = outside;
    }

    /// Sends a delivery as soon as the link takes it; `done` runs when the peer has done with it.
    void send(Jid peer, Delivery delivery, Runnable done) {
        var before = waiting.get(peer);
        if (before != null) {
            before.addLast(new Waiting(delivery, done));
        } else if (!peers.send(peer, delivery, done)) {
            var first = new ArrayDeque<Waiting>();
            first.add(new Waiting(delivery, done));
            waiting = waiting.with(peer, first);
            again(peer);
        }
    }

    /// Whether something waits for this peer that must not be overtaken.
    boolean isWaitingFor(Jid peer) {
        return waiting.containsKey(peer);
    }

    private void again(Jid peer) {
        outside.later(Backoff.MAX, () -> {
            var queue = waiting.get(peer);
            while (queue != null && !queue.isEmpty()) {
                var next = queue.getFirst();
                if (!peers.send(peer, next.delivery(), next.done())) {
                    again(peer);
                    return;
                }
                queue.removeFirst();
            }
            waiting.remove(peer);
        });
    }
}
