package io.kith.sharding.room;

import io.kith.proto.jid.Jid;
import io.kith.sharding.link.Announcement;
import io.kith.sharding.link.LinkBounds;
import io.kith.sharding.link.LinkSender;
import io.kith.sharding.link.Offered;
import io.kith.sharding.room.relay.Piece;
import io.kith.sharding.room.relay.Relays;
import io.kith.sharding.room.relay.ToRelay;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// What a room says to the relay of one node, until the relay has confirmed it.
final class RelayLink {

    static final LinkBounds<Piece> BOUNDS = new LinkBounds<>(16_000, 32L << 20, Piece::size, Duration.ofSeconds(1));

    /// Pieces and bytes in one message; more go in several.
    private static final int PART_PIECES_MAX = 256;

    private static final int PART_BYTES_MAX = 96 << 10;

    private record Awaiting(long seq, Runnable then) {}

    private final Jid room;
    private final String node;
    private final LinkSender<Piece> sender;
    private final List<Piece> batch = new ArrayList<>(2);
    private long batchFirst;
    private final Deque<Awaiting> awaiting = new ArrayDeque<>(0);
    private boolean opened;
    private boolean closing;

    RelayLink(Jid room, String node, long epoch) {
        this.room = room;
        this.node = node;
        this.sender = new LinkSender<>(epoch, BOUNDS);
    }

    /// @return false when the relay has not confirmed more than may be kept for it: it has to be asked what it holds
    boolean say(List<Piece> item) {
        closing = false;
        for (var piece : item) {
            switch (sender.offer(piece)) {
                case Offered.Full<Piece> _ -> {
                    return false;
                }
                case Offered.Numbered<Piece> numbered -> {
                    if (batch.isEmpty()) {
                        batchFirst = numbered.seq();
                    }
                    batch.add(piece);
                }
            }
        }
        return true;
    }

    /// Runs once the relay has heard all that was said so far.
    void whenHeard(Runnable then) {
        if (sender.unconfirmedCount() == 0) {
            then.run();
        } else {
            awaiting.addLast(new Awaiting(sender.last(), then));
        }
    }

    /// The relay will be asked what it holds, or is no more: nothing is awaited.
    void abandon() {
        while (!awaiting.isEmpty()) {
            awaiting.removeFirst().then().run();
        }
    }

    /// Nothing more is said once all has been confirmed.
    void close() {
        closing = true;
    }

    boolean isClosing() {
        return closing;
    }

    /// Whether it is closed and the relay knows all.
    boolean isOver() {
        return closing && sender.unconfirmedCount() == 0;
    }

    boolean isBusy() {
        return sender.unconfirmedCount() > 0;
    }

    long epoch() {
        return sender.epoch();
    }

    void flush(Relays relays) {
        if (batch.isEmpty()) {
            return;
        }
        if (!opened) {
            opened = true;
            relays.tell(node, new ToRelay.Stood(room, sender.epoch(), sender.epoch(), 1, 0));
        }
        send(relays, batchFirst, batch);
        batch.clear();
    }

    void confirmed(long epoch, long upTo) {
        sender.confirm(epoch, upTo);
        var confirmed = sender.last() - sender.unconfirmedCount();
        while (!awaiting.isEmpty() && awaiting.peekFirst().seq() <= confirmed) {
            awaiting.removeFirst().then().run();
        }
    }

    /// The relay misses something of this epoch.
    void missing(long from, Relays relays) {
        sender.onGap(sender.epoch(), from).ifPresent(resend -> {
            announce(relays, resend.opening());
            if (!resend.messages().isEmpty()) {
                send(relays, resend.first(), resend.messages());
            }
        });
    }

    void tick(Instant now, Relays relays) {
        sender.tick(now).ifPresent(at -> announce(relays, at));
    }

    private void announce(Relays relays, Announcement at) {
        relays.tell(node, new ToRelay.Stood(room, at.epoch(), at.since(), at.base(), at.last()));
    }

    private void send(Relays relays, long first, List<Piece> pieces) {
        var start = 0;
        var bytes = 0;
        for (var i = 0; i < pieces.size(); i++) {
            var size = pieces.get(i).size();
            if (i > start && (i - start == PART_PIECES_MAX || bytes + size > PART_BYTES_MAX)) {
                relays.tell(node, new ToRelay.Said(room, sender.epoch(), first + start, pieces.subList(start, i)));
                start = i;
                bytes = 0;
            }
            bytes += size;
        }
        relays.tell(node, new ToRelay.Said(room, sender.epoch(), first + start, pieces.subList(start, pieces.size())));
    }
}
