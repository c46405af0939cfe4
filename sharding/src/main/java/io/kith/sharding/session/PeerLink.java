package io.kith.sharding.session;

import io.kith.proto.jid.Jid;
import io.kith.sharding.link.Announcement;
import io.kith.sharding.link.Gap;
import io.kith.sharding.link.LinkBounds;
import io.kith.sharding.link.LinkReceiver;
import io.kith.sharding.link.LinkSender;
import io.kith.sharding.link.Offered;
import io.kith.sharding.link.Received;
import io.kith.sharding.link.Resend;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The two directions between this owner and one other.
///
/// A delivery is confirmed when the prefix up to it is done with, so that a receiver that dies
/// before it has stored a message is sent it again.
final class PeerLink {

    static final LinkBounds<Delivery> BOUNDS =
            new LinkBounds<>(4_000, 16L << 20, delivery -> delivery.stanza().size(), Duration.ofSeconds(1));

    /// Deliveries and bytes in one message between owners; more goes in several.
    private static final int PART_ITEMS_MAX = 128;

    private static final int PART_BYTES_MAX = 96 << 10;

    /// Takes a part of a run of deliveries.
    @FunctionalInterface
    interface Part {
        void send(long first, List<Delivery> items);
    }

    final Jid peer;
    boolean touched;

    private @Nullable LinkSender<Delivery> sender;
    private final Deque<Runnable> unconfirmed = new ArrayDeque<>();
    private final List<Delivery> batch = new ArrayList<>(1);
    private long batchFirst;
    private boolean opened;

    private @Nullable LinkReceiver<Delivery> receiver;
    private InboundWindow window = new InboundWindow(0);
    private boolean confirmDue;
    private @Nullable Gap gap;

    PeerLink(Jid peer) {
        this.peer = peer;
    }

    boolean send(Delivery delivery, Runnable done, Epochs epochs) {
        if (sender == null) {
            sender = new LinkSender<>(epochs.next(), BOUNDS);
        }
        return switch (sender.offer(delivery)) {
            case Offered.Full<Delivery> _ -> false;
            case Offered.Numbered<Delivery> numbered -> {
                if (batch.isEmpty()) {
                    batchFirst = numbered.seq();
                }
                batch.add(delivery);
                unconfirmed.addLast(done);
                yield true;
            }
        };
    }

    void onDeliver(UserSession.Deliver message, PeerLinks.Receiving receiving, Runnable touch) {
        var link = receiver();
        switch (link.receive(message.epoch(), message.firstSeq(), message.items())) {
            case Received.Accept<Delivery>(var items) -> {
                follow(link.accepted() - items.size());
                var current = window;
                for (var item : items) {
                    var seq = current.accept();
                    receiving.take(peer, item, () -> {
                        current.done(seq);
                        confirmDue = true;
                        touch.run();
                    });
                } // confirmed when it is done with: a sender keeps it until then, whatever is said before
            }
            case Received.Duplicate<Delivery> _ -> confirmDue = true;
            case Received.Missing<Delivery>(var missing) -> gap = missing;
            case Received.StaleEpoch<Delivery>(var current) -> gap = new Gap(current, Gap.UNKNOWN);
            case Received.Early<Delivery> _ -> {
                // asked for already
            }
        }
    }

    void onAnnounced(Announcement announcement) {
        var link = receiver();
        switch (link.announced(announcement)) {
            case Received.Missing<Delivery>(var missing) -> gap = missing;
            case Received.StaleEpoch<Delivery>(var current) -> gap = new Gap(current, Gap.UNKNOWN);
            case Received.Duplicate<Delivery> _, Received.Accept<Delivery> _, Received.Early<Delivery> _ -> {
                // nothing is missing
            }
        }
        follow(link.accepted());
        confirmDue = true;
    }

    void onConfirmed(long epoch, long stored) {
        if (sender != null) {
            for (var let = sender.confirm(epoch, stored); let > 0; let--) {
                unconfirmed.removeFirst().run();
            }
        }
    }

    /// The other end misses something; or it has heard a higher epoch, of an owner before this one
    /// with a clock that was ahead, and what is unconfirmed begins anew above that.
    Optional<Resend<Delivery>> onGap(long epoch, long from, Epochs epochs) {
        var old = sender;
        if (old == null) {
            return Optional.empty();
        }
        if (epoch <= old.epoch()) {
            return old.onGap(epoch, from);
        }
        epochs.after(epoch);
        var anew = new LinkSender<Delivery>(epochs.next(), BOUNDS);
        old.unconfirmed().forEach(anew::offer);
        sender = anew;
        return Optional.of(anew.reannounce());
    }

    Optional<Announcement> tick(Instant now) {
        return sender == null ? Optional.empty() : sender.tick(now);
    }

    /// Whether it may be forgotten.
    boolean isAtRest() {
        return unconfirmed.isEmpty() && window.isSettled();
    }

    void flush(Jid self, Owners owners) {
        touched = false;
        if (!batch.isEmpty() && sender != null) {
            var epoch = sender.epoch();
            if (!opened) {
                opened = true;
                owners.tell(peer, new UserSession.DeliverAnnounced(self, epoch, epoch, 1, 0));
            }
            parts(
                    batchFirst,
                    batch,
                    (first, part) -> owners.tell(peer, new UserSession.Deliver(self, epoch, first, part)));
            batch.clear();
        }
        if (gap != null) {
            owners.tell(peer, new UserSession.DeliverGap(self, gap.epoch(), gap.from()));
            gap = null;
        }
        if (confirmDue && receiver != null && receiver.epoch() > 0) {
            confirmDue = false;
            owners.tell(
                    peer,
                    new UserSession.DeliverConfirmed(self, receiver.epoch(), window.accepted(), window.handled()));
        }
    }

    /// Cuts a run of deliveries into messages of a bounded size.
    static void parts(long first, List<Delivery> items, Part part) {
        var start = 0;
        var bytes = 0;
        for (var i = 0; i < items.size(); i++) {
            var size = items.get(i).stanza().size();
            if (i > start && (i - start == PART_ITEMS_MAX || bytes + size > PART_BYTES_MAX)) {
                part.send(first + start, items.subList(start, i));
                start = i;
                bytes = 0;
            }
            bytes += size;
        }
        part.send(first + start, items.subList(start, items.size()));
    }

    private LinkReceiver<Delivery> receiver() {
        if (receiver == null) {
            receiver = new LinkReceiver<>();
        }
        return receiver;
    }

    /// The other end may count anew; what is still under way of the old count then confirms
    /// nothing.
    private void follow(long accepted) {
        if (window.accepted() != accepted) {
            window = new InboundWindow(accepted);
        }
    }
}
