package io.kith.sharding.room;

import io.kith.proto.jid.Jid;
import io.kith.sharding.room.relay.FromRelay;
import io.kith.sharding.room.relay.Piece;
import io.kith.sharding.room.relay.RelayBytes;
import io.kith.sharding.room.relay.RelayItem;
import io.kith.sharding.room.relay.Relays;
import io.kith.sharding.room.relay.ToRelay;
import io.kith.sharding.session.Epochs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// The links of one room to the relays of all nodes that have seats. An item is written once, whatever the number of
/// nodes; what is said in one turn leaves as one message per node, in [#flush].
final class RelayLinks {

    private final Jid room;
    private final Relays relays;
    private final Epochs epochs;
    private final Consumer<String> lost;
    private final Map<String, RelayLink> links = new LinkedHashMap<>(4);
    private final Set<String> unheard = new HashSet<>(0);

    /// @param lost learns of a node whose relay can't be told all any more, and must be asked what it holds
    RelayLinks(Jid room, Relays relays, Epochs epochs, Consumer<String> lost) {
        this.room = room;
        this.relays = relays;
        this.epochs = epochs;
        this.lost = lost;
    }

    /// Whether the relay of that node is spoken to, be it for the last time.
    boolean has(String node) {
        return links.containsKey(node);
    }

    void toAll(RelayItem item) {
        var pieces = RelayBytes.pieces(item);
        for (var entry : List.copyOf(links.entrySet())) {
            if (!entry.getValue().isClosing()) {
                say(entry.getKey(), entry.getValue(), pieces);
            }
        }
    }

    void to(String node, RelayItem item) {
        if (!unheard.contains(node)) {
            say(
                    node,
                    links.computeIfAbsent(node, name -> new RelayLink(room, name, epochs.next())),
                    RelayBytes.pieces(item));
        }
    }

    private void say(String node, RelayLink link, List<Piece> pieces) {
        if (!link.say(pieces)) {
            lose(node);
        }
    }

    private void lose(String node) {
        drop(node);
        if (unheard.add(node)) {
            lost.accept(node);
        }
    }

    private void drop(String node) {
        var link = links.remove(node);
        if (link != null) {
            link.abandon();
        }
    }

    /// Runs once all relays have heard what was said so far.
    void whenHeard(Runnable then) {
        var busy = links.values().stream().filter(RelayLink::isBusy).toList();
        if (busy.isEmpty()) {
            then.run();
            return;
        }
        var left = new AtomicInteger(busy.size());
        for (var link : busy) {
            link.whenHeard(() -> {
                if (left.decrementAndGet() == 0) {
                    then.run();
                }
            });
        }
    }

    /// Nothing more is said to that node, once it knows all that was said.
    void close(String node) {
        var link = links.get(node);
        if (link != null) {
            link.close();
            end(node, link);
        }
    }

    /// The node is gone, or begins anew.
    void forget(String node) {
        drop(node);
        unheard.remove(node);
    }

    void confirmed(FromRelay.Confirmed message) {
        var link = links.get(message.node());
        if (link != null) {
            link.confirmed(message.epoch(), message.upTo());
            end(message.node(), link);
        }
    }

    void missing(FromRelay.Missing message) {
        var link = links.get(message.node());
        epochs.after(message.epoch());
        if (link == null) {
            return;
        }
        if (message.epoch() > link.epoch()) {
            lose(message.node()); // it has heard of a life of this room with a clock that was ahead
        } else if (message.epoch() == link.epoch()) {
            link.missing(message.from(), relays);
        }
    }

    void flush() {
        links.values().forEach(link -> link.flush(relays));
    }

    /// Speaks up on links that have been silent for too long. Says whether any waits for a confirmation.
    boolean tick(Instant now) {
        var waiting = false;
        for (var entry : new ArrayList<>(links.entrySet())) {
            entry.getValue().tick(now, relays);
            waiting |= entry.getValue().isBusy();
        }
        return waiting;
    }

    boolean isAtRest() {
        return links.values().stream().noneMatch(RelayLink::isBusy);
    }

    private void end(String node, RelayLink link) {
        if (link.isOver()) {
            links.remove(node);
            relays.tell(node, new ToRelay.Close(room, link.epoch()));
        }
    }
}
