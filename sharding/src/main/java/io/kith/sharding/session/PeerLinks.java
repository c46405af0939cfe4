package io.kith.sharding.session;

import io.kith.proto.jid.Jid;
import io.kith.sharding.link.Announcement;
import io.kith.sharding.link.Resend;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The links of one owner to other owners, each made when it is first used.
///
/// What is sent and received in one turn leaves as one message per peer, in [#flush]. Links at rest
/// are forgotten beyond [#LINKS_MAX]; the other end then asks, and is told anew.
public final class PeerLinks {

    /// Links kept at rest; those in use come on top, bounded by what may be in flight.
    static final int LINKS_MAX = 128;

    /// Takes what came from another owner.
    @FunctionalInterface
    public interface Receiving {

        /// @param done to be run once, when the sender may forget the delivery
        void take(Jid from, Delivery delivery, Runnable done);
    }

    private final Jid self;
    private final Owners owners;
    private final Epochs epochs;
    private final Receiving receiving;
    private Map<Jid, PeerLink> links = Map.of();
    private List<PeerLink> touched = List.of();

    /// @param self the bare address of this end
    /// @param owners the way to the other ends
    public PeerLinks(Jid self, Owners owners, Epochs epochs, Receiving receiving) {
        this.self = self;
        this.owners = owners;
        this.epochs = epochs;
        this.receiving = receiving;
    }

    /// Sends a delivery; `done` runs when the peer has done with it. False when the link is full:
    /// nothing was sent.
    public boolean send(Jid peer, Delivery delivery, Runnable done) {
        var link = link(peer);
        touch(link);
        return link.send(delivery, done, epochs);
    }

    /// Whether something went to or came from this peer of late: more than [#LINKS_MAX] others have not since.
    boolean knows(Jid peer) {
        return links.containsKey(peer);
    }

    /// From now on it is known.
    void meet(Jid peer) {
        link(peer);
        forget();
    }

    /// Deliveries have come.
    public void onDeliver(UserSession.Deliver message) {
        var link = link(message.from());
        touch(link);
        link.onDeliver(message, receiving, () -> touch(link));
    }

    /// The other end says where its link stands.
    public void onAnnounced(UserSession.DeliverAnnounced message) {
        var link = link(message.from());
        touch(link);
        link.onAnnounced(new Announcement(message.epoch(), message.since(), message.base(), message.last()));
    }

    /// The other end has done with some.
    public void onConfirmed(UserSession.DeliverConfirmed message) {
        var link = links.get(message.by());
        if (link != null) {
            link.onConfirmed(message.epoch(), message.stored());
        }
    }

    /// The other end misses some.
    public void onGap(UserSession.DeliverGap message) {
        var link = links.get(message.by());
        if (link != null) {
            link.onGap(message.epoch(), message.from(), epochs).ifPresent(resend -> resend(link.peer, resend));
        }
    }

    /// Sends what this turn has gathered.
    public void flush() {
        if (touched.isEmpty()) {
            return;
        }
        for (var link : touched) {
            link.flush(self, owners);
        }
        touched = List.of();
        forget();
    }

    /// Speaks up on links that have been silent for too long. Says whether any waits for a
    /// confirmation.
    public boolean tick(Instant now) {
        var waiting = false;
        for (var link : links.values()) {
            waiting |= !link.isAtRest();
            link.tick(now).ifPresent(announcement -> announce(link.peer, announcement));
        }
        return waiting;
    }

    /// Whether nothing waits for a confirmation.
    public boolean isAtRest() {
        for (var link : links.values()) {
            if (!link.isAtRest()) {
                return false;
            }
        }
        return true;
    }

    private void resend(Jid peer, Resend<Delivery> resend) {
        announce(peer, resend.opening());
        if (!resend.messages().isEmpty()) {
            var epoch = resend.opening().epoch();
            PeerLink.parts(
                    resend.first(),
                    resend.messages(),
                    (first, part) -> owners.tell(peer, new UserSession.Deliver(self, epoch, first, part)));
        }
    }

    private void announce(Jid peer, Announcement at) {
        owners.tell(peer, new UserSession.DeliverAnnounced(self, at.epoch(), at.since(), at.base(), at.last()));
    }

    private PeerLink link(Jid peer) {
        if (links.isEmpty()) {
            links = new LinkedHashMap<>(4, 0.75f, true);
        }
        return links.computeIfAbsent(peer, PeerLink::new);
    }

    private void touch(PeerLink link) {
        if (!link.touched) {
            link.touched = true;
            touched = touched.isEmpty() ? new ArrayList<>(2) : touched;
            touched.add(link);
        }
    }

    private void forget() {
        Iterator<PeerLink> oldest = links.values().iterator();
        for (var over = links.size() - LINKS_MAX; over > 0 && oldest.hasNext(); ) {
            if (oldest.next().isAtRest()) {
                oldest.remove();
                over--;
            }
        }
    }
}
