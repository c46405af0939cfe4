package io.kith.sharding.session;

import io.kith.proto.jid.Jid;
import io.kith.proto.jid.MalformedJid;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.stream.StreamError;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.EdgeMessage;
import io.kith.sharding.edge.Out;
import io.kith.sharding.log.Chronicle;
import io.kith.sharding.presence.PresenceRules;
import io.kith.sharding.small.SmallMap;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How sessions begin, are parked and resumed, and end.
final class Lifecycle {

    /// The longest that a session may be parked.
    static final int RESUME_SECONDS_MAX = 3_600;

    /// How long a resume waits for the old connection to hand over its queue.
    static final Duration PARK_WITHIN = Duration.ofSeconds(2);

    /// How long the presence of a session stays when its node has died, spread over a sixth of
    /// that.
    private static final Duration LINGER = Duration.ofSeconds(60);

    private static final int LINGER_SPREAD_MILLIS = 10_000;

    /// Connections remembered that could not resume and have not bound anew, and sessions that could not be resumed.
    private static final int FAILURES_MAX = 32;

    /// How long sessions that come over from an owner before are ended by an order that was given meanwhile.
    private static final Duration ENDS_LATE = Duration.ofMinutes(1);

    private static final Chronicle LOG = Chronicle.of(Lifecycle.class);

    private record Resuming(EdgeAddress edge, long h) {}

    private record Ended(Instant at, UserSession.End order) {

        /// Whether a session that comes over from an owner before is one that it ends.
        boolean ends(Jid full, Instant now) {
            return now.isBefore(at.plus(ENDS_LATE)) && order.ends(full.resource());
        }
    }

    private final Owner owner;
    private final Proofs proofs;
    private SmallMap<String, Resuming> resuming = SmallMap.none();
    private SmallMap<EdgeAddress, Resends> failures = SmallMap.none();

    /// Sessions whose clients were told that they can't be resumed.
    private @Nullable Set<String> lost;

    /// The last order to end sessions.
    private @Nullable Ended ended;

    Lifecycle(Owner owner, Proofs proofs) {
        this.owner = owner;
        this.proofs = proofs;
    }

    void asksToAttach(UserSession.Attach attach) {
        proofs.check(attach.edge(), attach.proved(), () -> attach(attach));
    }

    void asksToResume(UserSession.Resume resume) {
        proofs.check(resume.edge(), resume.proved(), () -> resume(resume));
    }

    private void attach(UserSession.Attach attach) {
        var here = owner.sessions.at(attach.edge());
        if (here != null) { // said twice on the way
            tell(here, new EdgeMessage.Attached(here.epoch, here.full, here.id));
            return;
        }
        var resource = attach.resource().isEmpty() ? name() : attach.resource();
        var had = owner.sessions.byResource(resource);
        if (had != null) {
            LOG.session(had.full, "gives way to another connection that binds its resource");
            close(had, StreamError.of(StreamError.Condition.CONFLICT)); // RFC 6120 §7.7.2.2: the newer one wins
            end(had, false);
        } else if (owner.sessions.resources().isFull() && !makeRoom()) {
            LOG.session(owner.jid(), "has as many sessions as it may, and gets no more");
            owner.outside.tellEdge(attach.edge(), new EdgeMessage.AttachRefused(StanzaError.RESOURCE_CONSTRAINT));
            return;
        }
        try {
            var full = owner.jid().withResource(resource);
            var session = session(
                    name() + name(),
                    full,
                    attach.device().isEmpty() ? full.resource() : attach.device(),
                    0,
                    attach.edge());
            session.resends = failures.remove(attach.edge());
            LOG.session(full, "begins at {}", attach.edge());
            owner.outside.tellEdge(attach.edge(), new EdgeMessage.Attached(session.epoch, full, session.id));
        } catch (MalformedJid malformed) {
            owner.outside.tellEdge(attach.edge(), new EdgeMessage.AttachRefused(StanzaError.JID_MALFORMED));
        }
    }

    /// Ends the parked session that would expire first: a client that is there comes before one that is lost, whose
    /// messages are kept all the same.
    private boolean makeRoom() {
        var first = owner.sessions.firstParked();
        if (first == null) {
            return false;
        }
        LOG.session(first.full, "is parked, and makes room for another session");
        end(first, false);
        return true;
    }

    void reattach(UserSession.Reattach again) {
        owner.epochs.after(again.epoch());
        var known = owner.sessions.byId(again.sessionId());
        if (known != null && again.edge().equals(known.edge)) {
            if (known.offered != again.epoch()) { // else it has not heard the answer
                known.beginAgain(owner.epochs.next(), again);
            }
            tell(known, new EdgeMessage.Reattached(known.epoch, known.window.accepted()));
            owner.messages.follow(known);
            return;
        }
        if (known == null && ended != null && ended.ends(again.full(), owner.outside.now())) {
            refuse(again); // the order was given while it had no owner
            leaveRooms(again);
            return;
        }
        if (known == null && lost != null && lost.contains(again.sessionId())) {
            refuse(again); // its client says everything again in another session
            leaveRooms(again);
            return;
        }
        if (owner.sessions.hasParted(again.edge())) {
            refuse(again); // it has said itself that it goes, or was told that it is over
            return;
        }
        if (known != null && known.epoch > again.epoch()) {
            refuse(again); // another connection has resumed it
            return;
        }
        if (known != null) {
            end(known, false);
        }
        if (owner.sessions.byResource(again.full().resource()) != null
                || owner.sessions.resources().isFull()) {
            refuse(again);
            leaveRooms(again);
            return;
        }
        var session = session(again.sessionId(), again.full(), again.device(), again.handled(), again.edge());
        session.enable(again.base(), again.resumeSeconds());
        session.interested = again.interested();
        session.rooms.at(again.rooms());
        var note = Note.parse(again.note());
        session.copies(note.copies());
        session.copied.restore(note.copied(), again.givenLogId(), again.untakenLogIds());
        session.continueAfter(again);
        // a connection does not know which of them are rooms; those that it is in are left as such
        session.directed.restore(again.directed().stream()
                .filter(to -> !session.rooms.isIn(to.bare()))
                .toList());
        var presence = again.presence();
        if (presence != null && !owner.presence.refuses(session, presence)) {
            var shown = PresenceRules.shown(presence, again.full());
            session.shows(shown, PresenceRules.priority(shown).orElse(0));
            continueLog(session, again.givenLogId(), note.after());
        }
        LOG.session(session.full, "at {} goes on with this owner", again.edge());
        owner.outside.tellEdge(again.edge(), new EdgeMessage.Reattached(session.epoch, session.window.accepted()));
        owner.presence.taken(session);
        owner.messages.follow(session);
        owner.follows.look();
    }

    private void refuse(UserSession.Reattach again) {
        LOG.session(again.full(), "at {} can't go on with this owner", again.edge());
        owner.outside.tellEdge(again.edge(), new EdgeMessage.AttachRefused(StanzaError.CONFLICT));
    }

    /// Nobody else would tell the rooms that a session of the owner before this one is over.
    private void leaveRooms(UserSession.Reattach again) {
        var over = new ClientSession(
                again.sessionId(),
                again.full(),
                again.device(),
                again.handled(),
                again.edge(),
                again.epoch(),
                new Sessions(),
                (_, _) -> {});
        over.rooms.at(again.rooms());
        owner.rooms.gone(over, Stanza.presence(again.full(), null, "unavailable"));
    }

    /// A parked session of this account's owner before.
    void adopt(UserSession.Adopt parked) {
        if (ended != null && ended.ends(parked.full(), owner.outside.now())) {
            return;
        }
        if (owner.sessions.byId(parked.sessionId()) != null
                || owner.sessions.byResource(parked.full().resource()) != null
                || owner.sessions.resources().isFull()) {
            return;
        }
        var session = session(
                parked.sessionId(), parked.full(), parked.device(), parked.handled(), new EdgeAddress("parked", 0, 0));
        session.enable(parked.base(), parked.resumeSeconds());
        session.interested = parked.interested();
        session.rooms.at(parked.rooms());
        var note = Note.parse(parked.note());
        session.copies(note.copies());
        session.copied.restore(
                note.copied(),
                Long.MAX_VALUE,
                parked.unacked().stream().map(Out::logId).toList());
        var presence = parked.presence();
        if (presence != null) {
            session.shows(presence, PresenceRules.priority(presence).orElse(0));
            continueLog(session, parked.givenLogId(), note.after());
        }
        session.directed.restore(parked.directed());
        session.shownBefore.remember(parked.seen());
        parked.parting().forEach(session.shownBefore::asks);
        session.continueParked(
                parked.outAcked(), parked.unacked(), parked.inactive(), Instant.ofEpochMilli(parked.until()));
        LOG.session(session.full, "parked, is left to this owner by the one before");
        owner.sessions.attached(session);
        owner.presence.taken(session);
        owner.follows.look();
    }

    void park(UserSession.Park park) {
        var session = owner.sessions.at(park.edge(), park.epoch());
        answer(session, park.edge(), park.epoch());
        if (session == null) {
            return;
        }
        session.park(park, owner.outside.now(), owner.cursors::taken);
        LOG.session(
                session.full,
                "is parked for {} s, {} stanzas not acknowledged",
                session.resumeSeconds,
                park.unacked().size());
        owner.presence.parted(session, park.edge());
        owner.sessions.attached(session);
        owner.follows.parked(session);
        var waiting = resuming.remove(session.id);
        if (waiting != null) {
            resumeAt(session, waiting.edge(), waiting.h());
        }
    }

    private void resume(UserSession.Resume resume) {
        var session = owner.sessions.byId(resume.sessionId());
        if (session == null) {
            failed(resume.edge(), resume.sessionId());
        } else if (resume.edge().equals(session.edge)) {
            return; // said twice on the way
        } else if (session.parked != null) {
            resumeAt(session, resume.edge(), resume.h());
        } else { // the old connection knows whether it can be resumed: this owner may not have heard so yet
            var asked = new Resuming(resume.edge(), resume.h());
            var before = resuming.get(session.id);
            if (asked.equals(before)) {
                return; // said twice on the way
            }
            resuming = resuming.with(session.id, asked);
            if (before != null) {
                failed(before.edge(), session.id);
            }
            tell(session, new EdgeMessage.ParkPlease(session.epoch));
            owner.outside.later(PARK_WITHIN, () -> {
                if (resuming.remove(session.id, asked)) {
                    close(session, StreamError.of(StreamError.Condition.CONFLICT));
                    end(session, false);
                    failed(resume.edge(), resume.sessionId());
                }
            });
        }
    }

    void detach(UserSession.Detach detach) {
        var session = owner.sessions.at(detach.edge(), detach.epoch());
        if (session != null && session.isSuspended()) { // what its client said before it went comes first
            if (!session.departing) {
                session.departing = true;
                owner.inOrder.take(session, () -> detach(detach));
            }
            return;
        }
        answer(session, detach.edge(), detach.epoch());
        if (session != null) {
            LOG.session(session.full, detach.clean() ? "is detached by its client" : "has lost its connection");
            session.taken(detach.takenSeq(), owner.cursors::taken);
            end(session, detach.clean());
        }
    }

    /// Answers the last word of a connection. One that speaks for a session that is not here, or in an epoch before the
    /// session's, has to give it to this owner first: it is in rooms, and others see it.
    private void answer(@Nullable ClientSession session, EdgeAddress edge, long epoch) {
        owner.outside.tellEdge(
                edge,
                session != null || owner.sessions.hasParted(edge)
                        ? new EdgeMessage.Parted(epoch)
                        : new EdgeMessage.Moving(epoch));
    }

    void edgeGone(UserSession.EdgeGone gone) {
        for (var session : List.copyOf(owner.sessions.all())) {
            var edge = session.edge;
            if (edge != null && edge.node().equals(gone.node()) && edge.incarnation() == gone.incarnation()) {
                LOG.session(session.full, "is lost with the node {}", gone.node());
                var until = owner.outside
                        .now()
                        .plus(LINGER)
                        .plusMillis(owner.services.random().nextInt(LINGER_SPREAD_MILLIS));
                end(session, false, until);
            }
        }
    }

    void end(UserSession.End end) {
        proofs.mayHaveChanged();
        ended = new Ended(owner.outside.now(), end);
        for (var session : List.copyOf(owner.sessions.all())) {
            if (end.ends(session.full.resource())) {
                LOG.session(
                        session.full,
                        "is ended by an order: {}",
                        end.reason().condition().elementName());
                close(session, end.reason());
                end(session, false);
            }
        }
    }

    /// Sessions that could not be given what was for them: it must not be that they miss it and
    /// don't know.
    void endOverflowed() {
        for (var session : List.copyOf(owner.sessions.all())) {
            if (session.overflowed) {
                LOG.session(session.full, "is ended, for more waits for it than may");
                close(session, StreamError.of(StreamError.Condition.RESOURCE_CONSTRAINT));
                end(session, false);
            }
        }
    }

    /// A connection speaks for a session that is not here, or in an epoch before the one that it
    /// should have heard of:
    /// the owner is another one than it thinks.
    void unknown(EdgeAddress edge, long epoch) {
        var session = owner.sessions.at(edge);
        if (session == null || epoch < session.epoch) {
            owner.outside.tellEdge(edge, new EdgeMessage.Moving(epoch));
        }
    }

    void tick(Instant now) {
        for (var session : List.copyOf(owner.sessions.all())) {
            owner.presence.askAgain(session);
            if (session.parked != null && session.shownBefore.isIncomplete()) {
                LOG.session(session.full, "can't be resumed: what its client was shown is not known");
                end(session, false); // rather than resumed with a wrong picture of others
            }
        }
        for (var session : owner.sessions.parkedUntil(now)) {
            LOG.session(session.full, "was not resumed in time");
            end(session, false);
        }
        for (var session : owner.sessions.lingeredUntil(now)) {
            var back = owner.sessions.byResource(session.full.resource());
            if (back == null || !back.shows()) {
                owner.presence.gone(session);
            }
        }
    }

    /// The account goes to another node: connections are told, parked sessions are left to its
    /// next owner.
    void move() {
        owner.presence.leave();
        for (var session : owner.sessions.all()) {
            tell(session, new EdgeMessage.Moving(session.epoch));
            var parked = session.parked;
            if (parked != null && session.isResumable()) {
                owner.outside.tellOwner(owner.jid(), session.adopted(owner.jid(), parked));
            }
        }
    }

    private ClientSession session(String id, Jid full, String device, long handled, EdgeAddress edge) {
        var session =
                new ClientSession(id, full, device, handled, edge, owner.epochs.next(), owner.sessions, owner.follows);
        owner.sessions.add(session);
        return session;
    }

    /// The session takes part in the log from here on, without what another owner has given it.
    private void continueLog(ClientSession session, long givenLogId, long after) {
        if (!session.isWilling()) {
            return;
        }
        if (!owner.log.isOpen()) {
            owner.whenLogIsOpen(() -> continueLog(session, givenLogId, after));
            return;
        }
        if (givenLogId <= 0) {
            owner.messages.begin(session);
            return;
        }
        var own = owner.cursors.take(session.device);
        // what was given last may be older than what the device has: rows that nobody took, and were being read for it
        session.ownAfter = Math.max(Math.max(own == null ? 0 : own, after), givenLogId);
        session.readOlder = after > 0;
        session.replayBudget = Redelivery.REPLAYED_MAX;
        session.follower = LogFollower.from(givenLogId);
        owner.messages.follow(session);
    }

    private void resumeAt(ClientSession session, EdgeAddress edge, long h) {
        var parked = session.parked;
        var unacked = parked == null || session.overflowed
                ? null
                : parked.unackedAfter(h).orElse(null);
        if (parked == null || unacked == null) {
            end(session, false);
            failed(edge, session.id);
            return;
        }
        for (var out : parked.ackedBy(h)) {
            if (out.logId() > 0) {
                session.took(out.logId(), owner.cursors::taken);
            }
        }
        session.followed.takenOf(parked.ackedBy(h));
        var replay = List.copyOf(unacked);
        var queued = List.copyOf(parked.queued());
        session.resumeAt(edge, owner.epochs.next(), replay, queued);
        owner.sessions.attached(session);
        LOG.session(session.full, "is resumed at {}, {} stanzas again", edge, replay.size());
        owner.outside.tellEdge(
                edge,
                new EdgeMessage.Resumed(
                        session.epoch,
                        session.full,
                        session.id,
                        session.base,
                        session.window.accepted(),
                        session.window.handled(),
                        h,
                        replay,
                        session.resumeSeconds,
                        parked.isInactive(),
                        session.memory(),
                        session.rooms.positions()));
        owner.presence.moved(session);
        owner.rooms.resumed(session);
        owner.follows.look(); // behind that, so that its rooms know where it is
        owner.messages.follow(session);
    }

    /// The client will bind anew on the same connection, and send again what it is not told here.
    private void failed(EdgeAddress edge, String sessionId) {
        remember(sessionId);
        var session = owner.sessions.byIdOrEnded(sessionId);
        var handled = session == null || session.base < 0 ? -1 : session.window.handled() - session.base;
        var beyond = session == null ? new Unhandled() : session.unhandled;
        beyond.freeze();
        var left = session == null ? null : session.resends;
        if (session != null && handled >= 0 && !session.inherited) {
            failed(edge, handled, Resends.exactly(beyond, owner.outside.now()).and(left, owner.outside.now()));
        } else if (owner.services.storeIsDown().getAsBoolean()) {
            owner.outside.tellEdge(edge, new EdgeMessage.ResumeFailed(handled));
        } else {
            owner.log.tail(rows -> {
                var now = owner.outside.now();
                failed(edge, handled, Resends.among(rows, beyond, now).and(left, now));
            });
        }
    }

    private void remember(String sessionId) {
        var all = lost == null ? new LinkedHashSet<String>(2) : lost;
        lost = all;
        all.add(sessionId);
        if (all.size() > FAILURES_MAX) {
            all.remove(all.iterator().next());
        }
    }

    private void failed(EdgeAddress edge, long handled, Resends resends) {
        LOG.session(owner.jid(), "can't resume at {} what it asks for", edge);
        failures = failures.with(edge, resends);
        if (failures.size() > FAILURES_MAX) {
            failures.remove(failures.keySet().iterator().next());
        }
        owner.outside.tellEdge(edge, new EdgeMessage.ResumeFailed(handled));
    }

    private void end(ClientSession session, boolean clean) {
        end(session, clean, Instant.MIN);
    }

    private void end(ClientSession session, boolean clean, Instant lingersUntil) {
        if (owner.sessions.byId(session.id) != session) {
            return; // it has ended already
        }
        LOG.session(session.full, "is over");
        var untaken = session.untaken();
        owner.sessions.remove(session, owner.outside.now());
        if (clean) {
            owner.cursors.remove(session.device);
        } else {
            owner.cursors.keep(session.device, session.cursor());
        }
        var parked = session.parked;
        if (parked != null) {
            for (var out : parked.all()) {
                bounce(out);
            }
        }
        if (lingersUntil.equals(Instant.MIN)) {
            owner.presence.gone(session);
        } else {
            owner.sessions.linger(session, lingersUntil);
        }
        owner.messages.orphaned(untaken);
        owner.follows.ended(session);
        var waiting = resuming.remove(session.id);
        if (waiting != null) {
            failed(waiting.edge(), session.id);
        }
    }

    /// A request that nobody will answer now (RFC 6121 §8.5.3.2.3).
    private void bounce(Out out) {
        if (out.logId() == 0 && out.stanza().isRequest() && out.stanza().from() != null) {
            owner.route(out.stanza().error(StanzaError.SERVICE_UNAVAILABLE));
        }
    }

    private void close(ClientSession session, StreamError reason) {
        tell(session, new EdgeMessage.Closed(session.epoch, reason));
    }

    private void tell(ClientSession session, EdgeMessage message) {
        var edge = session.edge;
        if (edge != null) {
            owner.outside.tellEdge(edge, message);
        }
    }

    private String name() {
        return Long.toUnsignedString(owner.services.random().nextLong(), Character.MAX_RADIX);
    }
}
