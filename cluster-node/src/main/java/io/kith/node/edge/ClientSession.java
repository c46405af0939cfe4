package io.kith.node.edge;

import io.kith.node.edge.xep.ClientState;
import io.kith.node.edge.xep.Parcel;
import io.kith.node.edge.xep.StreamManagement;
import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.sm.AckCounter;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.xml.Element;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.Memory;
import io.kith.sharding.edge.Out;
import io.kith.sharding.link.Announcement;
import io.kith.sharding.link.LinkReceiver;
import io.kith.sharding.link.Received;
import io.kith.sharding.presence.DirectedPresence;
import io.kith.sharding.presence.PresenceRules;
import io.kith.sharding.session.UserSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A bound session as its connection holds it: the two links to the owner, stream management, client state,
/// and what a new owner would have to be told. Knows the owner, and puts what the client shall get into the
/// connection's outbox.
final class ClientSession {

    /// Outbound parcels that the owner may keep for want of a confirmation; the next one is confirmed at
    /// once.
    static final int UNCONFIRMED_MAX = 32;

    /// Stanzas that the client has taken and the owner does not know of; the next one is told at once: half of what an
    /// owner that reads a log gives ahead.
    static final int TAKEN_UNTOLD_MAX = 100;

    /// Their bytes, as they are written; half of that too.
    static final int TAKEN_UNTOLD_BYTES_MAX = 128 * 1024;

    private final EdgeAddress edge;
    private final Owners owners;
    private final Outbox outbox;
    private final Jid account;
    final Jid full;
    final String sessionId;
    final StreamManagement sm = new StreamManagement();
    final ClientState state = new ClientState();
    final RoomPositions rooms = new RoomPositions();
    final InboundLink inbound;
    private LinkReceiver<Out> outbound;
    private long epoch;
    private long confirmed;
    private long takenTold;
    private long writtenUntold;
    private long writtenSeq;
    private long takenSeq;
    private long givenLogId;
    private UserSession.@Nullable Reattach offer;
    private Instant movingSince = Instant.EPOCH;
    private Instant offeredAt = Instant.EPOCH;
    private boolean over;
    private boolean interested;
    private String note = "";
    private Set<Jid> shutOut = Set.of();
    private byte @Nullable [] presence; // nobody reads it but a new owner
    private @Nullable Requests requests; // while some are open
    private @Nullable DirectedPresence directed;

    /// @param outSeq the last outbound sequence that has come with the attach or resume itself
    ClientSession(
            EdgeAddress edge,
            Owners owners,
            Outbox outbox,
            Jid full,
            String sessionId,
            long epoch,
            InboundLink inbound,
            long outSeq) {
        this.edge = edge;
        this.owners = owners;
        this.outbox = outbox;
        this.account = full.bare();
        this.full = full;
        this.sessionId = sessionId;
        this.epoch = epoch;
        this.inbound = inbound;
        this.outbound = new LinkReceiver<>(epoch, outSeq + 1);
        this.confirmed = outSeq;
    }

    /// It has been resumed, and its owner says what other connections knew of it.
    void remember(Memory memory) {
        interested = memory.interested();
        note = memory.note();
        presence = memory.presence() == null ? null : memory.presence().bytes();
        if (!memory.directed().isEmpty()) {
            directed = new DirectedPresence();
            directed.restore(memory.directed());
        }
    }

    long epoch() {
        return epoch;
    }

    // From the client.

    /// @return false when the client has run too far ahead
    boolean received(Stanza stanza) {
        remember(stanza);
        rooms.sends(stanza);
        return inbound.offer(stanza);
    }

    /// Gives the owner what this read brought, all of it.
    void flushInbound() {
        flush(_ -> true);
    }

    /// Gives the owner what this read brought, up to the question that is one too many.
    void flushInbound(long nowMillis) {
        flush(stanza -> mayGo(stanza, nowMillis));
    }

    /// Keeps what this read brought for later.
    void keepInbound() {
        flush(_ -> false);
    }

    private void flush(Predicate<Stanza> mayGo) {
        var batch = inbound.takeBatch(mayGo);
        if (!isMoving()) {
            tell(batch);
        }
    }

    private boolean mayGo(Stanza stanza, long nowMillis) {
        if (!Requests.isOne(stanza)) {
            return true;
        }
        var open = requests;
        if (open == null) {
            open = new Requests();
            requests = open;
        }
        if (open.areMany(nowMillis)) {
            return false;
        }
        open.asked();
        return true;
    }

    /// Whether the client has asked more than may be answered at once.
    boolean asksMuch(long nowMillis) {
        return inbound.keepsSome() || (requests != null && requests.areMany(nowMillis));
    }

    /// What a new owner would have to know.
    private void remember(Stanza stanza) {
        if (stanza.isPresence() && stanza.to() == null) {
            if (PresenceRules.refusal(stanza).isPresent()) {
                return; // the owner tells the client so
            }
            if (stanza.isType("")) {
                presence = stanza.bytes();
            } else if (stanza.isType("unavailable")) {
                presence = null;
                directed = null; // the owner has taken it all back
            }
        } else if (stanza.isPresence() && stanza.to() != null) {
            if (directed == null) {
                directed = new DirectedPresence();
            }
            directed.sends(stanza, stanza.to());
        } else if (stanza.isIq() && stanza.isType("get") && stanza.has("query", Namespaces.ROSTER)) {
            interested = true;
        }
    }

    // From the owner.

    /// Stanzas for the client.
    void outbound(long firstSeq, List<Out> items) {
        if (isMoving()) {
            return; // not confirmed, so it comes again under the next epoch
        }
        switch (outbound.receive(epoch, firstSeq, items)) {
            case Received.Accept<Out>(var accepted) -> {
                var seq = outbound.accepted() - accepted.size();
                for (var out : accepted) {
                    give(Parcel.linked(out, ++seq, sm.isEnabled()));
                }
                if (outbound.accepted() - confirmed >= UNCONFIRMED_MAX) {
                    confirm();
                }
            }
            case Received.Missing<Out>(var gap) ->
                owners.tell(account, new UserSession.OutboundGap(edge, epoch, gap.from()));
            case Received.Duplicate<Out> _ -> confirm();
            case Received.Early<Out> _, Received.StaleEpoch<Out> _ -> {}
        }
    }

    /// Presence of others or what a room says, which comes beside the owner's link.
    void shown(Letters.Beside beside) {
        if (beside instanceof Letters.Relayed said
                && !rooms.takes(said.occupant(), said.id(), said.sight(), said.last())) {
            return;
        }
        var moving = offer;
        var after =
                moving == null ? outbound.accepted() : moving.untakenLogIds().size();
        for (var stanza : beside.stanzas()) {
            if (!isShutOut(stanza)) {
                give(Parcel.beside(stanza, after, sm.isEnabled()));
            }
        }
    }

    private boolean isShutOut(Stanza stanza) {
        var from = shutOut.isEmpty() ? null : stanza.from();
        return from != null && shutOut.contains(from);
    }

    /// What the client gets.
    void give(Parcel parcel) {
        givenLogId = Math.max(givenLogId, parcel.out().logId());
        var open = requests;
        if (open != null && parcel.out().stanza().isResponse()) {
            open.answered();
            requests = open.isEmpty() ? null : open;
        }
        state.pass(parcel).forEach(outbox::add);
    }

    /// Where the owner's link stands.
    void announced(long since, long base, long last) {
        if (isMoving()) {
            return;
        }
        switch (outbound.announced(new Announcement(epoch, since, base, last))) {
            case Received.Missing<Out>(var gap) ->
                owners.tell(account, new UserSession.OutboundGap(edge, epoch, gap.from()));
            case Received.Duplicate<Out> _ -> confirm();
            case Received.Accept<Out> _, Received.Early<Out> _, Received.StaleEpoch<Out> _ -> {}
        }
    }

    /// The owner wants this remembered for the next one.
    void note(String owners) {
        note = owners;
    }

    /// The client is to have nothing of these occupants of rooms (XEP-0191), instead of others that were named before.
    void shutOut(List<Jid> occupants) {
        shutOut = Set.copyOf(occupants);
    }

    /// The owner misses stanzas of the client.
    void inboundGap(long from) {
        tell(inbound.again(epoch, from));
    }

    /// The owner is, or is about to be, another one: turn to it. Repeating it repeats the same offer, for the
    /// owner numbers what is untaken by the one that it gets.
    void reattach(Instant now) {
        var offered = offer;
        if (offered == null) {
            var numbers = new AtomicLong();
            sm.renumber(numbers);
            outbox.renumber(numbers);
            state.renumber(numbers);
            takenSeq = 0;
            writtenSeq = 0;
            movingSince = now;
            offered = offer();
            offer = offered;
        }
        offeredAt = now;
        owners.tell(account, offered);
    }

    private UserSession.Reattach offer() {
        return new UserSession.Reattach(
                edge,
                epoch,
                sessionId,
                full,
                "",
                sm.isEnabled() ? sm.base() : -1,
                sm.resumeSeconds(),
                inbound.handled(),
                givenLogId,
                kept().stream()
                        .filter(Parcel::linked)
                        .map(parcel -> parcel.out().logId())
                        .toList(),
                interested,
                note,
                presence == null ? null : Stanza.parse(presence),
                directed == null ? List.of() : directed.all(),
                rooms.all());
    }

    /// The new owner has the session, and numbers on behind what was untaken.
    void reattached(long newEpoch, long accepted) {
        var offered = offer;
        if (offered == null) {
            return;
        }
        offer = null;
        shutOut = Set.of();
        epoch = newEpoch;
        var untaken = offered.untakenLogIds().size();
        outbound = new LinkReceiver<>(newEpoch, untaken + 1);
        confirmed = untaken;
        takenTold = 0;
        tell(inbound.follow(newEpoch, accepted));
    }

    /// Whether an owner is being looked for.
    boolean isMoving() {
        return offer != null;
    }

    /// Since when an owner is being looked for.
    Instant movingSince() {
        return movingSince;
    }

    /// When the session was last offered to an owner.
    Instant offeredAt() {
        return offeredAt;
    }

    // From the socket.

    /// The connection is about to write this parcel.
    void writing(Parcel parcel) {
        if (sm.counts(parcel)) {
            sm.written(parcel);
        }
        writtenSeq = Math.max(writtenSeq, parcel.seq());
        writtenUntold += parcel.size();
    }

    /// The socket has taken what was written.
    void written() {
        takenSeq = Math.max(takenSeq, writtenSeq);
        tellMuchTaken();
    }

    /// The client acknowledges what it has (XEP-0198 §4); answers as [StreamManagement#acknowledged].
    Optional<Element> acknowledged(AckCounter count) {
        var wrong = sm.acknowledged(count);
        tellMuchTaken();
        return wrong;
    }

    /// An owner that reads a log for a client waits until that has taken what it was given: it learns so before the
    /// next second.
    private void tellMuchTaken() {
        if (outbound.accepted() - takenTold > TAKEN_UNTOLD_MAX || writtenUntold > TAKEN_UNTOLD_BYTES_MAX) {
            var untold = taken() - takenTold;
            if (untold > TAKEN_UNTOLD_MAX || (untold > 0 && writtenUntold > TAKEN_UNTOLD_BYTES_MAX)) {
                confirm();
            }
        }
    }

    // To the owner.

    /// Says how far the outbound link is, when it is not known yet.
    void confirm() {
        if (!isMoving() && (outbound.accepted() != confirmed || taken() != takenTold)) {
            confirmed = outbound.accepted();
            takenTold = taken();
            writtenUntold = 0;
            owners.tell(account, new UserSession.Taken(edge, epoch, confirmed, takenTold));
        }
    }

    boolean isConfirmed() {
        return outbound.accepted() == confirmed && taken() == takenTold;
    }

    /// Tells the owner to remind itself of what it has not handled.
    void remind(Instant now) {
        if (!isMoving()) {
            tell(inbound.reminder(now));
        }
    }

    /// Stream management is on: the owner may park the session when it is lost.
    void enabled(int resumeSeconds, long base) {
        sm.enable(resumeSeconds, base);
        owners.tell(account, new UserSession.EnableResume(edge, epoch, base, resumeSeconds));
    }

    /// The connection is gone: the session waits for its client, or ends, as it does if more would have to be kept for
    /// the client than ([Outbox#REPLAY_BYTES_MAX]). Only the first of the endings counts.
    void leave(boolean clean) {
        if (over) {
            return;
        }
        over = true;
        var offered = offer;
        owners.part(
                account,
                new Parting(
                        offered == null ? offer() : offered,
                        inbound.unhandled(),
                        !clean && sm.isResumable() && mayPark()
                                ? park()
                                : new UserSession.Detach(edge, epoch, clean, taken()),
                        isMoving()));
    }

    private boolean mayPark() {
        return kept().stream().mapToLong(Parcel::size).sum() <= Outbox.REPLAY_BYTES_MAX;
    }

    private UserSession.Park park() {
        var unacked = kept().stream().map(Parcel::out).toList();
        return new UserSession.Park(
                edge,
                epoch,
                sm.base(),
                sm.resumeSeconds(),
                outbound.accepted(),
                sm.acked(),
                unacked,
                state.isInactive(),
                rooms.all());
    }

    /// The owner has ended the session: it is to be told nothing more.
    void ended() {
        over = true;
    }

    /// What came and is not taken by the client, in order.
    private List<Parcel> kept() {
        var kept = sm.unacked();
        var all = new ArrayList<>(kept);
        all.addAll(outbox.parcels());
        all.addAll(state.waiting());
        return all;
    }

    /// The last outbound sequence of the prefix that the client has.
    private long taken() {
        var oldest = sm.oldest();
        if (oldest == null) {
            oldest = outbox.firstParcel();
        }
        if (oldest == null && state.isInactive()) {
            var waiting = state.waiting();
            oldest = waiting.isEmpty() ? null : waiting.getFirst();
        }
        var before = oldest == null ? outbound.accepted() : Math.max(0, oldest.before());
        // Without acknowledgements the socket says what is taken; what is still in its hands is not.
        return sm.isEnabled() || takenSeq >= writtenSeq ? before : Math.min(before, takenSeq);
    }

    private void tell(List<InboundLink.Numbered> parts) {
        for (var part : parts) {
            owners.tell(account, new UserSession.Inbound(edge, epoch, part.firstN(), part.stanzas()));
        }
    }
}
