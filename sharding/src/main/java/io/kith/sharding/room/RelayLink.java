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

    private record Sent(long seq, long id) {}

    private final Jid room;
    private final String node;
    private final LinkSender<Piece> sender;
    private final List<Piece> batch = new ArrayList<>(2);
    private long batchFirst;
    private final long before;
    private final Deque<Awaiting> awaiting = new ArrayDeque<>(0);
    private final Deque<Sent> sent = new ArrayDeque<>(0);
    private final List<Runnable> unsaid = new ArrayList<>(0);
    private boolean settled = true;
    private long settledAt;
    private long heardUpTo;
    private boolean opened;
    private boolean closing;

    private RelayLink(Jid room, String node, long epoch, long before, long heardUpTo) {
        this.room = room;
        this.node = node;
        this.before = before;
        this.heardUpTo = heardUpTo;
        this.sender = new LinkSender<>(epoch, before, BOUNDS);
    }

    /// To a relay that knows nothing.
    ///
    /// @param heardUpTo the clients of that node have been told what is up to this id
    static RelayLink begins(Jid room, String node, long epoch, long heardUpTo) {
        return new RelayLink(room, node, epoch, 0, heardUpTo);
    }

    /// To a relay that holds something: another one in its place finds that it does not know the beginning.
    static RelayLink goesOn(Jid room, String node, long epoch, long heardUpTo) {
        return new RelayLink(room, node, epoch, 1, heardUpTo);
    }

    /// More is to be said before the relay is in line with the room again: until [#settle] it has not heard all.
    void unsettle() {
        settled = false;
    }

    /// All has been said that brings it in line.
    void settle() {
        settled = true;
        settledAt = sender.last();
        unsaid.forEach(this::whenHeard);
        unsaid.clear();
        hearing();
    }

    /// Whether it began with a relay that knew nothing and may not know all yet.
    boolean isBeginning() {
        return before == 0 && !isInLine();
    }

    /// The clients of that node have been told all up to this id.
    long heardUpTo() {
        return heardUpTo;
    }

    /// @return false when the relay has not confirmed more than may be kept for it: it has to be asked what it holds
    boolean say(long id, List<Piece> item) {
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
        sent.addLast(new Sent(sender.last(), id));
        return true;
    }

    /// Runs once the relay has heard all that was said so far.
    void whenHeard(Runnable then) {
        if (!settled) {
            unsaid.add(then);
        } else if (sender.unconfirmedCount() == 0) {
            then.run();
        } else {
            awaiting.addLast(new Awaiting(sender.last(), then));
        }
    }

    /// What runs when the relay has heard something that it has not heard.
    List<Runnable> awaited() {
        var all = new ArrayList<Runnable>(awaiting.size() + unsaid.size());
        awaiting.forEach(one -> all.add(one.then()));
        all.addAll(unsaid);
        return all;
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
        return closing && !isBusy();
    }

    boolean isBusy() {
        return !settled || sender.unconfirmedCount() > 0;
    }

    /// Whether the relay has confirmed anything.
    boolean wasHeard() {
        return sender.unconfirmedCount() < sender.last() || before > 0;
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
            relays.tell(node, new ToRelay.Stood(room, sender.epoch(), sender.epoch(), before + 1, before));
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
        hearing();
    }

    /// While it is brought in line it is told what has come before behind what comes now.
    private void hearing() {
        var confirmed = sender.last() - sender.unconfirmedCount();
        while (isInLine() && !sent.isEmpty() && sent.peekFirst().seq() <= confirmed) {
            heardUpTo = Math.max(heardUpTo, sent.removeFirst().id());
        }
    }

    private boolean isInLine() {
        return settled && sender.last() - sender.unconfirmedCount() >= settledAt;
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
