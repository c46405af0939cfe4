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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// The links of one room to the relays of all nodes that have seats. An item is written once, whatever the number of
/// nodes; what is said in one turn leaves as one message per node, in [#flush].
final class RelayLinks {

    /// Of a relay that must be asked what it holds.
    ///
    /// @param heardUpTo the clients of that node have been told what is up to this id
    /// @param beginning whether it knew nothing, and may not know all yet
    /// @param awaited runs once it has heard what it has lost
    private record Lost(long heardUpTo, boolean beginning, List<Runnable> awaited) {

        Lost awaitedBy(Runnable one) {
            var all = new ArrayList<>(awaited);
            all.add(one);
            return new Lost(heardUpTo, beginning, all);
        }
    }

    private final Jid room;
    private final Relays relays;
    private final Epochs epochs;
    private final Consumer<String> lost;
    private final Map<String, RelayLink> links = new LinkedHashMap<>(4);
    private final Map<String, Lost> unheard = new HashMap<>(0);
    private final Map<String, Long> lives = new HashMap<>(0);
    private long life;

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
                say(entry.getKey(), entry.getValue(), item.id(), pieces);
            }
        }
    }

    void to(String node, RelayItem item) {
        if (!unheard.containsKey(node)) {
            var link = links.computeIfAbsent(node, name -> RelayLink.begins(room, name, epochs.next(), item.id() - 1));
            say(node, link, item.id(), RelayBytes.pieces(item));
        }
    }

    /// Changes whenever that node is told anew how things are. What was to be said to it before, and was not, is part
    /// of that.
    long life(String node) {
        return lives.getOrDefault(node, 0L);
    }

    /// Nothing is said to that node until it has answered what it holds.
    ///
    /// @param heardUpTo what its clients have been told, unless that is known
    void hold(String node, long heardUpTo) {
        var link = links.remove(node);
        if (link != null) {
            unheard.put(node, new Lost(link.heardUpTo(), link.isBeginning(), link.awaited()));
        } else {
            unheard.putIfAbsent(node, new Lost(heardUpTo, false, List.of()));
        }
    }

    /// What the clients of a node have been told whose relay is asked.
    long heardUpTo(String node) {
        var held = unheard.get(node);
        return held == null ? 0 : held.heardUpTo();
    }

    /// Whether the relay that is asked may not know all yet that it was told when it began.
    boolean wasBeginning(String node) {
        var held = unheard.get(node);
        return held != null && held.beginning();
    }

    /// That node is told from now on what is said to all, and is to be brought in line, until [#settle].
    ///
    /// @param anew whether its relay knows nothing
    /// @param heardUpTo what its clients have been told
    void open(String node, boolean anew, long heardUpTo) {
        var held = unheard.remove(node);
        var link = anew
                ? RelayLink.begins(room, node, epochs.next(), heardUpTo)
                : RelayLink.goesOn(room, node, epochs.next(), heardUpTo);
        link.unsettle();
        if (held != null) {
            held.awaited().forEach(link::whenHeard);
        }
        links.put(node, link);
        lives.put(node, ++life);
    }

    /// All has been said that brings that node in line.
    void settle(String node) {
        var link = links.get(node);
        if (link != null) {
            link.settle();
            end(node, link);
        }
    }

    private void say(String node, RelayLink link, long id, List<Piece> pieces) {
        if (!link.say(id, pieces)) {
            lose(node);
        }
    }

    /// That node can't be told all any more: it is asked.
    void lose(String node) {
        hold(node, 0);
        lost.accept(node);
    }

    /// Runs once all relays have heard what was said so far, also those that are asked.
    void whenHeard(Runnable then) {
        var busy = links.values().stream().filter(RelayLink::isBusy).toList();
        if (busy.isEmpty() && unheard.isEmpty()) {
            then.run();
            return;
        }
        var left = new AtomicInteger(busy.size() + unheard.size());
        Runnable one = () -> {
            if (left.decrementAndGet() == 0) {
                then.run();
            }
        };
        busy.forEach(link -> link.whenHeard(one));
        unheard.replaceAll((_, held) -> held.awaitedBy(one));
    }

    /// Runs once the relay of that node has heard what was said to it so far, also when it is asked.
    void whenHeard(String node, Runnable then) {
        var link = links.get(node);
        if (unheard.computeIfPresent(node, (_, held) -> held.awaitedBy(then)) != null) {
            return;
        }
        if (link == null) {
            then.run();
        } else {
            link.whenHeard(then);
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

    /// The node is gone: nothing is awaited from it.
    void forget(String node) {
        hold(node, 0);
        var held = unheard.remove(node);
        if (held != null) {
            held.awaited().forEach(Runnable::run);
        }
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
            if (message.from() == FromRelay.Missing.ALL && link.wasHeard()) {
                lose(message.node()); // the relay that has heard it is no more
            } else {
                link.missing(message.from(), relays);
            }
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
