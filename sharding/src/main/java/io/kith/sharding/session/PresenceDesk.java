package io.kith.sharding.session;

import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.presence.PresenceRules;
import io.kith.sharding.presence.Presences;
import io.kith.sharding.roster.SubscriptionType;
import io.kith.sharding.routing.Address;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Predicate;

/// Presence of the account's sessions, and what others show to it (RFC 6121 §4).
final class PresenceDesk {

    private final Owner owner;
    private final Presences presences;

    PresenceDesk(Owner owner) {
        this.owner = owner;
        this.presences = owner.services.presences().apply(owner::route);
    }

    /// From a client, with its full address.
    ///
    /// @param n which stanza of the session it is
    void fromClient(ClientSession session, long n, Stanza sent) {
        if (refuses(session, sent)) {
            return;
        }
        var passage = owner.services.features().outgoing(owner, sent);
        owner.outcomes.also(passage);
        var stop = passage.stop();
        if (stop != null) {
            owner.outcomes.stop(stop, passage.stanza());
            return;
        }
        var presence = passage.stanza();
        var to = presence.to();
        if (to == null) {
            broadcast(session, presence);
            return;
        }
        var subscription = SubscriptionType.of(presence.type());
        if (subscription.isPresent()) {
            owner.contacts.outbound(session, subscription.get(), to.bare(), presence);
        } else {
            directed(session, n, presence, to);
        }
    }

    /// Whether that presence of the session may not go anywhere; then its client is told so.
    boolean refuses(ClientSession session, Stanza sent) {
        var refusal = sent.to() == null
                ? PresenceRules.refusal(sent, session.full, owner.sessions.shown())
                : PresenceRules.refusal(sent);
        refusal.ifPresent(error -> owner.refuse(session, sent, error));
        return refusal.isPresent();
    }

    /// From another account.
    void fromOwner(Stanza presence) {
        var from = presence.from();
        var to = presence.to();
        if (from == null || to == null) {
            return;
        }
        var verdict = DeliveryRules.decide(
                Stanza.Kind.PRESENCE,
                presence.type(),
                to.resource(),
                owner.sessions.resources(),
                DeliveryRules.Untaken.DISCARD,
                false);
        switch (verdict) {
            case Verdict.Deliver<ClientSession>(var sessions) ->
                owner.messages.behindRows(from.bare().toString(), () -> {
                    for (var session : sessions) {
                        if (presence.isError()) {
                            session.directed.forget(from);
                            session.rooms.refused(from);
                        }
                        session.give(presence);
                    }
                });
            case Verdict.Subscription<ClientSession> _ ->
                SubscriptionType.of(presence.type())
                        .ifPresent(type -> owner.contacts.inbound(type, from.bare(), presence));
            case Verdict.Probe<ClientSession> _ ->
                PresenceRules.answer(
                                presence,
                                owner.jid(),
                                owner.roster(),
                                owner.sessions.shown(),
                                owner.contacts::blocks,
                                isShownTo(from, to))
                        .forEach(owner::route);
            case Verdict.Bounce<ClientSession> _,
                    Verdict.Drop<ClientSession> _,
                    Verdict.Keep<ClientSession> _,
                    Verdict.Answer<ClientSession> _ -> {
                // nobody is there to see it
            }
        }
    }

    /// Whether the resource that is addressed has shown itself to this one by directed presence.
    private boolean isShownTo(Jid who, Jid full) {
        var session = full.isFull() ? owner.sessions.byResource(full.resource()) : null;
        return session != null && session.directed.shows(who);
    }

    /// A session has ended, or its time of lingering has: it is taken back wherever it was shown.
    void gone(ClientSession session) {
        var unavailable = Stanza.presence(session.full, null, "unavailable");
        if (session.shows()) {
            unavailable(session, unavailable);
        } else {
            undoDirected(session, unavailable, _ -> false);
        }
    }

    /// A session has another connection.
    void moved(ClientSession session) {
        var edge = session.edge;
        if (session.shows() && edge != null) {
            presences.login(edge, session.full, watched());
            recall(session);
        }
    }

    /// A hub says what the client of a parked connection was shown: kept until the client is back, if it is not yet.
    void saw(UserSession.Saw saw) {
        for (var session : owner.sessions.all()) {
            if (session.shownBefore.tells(saw)) {
                presences.logout(saw.edge(), saw.full()); // it need not keep the answer
            }
            if (session.isAttached()) {
                recall(session);
            }
        }
    }

    /// Hubs that have not told what was shown are asked again.
    void askAgain(ClientSession session) {
        if (session.shownBefore.isOpen()) {
            session.shownBefore.asksAgain().forEach(edge -> presences.park(edge, session.full));
        }
    }

    private void recall(ClientSession session) {
        var edge = session.edge;
        var seen = session.shownBefore.take();
        if (edge != null && session.shows() && !seen.isEmpty()) {
            presences.recall(edge, session.full, seen);
        }
    }

    /// A session of another owner goes on here: what it shows is said anew.
    void taken(ClientSession session) {
        var shown = session.shown();
        if (shown != null) {
            publish(session, shown);
        }
        moved(session);
    }

    /// A session has lost its connection, and waits for its client.
    void parted(ClientSession session, EdgeAddress edge) {
        if (session.shows()) {
            session.shownBefore.asks(edge);
            presences.park(edge, session.full);
        }
    }

    /// The account goes to another node.
    void leave() {
        if (!owner.sessions.shown().isEmpty()) {
            presences.leave(owner.jid());
        }
    }

    /// `contact` may see the account from now on.
    void show(Jid contact) {
        presences.show(owner.jid(), contact);
    }

    /// `contact` may see the account no more.
    void hide(Jid contact) {
        presences.hide(owner.jid(), contact);
    }

    /// Who may see the account and whom it sees, as blocking leaves it: to be compared when it changes.
    record Views(List<Jid> audience, List<Jid> watched) {}

    Views views() {
        return new Views(audience(), watched());
    }

    /// Other addresses are blocked than before: who is shut out sees the account go and is seen no more, who is let in
    /// again sees it (XEP-0191 §3.3, §3.4).
    void blocked(Views before) {
        beyond(before.audience(), audience()).forEach(this::hide);
        beyond(before.watched(), watched()).forEach(contact -> watch(contact, false));
        beyond(audience(), before.audience()).forEach(this::show);
        beyond(watched(), before.watched()).forEach(contact -> watch(contact, true));
    }

    private static List<Jid> beyond(List<Jid> more, List<Jid> fewer) {
        var beyond = new LinkedHashSet<>(more);
        fewer.forEach(beyond::remove);
        return List.copyOf(beyond);
    }

    /// The account may see `contact` from now on, or no more.
    void watch(Jid contact, boolean begins) {
        for (var session : owner.sessions.all()) {
            var edge = session.edge;
            if (session.shows() && edge != null && begins) {
                presences.watch(edge, session.full, contact);
            } else if (session.shows() && edge != null) {
                presences.unwatch(edge, session.full, contact);
            }
        }
    }

    private void broadcast(ClientSession session, Stanza presence) {
        var shown = PresenceRules.shown(presence, session.full);
        switch (presence.type()) {
            case "" -> available(session, shown);
            case "unavailable" -> {
                if (!session.shows()) {
                    undoDirected(session, shown, _ -> false);
                } else {
                    owner.messages.end(session);
                    unavailable(session, shown);
                }
            }
            case "error" -> {
                // an answer to nobody
            }
            default -> owner.refuse(session, presence, StanzaError.BAD_REQUEST);
        }
    }

    private void available(ClientSession session, Stanza shown) {
        var first = !session.shows();
        session.shows(shown, PresenceRules.priority(shown).orElse(0));
        owner.sessions.stopLingering(session.full.resource());
        publish(session, shown);
        for (var other : owner.sessions.resources().available()) {
            other.give(shown.withTo(other.full)); // RFC 6121 §4.2.2: to itself too
        }
        if (first) {
            begin(session, shown);
        }
        if (!session.isWilling()) {
            owner.messages.end(session);
        } else if (session.follower == null) {
            owner.messages.begin(session);
        }
        owner.follows.look();
    }

    private void begin(ClientSession session, Stanza shown) {
        PresenceRules.ofOwnOthers(session.full, owner.sessions.shown()).forEach(session::give);
        var edge = session.edge;
        if (edge != null) {
            presences.login(edge, session.full, watched());
        }
        owner.roster().requests().forEach(request -> session.give(request.withTo(owner.jid())));
        owner.outcomes.also(owner.services.features().becameAvailable(owner, shown));
    }

    private void unavailable(ClientSession session, Stanza shown) {
        session.shows(null, 0);
        session.follower = null;
        publish(session, shown);
        var edge = session.edge;
        if (edge != null) {
            presences.logout(edge, session.full);
        }
        for (var other : owner.sessions.resources().available()) {
            other.give(shown.withTo(other.full));
        }
        undoDirected(session, shown, owner.roster()::shows);
        owner.follows.look();
        owner.outcomes.also(owner.services.features().becameUnavailable(owner, shown));
    }

    /// Behind the session's messages: nobody sees it go before what it has said. To those who may see it now.
    private void publish(ClientSession session, Stanza shown) {
        var audience = audience();
        owner.messages.behindRows(session.id, () -> presences.publish(session.full, shown, () -> audience));
    }

    /// @param reached who hears it anyway; nobody does while the session was not shown to all (RFC 6121 §4.6.3, case 3)
    private void undoDirected(ClientSession session, Stanza unavailable, Predicate<Jid> reached) {
        owner.rooms.gone(session, unavailable);
        session.directed.undo(unavailable, reached).forEach(owner::route);
    }

    private void directed(ClientSession session, long n, Stanza presence, Jid to) {
        var address = owner.services.router().resolve(to);
        if (address instanceof Address.Room(var room)) {
            owner.rooms.presence(session, n, room, presence, to);
            return;
        }
        if (!session.directed.sends(presence, to)) {
            owner.refuse(session, presence, StanzaError.RESOURCE_CONSTRAINT);
            return;
        }
        switch (address) {
            case Address.Remote _ -> {
                session.directed.forget(to);
                owner.refuse(session, presence, StanzaError.REMOTE_SERVER_NOT_FOUND);
            }
            case Address.RoomService _
            when presence.isType("") && presence.has("x", Namespaces.MUC) -> {
                session.directed.forget(to);
                owner.refuse(session, presence, StanzaError.JID_MALFORMED); // it has forgotten to say which room
            }
            case Address.Domain _, Address.RoomService _, Address.Room _ -> {
                // a domain has no use for it
            }
            case Address.Account(var peer) -> {
                if (peer.equals(owner.jid())) {
                    toOwn(presence, to);
                } else {
                    owner.messages.behindRows(session.id, () -> owner.send(peer, presence));
                }
            }
        }
    }

    private void toOwn(Stanza presence, Jid to) {
        if (presence.isType("probe")) {
            return; // its own resources have been shown to it
        }
        for (var other : owner.sessions.resources().available()) {
            if (to.isBare() || to.equals(other.full)) {
                other.give(presence);
            }
        }
    }

    private List<Jid> audience() {
        return PresenceRules.audience(owner.roster(), owner.contacts::blocks);
    }

    private List<Jid> watched() {
        return PresenceRules.watched(owner.roster(), owner.contacts::blocks);
    }
}
