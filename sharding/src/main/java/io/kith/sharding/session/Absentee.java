package io.kith.sharding.session;

import io.kith.persistence.Stores;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.EdgeMessage;
import io.kith.sharding.feature.FeatureChain;
import io.kith.sharding.feature.Outcome;
import io.kith.sharding.roster.Roster;
import java.util.List;

/// Stands for an account that does not exist: answers what an account with nobody there would
/// answer, and keeps nothing
/// (RFC 6121 §8.5.1). Also for one that is being deleted: its last act is a [Farewell].
final class Absentee {

    private final Jid jid;
    private final Outside outside;
    private final PeerLinks peers;
    private final FeatureChain features;

    private boolean leaving;

    Absentee(Jid jid, FeatureChain features, Outside outside, Epochs epochs) {
        this.features = features;
        this.jid = jid;
        this.outside = outside;
        this.peers = new PeerLinks(jid, outside::tellOwner, epochs, this::answer);
    }

    void handle(UserSession.Wire command) {
        switch (command) {
            case UserSession.Attach attach -> refuse(attach.edge());
            case UserSession.Reattach reattach -> refuse(reattach.edge());
            case UserSession.Resume resume -> outside.tellEdge(resume.edge(), new EdgeMessage.ResumeFailed(-1));
            case UserSession.Inbound inbound -> refuse(inbound.edge());
            case UserSession.Park park -> outside.tellEdge(park.edge(), new EdgeMessage.Parted(park.epoch()));
            case UserSession.Detach detach -> outside.tellEdge(detach.edge(), new EdgeMessage.Parted(detach.epoch()));
            case UserSession.Deliver deliver -> peers.onDeliver(deliver);
            case UserSession.DeliverAnnounced announced -> peers.onAnnounced(announced);
            case UserSession.DeliverConfirmed confirmed -> peers.onConfirmed(confirmed);
            case UserSession.DeliverGap gap -> peers.onGap(gap);
            case UserSession.Taken _,
                    UserSession.OutboundGap _,
                    UserSession.EnableResume _,
                    UserSession.Adopt _,
                    UserSession.EdgeGone _,
                    UserSession.Saw _,
                    UserSession.End _,
                    UserSession.Usable _ -> {
                // about sessions that can't be, or for who reads the account
            }
        }
        peers.flush();
    }

    /// The account is being deleted: tells all whom it is connected with, then erases it, however often that must be
    /// tried.
    ///
    /// @param rooms what it says to rooms
    void leave(Roster roster, List<Stanza> rooms, Services services) {
        leaving = true;
        new Farewell(
                        jid,
                        roster,
                        rooms,
                        services.router(),
                        (peer, word, heard) -> peers.send(peer, new Delivery(word, 0, false), heard),
                        () -> erase(services.stores(), 0))
                .go();
        peers.flush();
    }

    /// Whether there is still something to be said, or to be erased.
    boolean isLeaving() {
        return leaving;
    }

    private void erase(Stores stores, int failures) {
        outside.await(stores.delete(jid), (_, failure) -> {
            if (failure == null) {
                leaving = false;
            } else {
                outside.later(Backoff.after(failures + 1), () -> erase(stores, failures + 1));
            }
        });
    }

    /// Says whether the next tick is wanted.
    boolean tick() {
        var links = peers.tick(outside.now());
        return links || leaving;
    }

    private void refuse(EdgeAddress edge) {
        outside.tellEdge(edge, new EdgeMessage.AttachRefused(StanzaError.SERVICE_UNAVAILABLE));
    }

    private void answer(Jid from, Delivery delivery, Runnable done) {
        var stanza = delivery.stanza();
        var to = stanza.to();
        var full = to != null && to.isFull();
        if (FollowWord.isOne(stanza)) {
            follow(from, stanza);
        } else if (stanza.isPresence() && stanza.isType("probe")) {
            send(from, Stanza.presence(jid, from, "unsubscribed")); // RFC 6121 §4.3.2, as for any stranger
        } else if (stanza.isRequest()) {
            request(from, stanza, full);
        } else if (DeliveryRules.<Void>decideForNobody(stanza.kind(), stanza.type(), full)
                instanceof Verdict.Bounce<Void>(var error)) {
            send(from, stanza.error(error));
        }
        done.run();
    }

    /// A room believes that there is such an account, and is told otherwise.
    private void follow(Jid from, Stanza word) {
        if (FollowWord.in(word).orElse(null) instanceof FollowWord.Subscribed) {
            send(from, new FollowWord.Leave().message(jid, from));
        }
    }

    private void request(Jid from, Stanza iq, boolean full) {
        if (Iqs.isAboutRoster(iq)) {
            send(from, iq.error(StanzaError.FORBIDDEN));
            return;
        }
        if (full) { // as for a resource that is not there
            send(from, iq.error(StanzaError.SERVICE_UNAVAILABLE));
            return;
        }
        switch (features.nobodyIq(iq)) {
            case Outcome.Reply(var answer) -> send(from, answer);
            case Outcome.Refuse(var error) -> send(from, iq.error(error));
            case Outcome.Drop _ -> {
                // as somebody wants it
            }
            default -> send(from, iq.error(StanzaError.SERVICE_UNAVAILABLE));
        }
    }

    private void send(Jid to, Stanza stanza) {
        // a full link means a peer that takes nothing: it can do without an error
        var _ = peers.send(to, new Delivery(stanza, 0, false), () -> {});
    }
}
