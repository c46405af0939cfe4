package io.kith.sharding.session;

import io.kith.persistence.account.AccountRecord;
import io.kith.persistence.account.AccountState;
import io.kith.persistence.account.Item;
import io.kith.persistence.account.Kind;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.sharding.edge.EdgeMessage;
import io.kith.sharding.feature.Account;
import io.kith.sharding.feature.Slots;
import io.kith.sharding.link.Received;
import io.kith.sharding.log.Chronicle;
import io.kith.sharding.roster.Roster;
import io.kith.sharding.routing.Address;
import io.kith.sharding.small.SmallQueue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The owner of an account, free of actors: takes commands in turns, and acts through [Outside].
///
/// Stanzas of a client and deliveries of another owner are taken in their order. While the log is
/// being opened they wait
/// in the agenda, bounded by what edges and peers may have under way. After each turn, what it
/// gathered leaves in one
/// message per connection and peer.
final class Owner implements Account {

    private static final Chronicle LOG = Chronicle.of(Owner.class);
    private static final StanzaError TOO_MANY_RECIPIENTS =
            StanzaError.RESOURCE_CONSTRAINT.withText("too many new recipients; try again in a minute");

    private final Jid jid;
    private final UUID uid;
    final Services services;
    final Outside outside;
    final Epochs epochs;
    final Sessions sessions = new Sessions();
    final AccountLog log;
    final PeerLinks peers;
    final Changes changes;
    final Cursors cursors;
    final Messages messages;
    final Iqs iqs;
    final PresenceDesk presence;
    final RoomDesk rooms;
    final FollowDesk follows;
    final RosterDesk contacts;
    final Lifecycle lifecycle;
    final Outcomes outcomes;
    final InOrder inOrder = new InOrder(this);
    private final Allowance allowance;
    private final Tally tally;

    private final Slots slots = new Slots();
    private final SmallQueue<Runnable> agenda = new SmallQueue<>();
    private @Nullable ClientSession sender;

    Owner(AccountRecord account, AccountState state, Services services, Outside outside, Epochs epochs) {
        this.jid = account.jid();
        this.uid = account.uid();
        this.services = services;
        this.outside = outside;
        this.epochs = epochs;
        this.log =
                new AccountLog(uid, services.stores(), services.ids(), services.unstored(), state.buckets(), outside);
        this.tally = new Tally(services.counters());
        this.allowance = new Allowance(services.limits(), outside);
        this.peers = new PeerLinks(jid, outside::tellOwner, epochs, this::onDelivery);
        this.contacts = new RosterDesk(this);
        this.changes = new Changes(uid, state, services.stores(), outside, contacts::reload);
        this.follows = new FollowDesk(this, state.cursors());
        this.cursors = new Cursors(this, state.cursors());
        log.beginAfter(cursors.furthest());
        this.messages = new Messages(this);
        this.outcomes = new Outcomes(this);
        this.iqs = new Iqs(this);
        this.presence = new PresenceDesk(this);
        this.rooms = new RoomDesk(this);
        this.lifecycle = new Lifecycle(this, new Proofs(this, account.credentialsId()));
        contacts.reload();
    }

    /// One command, one turn.
    void handle(UserSession.Wire command) {
        switch (command) {
            case UserSession.Attach attach -> lifecycle.asksToAttach(attach);
            case UserSession.Reattach reattach -> lifecycle.reattach(reattach);
            case UserSession.Resume resume -> lifecycle.asksToResume(resume);
            case UserSession.Inbound inbound -> onInbound(inbound);
            case UserSession.Taken taken -> onTaken(taken);
            case UserSession.OutboundGap gap -> {
                services.counters().outboundGaps.increment();
                var session = sessions.at(gap.edge(), gap.epoch());
                if (session != null) {
                    session.resend(gap.from(), outside);
                }
            }
            case UserSession.EnableResume enable -> {
                var session = sessions.at(enable.edge(), enable.epoch());
                if (session != null) {
                    session.enable(enable.base(), enable.resumeSeconds());
                }
            }
            case UserSession.Adopt adopt -> lifecycle.adopt(adopt);
            case UserSession.Park park -> lifecycle.park(park);
            case UserSession.Detach detach -> lifecycle.detach(detach);
            case UserSession.Saw saw -> presence.saw(saw);
            case UserSession.EdgeGone gone -> {
                lifecycle.edgeGone(gone);
                follows.nodeGone();
            }
            case UserSession.End end -> lifecycle.end(end);
            case UserSession.Usable _ -> {
                // it is used already
            }
            case UserSession.Deliver deliver -> peers.onDeliver(deliver);
            case UserSession.DeliverAnnounced announced -> peers.onAnnounced(announced);
            case UserSession.DeliverConfirmed confirmed -> peers.onConfirmed(confirmed);
            case UserSession.DeliverGap gap -> {
                services.counters().deliveryGaps.increment();
                peers.onGap(gap);
            }
        }
        endTurn();
    }

    /// Work that was put off.
    void turn(Runnable work) {
        work.run();
        endTurn();
    }

    /// A second or so has passed. Says whether the next one is wanted.
    boolean tick() {
        var now = outside.now();
        lifecycle.tick(now);
        var links = peers.tick(now);
        for (var session : sessions.all()) {
            var edge = session.edge;
            session.tick(now).ifPresent(at -> {
                if (edge != null) {
                    outside.tellEdge(edge, new EdgeMessage.Announced(session.epoch, at.since(), at.base(), at.last()));
                }
            });
            messages.follow(session);
        }
        messages.tick();
        cursors.tick(now);
        follows.tick(now);
        endTurn();
        return links || sessions.wantTime(now) || cursors.isDirty() || follows.isDirty() || isBusy();
    }

    /// Whether the clock has something to do here, or nothing is left to do at all.
    boolean wantsTicks(Instant now) {
        return isIdle()
                || isBusy()
                || !peers.isAtRest()
                || cursors.isDirty()
                || follows.isDirty()
                || sessions.wantTime(now);
    }

    /// The account's owner stops here: what is lazy is written, connections and the next owner are
    /// told.
    void stop() {
        lifecycle.move();
        stopForGood();
    }

    /// The account's owner stops, and nobody comes after it: parked sessions end, what they have not taken is in the
    /// log.
    void stopForGood() {
        cursors.write();
        follows.write();
        log.close();
        tally.withdraw();
    }

    /// Whether nobody is connected or parked and nothing is under way.
    boolean isIdle() {
        return sessions.isEmpty() && !isBusy() && peers.isAtRest();
    }

    private boolean isBusy() {
        return log.inFlight() > 0 || log.isOpening() || !agenda.isEmpty() || changes.isBusy() || inOrder.isBusy();
    }

    private void onInbound(UserSession.Inbound inbound) {
        var session = sessions.at(inbound.edge(), inbound.epoch());
        if (session == null) {
            lifecycle.unknown(inbound.edge(), inbound.epoch());
            return;
        }
        switch (session.receive(inbound)) {
            case Received.Accept<Stanza>(var stanzas) -> {
                allowance.took(stanzas);
                for (var stanza : stanzas) {
                    var n = session.window.accept();
                    inOrder.take(session, () -> fromClient(session, n, stanza));
                }
            }
            case Received.Missing<Stanza> _ -> {
                services.counters().inboundGaps.increment();
                outside.tellEdge(
                        inbound.edge(), new EdgeMessage.InboundGap(session.epoch, session.window.accepted() + 1));
            }
            case Received.Duplicate<Stanza> _, Received.Early<Stanza> _, Received.StaleEpoch<Stanza> _ -> {
                // confirmed again with the next `Handled`, or asked for already
            }
        }
    }

    private void onTaken(UserSession.Taken taken) {
        var session = sessions.at(taken.edge(), taken.epoch());
        if (session == null) {
            lifecycle.unknown(taken.edge(), taken.epoch());
            return;
        }
        session.confirm(taken.epoch(), taken.confirmedSeq());
        session.taken(taken.takenSeq(), cursors::taken);
        messages.follow(session);
    }

    /// Runs now, or after what waits for the log to be opened.
    void take(Runnable work) {
        if (agenda.isEmpty() && !log.isOpening()) {
            work.run();
        } else {
            agenda.addLast(work);
        }
    }

    /// Opens the log, then goes on with `work` before all that has been put off.
    void whenLogIsOpen(Runnable work) {
        agenda.addFirst(work);
        if (!log.isOpening()) {
            log.open(tail -> {
                messages.opened(tail);
                while (!agenda.isEmpty()) {
                    agenda.removeFirst().run();
                }
            });
        }
    }

    private void fromClient(ClientSession session, long n, Stanza sent) {
        if (LOG.traces()) {
            LOG.stanza(session.full, Chronicle.trace(session.id, n), "at its owner:", sent);
        }
        if (isTooLate(session, sent)) {
            session.done(n);
            return;
        }
        if (sent.malformedAddress()) {
            refuse(session, sent.withTo(null), StanzaError.JID_MALFORMED);
            session.done(n);
            return;
        }
        if (isToOneTooMany(sent)) {
            refuse(session, sent.withFrom(session.full), TOO_MANY_RECIPIENTS);
            session.done(n);
            return;
        }
        // RFC 6120 §8.1.2.1: what a client says about its address is not looked at
        var stanza = sent.withFrom(session.full);
        sender = session;
        try {
            switch (stanza.kind()) {
                case MESSAGE -> messages.fromClient(session, n, stanza);
                case PRESENCE -> {
                    presence.fromClient(session, n, stanza);
                    session.done(n);
                }
                case IQ -> {
                    iqs.fromClient(session, stanza);
                    session.done(n);
                }
            }
        } finally {
            sender = null;
        }
    }

    /// What has waited longer than its session lasted: another one of its id gets all of it again, and nobody is shown
    /// who has gone.
    private boolean isTooLate(ClientSession session, Stanza sent) {
        var here = sessions.byId(session.id);
        return here != session && (here != null || sent.isPresence());
    }

    /// Whether this is for an account that is new to this one, beyond what it may have of these in a time: each would
    /// wake an owner and cost a read. An answer that is refused is dropped, as it can't be answered.
    private boolean isToOneTooMany(Stanza sent) {
        var to = sent.to();
        if (to == null || services.limits().now().newRecipients().isUnlimited()) {
            return false;
        }
        var peer = to.bare();
        if (peer.equals(jid) || peers.knows(peer) || !(services.router().resolve(to) instanceof Address.Account)) {
            return false;
        }
        var roster = contacts.roster();
        if (!roster.shows(peer) && !roster.watches(peer) && !allowance.takeRecipient()) {
            return true;
        }
        peers.meet(peer);
        return false;
    }

    private void onDelivery(Jid from, Delivery delivery, Runnable done) {
        take(() -> fromOwner(from, delivery, done));
    }

    private void fromOwner(Jid peer, Delivery delivery, Runnable done) {
        if (LOG.traces()) {
            LOG.stanza(jid, delivery.trace(), "at its recipient's owner:", delivery.stanza());
        }
        var from = delivery.stanza().from();
        var to = delivery.stanza().to();
        if (from == null
                || to == null
                || !from.bare().equals(peer)
                || !to.bare().equals(jid)) {
            done.run(); // no owner sends that
            return;
        }
        if (from.isBare() && follows.takes(delivery.stanza()) && isRoom(from)) {
            follows.take(from, delivery.stanza(), done); // what a room's clients say comes from full addresses
            return;
        }
        var passage = services.features().incoming(this, delivery.stanza());
        outcomes.also(passage);
        var stop = passage.stop();
        if (stop != null) {
            outcomes.stop(stop, passage.stanza());
            done.run();
            return;
        }
        var stanza = passage.stanza();
        switch (stanza.kind()) {
            case MESSAGE -> messages.fromOwner(peer, delivery.with(stanza), done);
            case PRESENCE -> {
                presence.fromOwner(stanza);
                done.run();
            }
            case IQ -> {
                iqs.fromOwner(stanza);
                done.run();
            }
        }
    }

    /// Sends a stanza of this account's own, without a row, to whoever its `to` names.
    void route(Stanza stanza) {
        var to = stanza.to();
        if (to == null) {
            return;
        }
        if (to.bare().equals(jid)) {
            var session = sessions.byResource(to.resource());
            if (session != null) {
                messages.behindRows(jid.toString(), () -> session.give(stanza));
            }
            return;
        }
        switch (services.router().resolve(to)) {
            case Address.Account(var peer) -> messages.behindRows(jid.toString(), () -> send(peer, stanza));
            case Address.Room(var room) -> messages.behindRows(jid.toString(), () -> send(room, stanza));
            case Address.Domain _, Address.RoomService _, Address.Remote _ -> {
                // nobody is there who would take it
            }
        }
    }

    /// Sends it now, whatever waits for rows.
    void send(Jid peer, Stanza stanza) {
        var sent = !messages.isHeldUp(peer) && peers.send(peer, new Delivery(stanza, 0, false), () -> {});
        var from = stanza.from();
        if (!sent && from != null && (stanza.isRequest() || stanza.isMessage())) {
            var session = sessions.byResource(from.resource());
            if (session != null) {
                refuse(session, stanza, StanzaError.RESOURCE_CONSTRAINT);
            }
        }
    }

    /// Tells a session why its stanza goes nowhere, unless it is an answer or an error itself (RFC
    /// 6120 §8.3.1).
    void refuse(ClientSession session, Stanza stanza, StanzaError error) {
        if (!stanza.isError() && !stanza.isResponse()) {
            session.give(stanza.error(error).withTo(session.full));
        }
    }

    private void endTurn() {
        outside.settle();
        while (inOrder.goesOn()) {
            outside.settle();
        }
        var overflowed = false;
        for (var session : sessions.all()) {
            session.flush(rooms.shutOut(), outside, !allowance.isHolding());
            overflowed |= session.overflowed;
        }
        if (overflowed) {
            lifecycle.endOverflowed();
            sessions.all().forEach(session -> session.flush(rooms.shutOut(), outside, !allowance.isHolding()));
        }
        peers.flush();
        tally.holds(log.inFlight(), messages.waiting());
    }

    // What features see.

    @Override
    public Jid jid() {
        return jid;
    }

    @Override
    public UUID uid() {
        return uid;
    }

    @Override
    public boolean isRoom(Jid other) {
        return services.router().resolve(other) instanceof Address.Room;
    }

    @Override
    public boolean sharesPresenceWith(Jid other) {
        return other.bare().equals(jid) || contacts.roster().shows(other);
    }

    @Override
    public Map<String, Item> items(Kind kind) {
        return changes.items(kind);
    }

    @Override
    public Roster roster() {
        return contacts.roster();
    }

    @Override
    public List<Device> devices() {
        return List.copyOf(sessions.all());
    }

    @Override
    public Optional<Device> sender() {
        return Optional.ofNullable(sender);
    }

    @Override
    public Slots slots() {
        return slots;
    }

    /// Runs a handler again for a session that has sent something before.
    void as(@Nullable ClientSession session, Runnable work) {
        var before = sender;
        sender = session;
        try {
            work.run();
        } finally {
            sender = before;
        }
    }

    @Nullable
    ClientSession currentSender() {
        return sender;
    }
}
