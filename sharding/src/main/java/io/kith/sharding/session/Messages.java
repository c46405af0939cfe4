package io.kith.sharding.session;

import io.kith.persistence.archive.Direction;
import io.kith.persistence.archive.Row;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.stanza.StanzaId;
import io.kith.sharding.feature.Hooks;
import io.kith.sharding.log.Chronicle;
import io.kith.sharding.routing.Address;
import io.kith.sharding.small.SmallMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Messages of the account: a row first, then whoever it is for.
///
/// A message is handled when both sides have their row: the sender's number is done with when the
/// own row is stored and the peer's owner has confirmed. What comes again is recognised and gets no
/// second row.
final class Messages {

    private static final Chronicle LOG = Chronicle.of(Messages.class);

    private final Owner owner;
    private final ReleaseQueue<Runnable> queue = new ReleaseQueue<>(Runnable::run);
    private @Nullable Duplicates duplicates; // from the first row on
    private SmallMap<Long, Unsettled> unsettled = SmallMap.none();
    private @Nullable SettledRows settled; // from the first one on
    private final Redelivery redelivery;
    private final Forwards forwards;

    Messages(Owner owner) {
        this.owner = owner;
        this.redelivery = new Redelivery(owner, queue);
        this.forwards = new Forwards(owner.peers, owner.outside);
    }

    /// The log is open; these are its last rows.
    void opened(List<Row> tail) {
        owner.cursors.opened(owner.log.openedAt());
        var oldest = StanzaId.lowestAt(owner.outside.now().minus(AccountLog.TAIL_AGE));
        for (var row : tail) {
            if (row.id() >= oldest || row.senderId() > 0) { // an id of a peer's log is never used again
                duplicates().remember(row);
            }
        }
    }

    /// What one of the account's clients sends, from its full address.
    void fromClient(ClientSession session, long n, Stanza sent) {
        var addressed = sent.to() == null ? sent.withTo(owner.jid()) : sent; // RFC 6121 §8.2
        var passage = owner.services.features().outgoing(owner, addressed);
        owner.outcomes.also(passage);
        var stop = passage.stop();
        if (stop != null) {
            owner.outcomes.stop(stop, passage.stanza());
            session.done(n);
            return;
        }
        Runnable done = owner.outcomes.after(passage, () -> session.done(n));
        outgoing(session, n, passage.stanza(), done);
    }

    private void outgoing(ClientSession session, long n, Stanza message, Runnable done) {
        var to = message.to();
        var address = to == null ? null : owner.services.router().resolve(to);
        switch (address) {
            case null -> done.run();
            case Address.Remote _ -> refused(session, message, StanzaError.REMOTE_SERVER_NOT_FOUND, done);
            case Address.Domain _, Address.RoomService _ ->
                refused(session, message, StanzaError.SERVICE_UNAVAILABLE, done);
            case Address.Room(var room) -> owner.rooms.message(session, n, room, message, done);
            case Address.Account(var peer) -> {
                var keeping = Keeping.of(message);
                if (keeping == Keeping.NOT) {
                    queue.unlogged(session.id, () -> unlogged(session, peer, message));
                    done.run();
                } else if (!owner.log.isOpen()) {
                    owner.whenLogIsOpen(() -> outgoing(session, n, message, done));
                } else {
                    logged(session, n, peer, message, keeping, done);
                }
            }
        }
    }

    private void refused(ClientSession session, Stanza message, StanzaError error, Runnable done) {
        owner.refuse(session, message, error);
        done.run();
    }

    private void unlogged(ClientSession session, Jid peer, Stanza message) {
        if (peer.equals(owner.jid())) {
            if (verdict(message, Keeping.NOT) instanceof Verdict.Bounce<ClientSession>(var error)) {
                owner.refuse(session, message, error);
            } else {
                show(message, 0);
            }
            return;
        }
        owner.send(peer, message);
        copies(message, 0, Hooks.Direction.OUT, List.of(session));
    }

    private void logged(ClientSession session, long n, Jid peer, Stanza message, Keeping keeping, Runnable done) {
        var originId = Marks.originId(message);
        var to = message.to() == null ? peer : message.to();
        var content = originId.isEmpty() ? 0 : Content.of(message);
        var known = duplicates().ofClient(session.id, n, to, originId, content);
        if (session.resends != null) {
            var resent = session.resends.take(message, owner.outside.now());
            known = known == 0 ? resent : known;
        }
        if (known != 0) {
            session.unhandled.add(n, known, message);
            again(session, known, peer, message, done);
            return;
        }
        if (!hasRoomFor(message)) {
            refused(session, message, StanzaError.RESOURCE_CONSTRAINT, done);
            return;
        }
        var toSelf = peer.equals(owner.jid());
        var id = owner.log.mint();
        var row = new Row(
                id,
                toSelf ? Direction.IN : Direction.OUT,
                to,
                toSelf ? to.resource() : "",
                Keeping.isCopiable(message),
                keeping == Keeping.TRANSIENT,
                0,
                session.id,
                n,
                originId,
                message.bytes());
        session.unhandled.add(n, id, message);
        if (LOG.traces()) {
            LOG.stored(owner.jid(), Chronicle.trace(session.id, n), id);
        }
        var parts = new Unsettled(toSelf ? 1 : 2, done);
        unsettled = unsettled.with(id, parts);
        if (toSelf) {
            queue.row(id, session.id, () -> show(message, id));
        } else {
            queue.row(id, session.id, () -> {
                forward(peer, message, id);
                owner.cursors.untaken().skip(id);
                if (isCopied(session)) {
                    copies(Marks.withId(message, owner.jid(), id), id, Hooks.Direction.OUT, List.of(session));
                }
                passed(id);
            });
        }
        append(row, content, session.id, () -> settle(id), () -> {
            owner.refuse(session, message, StanzaError.INTERNAL_SERVER_ERROR);
            settleAll(id);
        });
    }

    /// The same message has come again: its row is there or on its way. The other side is told once
    /// more unless it is known to have its row.
    private void again(ClientSession session, long id, Jid peer, Stanza message, Runnable done) {
        var parts = unsettled.get(id);
        if (parts != null) {
            parts.also(done);
        } else if ((settled != null && settled.contains(id)) || peer.equals(owner.jid())) {
            done.run();
        } else {
            unsettled = unsettled.with(id, new Unsettled(1, done));
            queue.unlogged(session.id, () -> forward(peer, message, id));
        }
    }

    private void forward(Jid peer, Stanza message, long id) {
        forwards.send(peer, new Delivery(message, id, true), () -> settle(id));
    }

    /// What another owner delivers.
    void fromOwner(Jid peer, Delivery delivery, Runnable done) {
        var message = delivery.stanza();
        var keeping = delivery.store() ? Keeping.of(message) : Keeping.NOT;
        if (keeping != Keeping.NOT && !owner.log.isOpen()) {
            owner.whenLogIsOpen(() -> fromOwner(peer, delivery, done));
            return;
        }
        var known = duplicates().ofSender(peer, delivery.senderId());
        if (known != 0) {
            var parts = unsettled.get(known);
            if (parts == null) {
                done.run();
            } else {
                parts.also(done);
            }
            return;
        }
        switch (verdict(message, keeping)) {
            case Verdict.Bounce<ClientSession>(var error) -> bounce(message, error, done);
            case Verdict.Deliver<ClientSession> _, Verdict.Keep<ClientSession> _ -> {
                if (keeping == Keeping.NOT) {
                    queue.unlogged(peer.toString(), () -> show(message, 0));
                    done.run();
                } else if (hasRoomFor(message)) {
                    incoming(peer, delivery.senderId(), message, keeping, done);
                } else {
                    bounce(message, StanzaError.RESOURCE_CONSTRAINT, done);
                }
            }
            case Verdict.Drop<ClientSession> _,
                    Verdict.Answer<ClientSession> _,
                    Verdict.Subscription<ClientSession> _,
                    Verdict.Probe<ClientSession> _ -> done.run();
        }
    }

    private void incoming(Jid peer, long senderId, Stanza message, Keeping keeping, Runnable done) {
        var id = owner.log.mint();
        var to = message.to();
        var from = message.from();
        var row = new Row(
                id,
                Direction.IN,
                from == null ? peer : from,
                to == null ? "" : to.resource(),
                Keeping.isCopiable(message),
                keeping == Keeping.TRANSIENT,
                senderId,
                "",
                0,
                Marks.originId(message),
                message.bytes());
        if (LOG.traces()) {
            LOG.stored(owner.jid(), Chronicle.row(senderId), id);
        }
        unsettled = unsettled.with(id, new Unsettled(1, done));
        queue.row(id, peer.toString(), () -> show(message, id));
        append(row, 0, peer.toString(), () -> settle(id), () -> {
            owner.route(message.error(StanzaError.INTERNAL_SERVER_ERROR));
            settleAll(id);
        });
    }

    private void bounce(Stanza message, StanzaError error, Runnable done) {
        if (!message.isError()) {
            owner.route(message.error(error));
        }
        done.run();
    }

    private void append(Row row, long content, String sender, Runnable stored, Runnable impossible) {
        duplicates().remember(row, content);
        owner.log.append(
                row,
                sender,
                () -> {
                    queue.stored(row.id());
                    stored.run();
                },
                () -> {
                    if (owner.services.storeIsDown().getAsBoolean()) {
                        queue.shown();
                    }
                },
                () -> {
                    duplicates().forget(row);
                    queue.abandoned(row.id());
                    impossible.run();
                });
        if (owner.services.storeIsDown().getAsBoolean()) {
            queue.shown();
        }
    }

    /// What waits for its row goes live when the store has been found to be down since.
    void tick() {
        if (owner.services.storeIsDown().getAsBoolean()) {
            queue.shown();
        }
    }

    /// Shows a message to those it is for, and copies to the others; `id` is 0 when it has no row.
    private void show(Stanza message, long id) {
        var marked = id == 0 ? message : Marks.withId(message, owner.jid(), id);
        if (id != 0) {
            owner.cursors.untaken().add(id);
        }
        List<ClientSession> to =
                verdict(message, Keeping.of(message)) instanceof Verdict.Deliver<ClientSession>(var all)
                        ? all
                        : List.of();
        for (var session : to) {
            give(session, marked, id);
        }
        if (Keeping.isCopiable(message)) {
            copies(marked, id, Hooks.Direction.IN, to, id != 0 && !isForOne(message));
        }
        if (id != 0) {
            passed(id);
            if (to.isEmpty()) {
                owner.outcomes.also(owner.services.features().undeliverable(owner, marked));
            }
        }
    }

    /// Whether another session wants copies of what this one sends.
    private boolean isCopied(ClientSession from) {
        for (var session : owner.sessions.all()) {
            if (session.copies && session != from) {
                return true;
            }
        }
        return false;
    }

    /// Whether a message is for one session, by its name.
    private boolean isForOne(Stanza message) {
        var to = message.to();
        return to != null && to.isFull() && owner.sessions.byResource(to.resource()) != null;
    }

    /// Gives the other sessions their copies of what the account sends, and of what needs no delivery.
    void copies(Stanza marked, long id, Hooks.Direction direction, List<ClientSession> not) {
        copies(marked, id, direction, not, false);
    }

    /// @param waits whether a session that takes no messages has only a copy, and the row waits for one that does
    private void copies(Stanza marked, long id, Hooks.Direction direction, List<ClientSession> not, boolean waits) {
        if (!Keeping.isCopiable(marked)) {
            return;
        }
        for (var session : owner.sessions.all()) {
            if (session.copies && !not.contains(session) && !session.full.equals(marked.from())) {
                owner.services
                        .features()
                        .copyFor(owner, session, direction, marked)
                        .ifPresent(copy -> {
                            if (waits) {
                                session.giveCopy(copy, id);
                            } else {
                                give(session, copy, id);
                            }
                        });
            }
        }
    }

    private static void give(ClientSession session, Stanza stanza, long id) {
        if (id == 0) {
            session.give(stanza);
        } else {
            session.giveRow(stanza, id);
        }
    }

    private void passed(long id) {
        for (var session : owner.sessions.all()) {
            if (session.follower != null) {
                session.follower.passed(id);
            }
        }
        owner.cursors.dirty();
    }

    private Verdict<ClientSession> verdict(Stanza message, Keeping keeping) {
        var to = message.to();
        return DeliveryRules.decide(
                Stanza.Kind.MESSAGE,
                message.type(),
                to == null ? "" : to.resource(),
                owner.sessions.resources(),
                keeping.untaken(message),
                Keeping.isCopiable(message));
    }

    /// Whether one more row may be under way, here or at a peer.
    private boolean hasRoomFor(Stanza message) {
        return owner.log.hasRoomFor(message.size()) && unsettled.size() < AccountLog.IN_FLIGHT_MAX;
    }

    private SettledRows settled() {
        var known = settled;
        if (known == null) {
            known = new SettledRows();
            settled = known;
        }
        return known;
    }

    private Duplicates duplicates() {
        var known = duplicates;
        if (known == null) {
            known = new Duplicates();
            duplicates = known;
        }
        return known;
    }

    private void settle(long id) {
        var parts = unsettled.get(id);
        if (parts != null && parts.one()) {
            unsettled.remove(id);
            settled().add(id);
        }
    }

    private void settleAll(long id) {
        var parts = unsettled.remove(id);
        if (parts != null) {
            parts.all();
        }
    }

    /// Whether stored messages for this peer wait until its owner takes more.
    boolean isHeldUp(Jid peer) {
        return forwards.isWaitingFor(peer);
    }

    /// Runs now, or behind the last row of this sender that waits.
    void behindRows(String sender, Runnable work) {
        queue.unlogged(sender, work);
    }

    /// Rows that are not stored, and what waits behind them.
    int waiting() {
        return queue.size();
    }

    // What a session has missed.

    /// The session takes messages from now on: gives it what waits.
    void begin(ClientSession session) {
        redelivery.begin(session);
    }

    /// The session takes messages no more, by its own wish.
    void end(ClientSession session) {
        redelivery.end(session);
    }

    /// Goes on giving the session what it has missed, if there is anything and it has room.
    void follow(ClientSession session) {
        redelivery.follow(session);
    }

    /// The session has ended with these rows not taken: others get them, or they wait.
    void orphaned(List<Long> ids) {
        redelivery.orphaned(ids);
    }
}
