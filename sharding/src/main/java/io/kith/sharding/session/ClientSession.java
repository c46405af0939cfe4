package io.kith.sharding.session;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.EdgeMessage;
import io.kith.sharding.edge.Memory;
import io.kith.sharding.edge.Out;
import io.kith.sharding.feature.Account;
import io.kith.sharding.feature.Slots;
import io.kith.sharding.link.Announcement;
import io.kith.sharding.link.LinkBounds;
import io.kith.sharding.link.LinkReceiver;
import io.kith.sharding.link.LinkSender;
import io.kith.sharding.link.Offered;
import io.kith.sharding.link.Received;
import io.kith.sharding.presence.DirectedPresence;
import io.kith.sharding.small.SmallQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One client's session, as its owner keeps it: attached to a connection, or parked without one.
///
/// Numbers what goes to the client, keeps it until the connection confirms it, and knows which
/// rows of the log it was
/// given and has not taken. Decides nothing about whom a stanza is for.
final class ClientSession implements Account.Device {

    /// Rows given and not taken; beyond, the session reads the log at its own pace.
    static final int GIVEN_MAX = 1_000;

    /// Their bytes: with one row more, still less than a connection lets wait for its client.
    static final long GIVEN_BYTES_MAX = 3L << 18;

    /// Stanzas taken that the connection is not told about by themselves, for most are handled a moment later; less
    /// than half of what it lets its client send meanwhile.
    static final int ACCEPTED_UNTOLD_MAX = 16;

    static final LinkBounds<Out> BOUNDS =
            new LinkBounds<>(2_000, 4L << 20, out -> out.stanza().size(), Duration.ofSeconds(1));

    /// While a resumed session is sent again what it was parked with, and what has come since: at least as much as a
    /// connection parks a session with.
    static final LinkBounds<Out> REPLAY_BOUNDS =
            new LinkBounds<>(1 << 16, 8L << 20, BOUNDS.weigher(), BOUNDS.silence());

    private record Given(long seq, long id, int size) {}

    final String id;
    final Jid full;
    final String device;
    final InboundWindow window;
    final Unhandled unhandled = new Unhandled();
    final ShownBefore shownBefore = new ShownBefore();
    final Copied copied = new Copied();
    final DirectedPresence directed = new DirectedPresence();
    final JoinedRooms rooms = new JoinedRooms();
    final FollowedGiven followed;
    private final Slots slots = new Slots();
    private final Sessions among;

    @Nullable
    EdgeAddress edge;

    /// The connection that parked it last.
    @Nullable
    EdgeAddress parkedFrom;

    long epoch;

    /// The epoch of the `Reattach` that began this one; the same offer gets the same answer.
    long offered;
    long base = -1;
    int resumeSeconds;
    boolean interested;
    boolean copies;
    boolean readsArchive;
    boolean overflowed;

    /// Changes that it asked for and that are being made; what it has sent behind them waits: see [InOrder].
    int underWay;

    SmallQueue<Runnable> behind = SmallQueue.none();

    /// Its connection is gone, and the end of it waits with the rest.
    boolean departing;

    private byte @Nullable [] presence; // hardly ever read while the session goes on

    int priority;

    @Nullable
    Parked parked;

    @Nullable
    LogFollower follower;

    /// It began with another owner, who alone knew all that was unhandled.
    boolean inherited;

    /// What its client may send again, after it could not resume another session.
    @Nullable
    Resends resends;

    /// Up to here it is given only what nobody took; meaningless without a follower.
    long ownAfter = Long.MAX_VALUE;

    /// It was given such a row.
    boolean readOlder;

    int replayBudget;

    private LinkReceiver<Stanza> inbound;
    private LinkSender<Out> outbound;
    private final SmallQueue<Given> given = new SmallQueue<>();

    /// Of these, at least, what it was given only since nobody had taken it.
    private Set<Long> older = Set.of();

    private List<Out> batch = List.of();
    private long batchFirst;
    private long toldAccepted;
    private long toldHandled;
    private boolean handledDue;
    private String toldNote = "";
    private List<Jid> toldShutOut = List.of();

    /// @param among told when something changes that decides what it receives
    /// @param followedTaken told when the client has taken an event of a followed room
    ClientSession(
            String id,
            Jid full,
            String device,
            long handled,
            EdgeAddress edge,
            long epoch,
            Sessions among,
            FollowedGiven.Taken followedTaken) {
        this.among = among;
        this.followed = new FollowedGiven(followedTaken);
        this.id = id;
        this.full = full;
        this.device = device;
        this.window = new InboundWindow(handled);
        this.edge = edge;
        this.epoch = epoch;
        this.inbound = new LinkReceiver<>(epoch, handled + 1);
        this.outbound = new LinkSender<>(epoch, BOUNDS);
    }

    boolean isAttached() {
        return edge != null;
    }

    /// Whether what it sends waits for what it has asked for.
    boolean isSuspended() {
        return underWay > 0 || !behind.isEmpty();
    }

    /// Its client has turned stream management on.
    ///
    /// @param inboundBase the inbound n at `<enable/>`
    /// @param seconds how long it may be parked, 0 when it can't be resumed
    void enable(long inboundBase, int seconds) {
        base = inboundBase;
        resumeSeconds = Math.clamp(seconds, 0, Lifecycle.RESUME_SECONDS_MAX);
    }

    boolean isResumable() {
        return base >= 0 && resumeSeconds > 0;
    }

    // Inbound.

    Received<Stanza> receive(UserSession.Inbound message) {
        var received = inbound.receive(message.epoch(), message.firstN(), message.stanzas());
        handledDue |= !(received instanceof Received.Accept<Stanza>);
        return received;
    }

    void done(long n) {
        window.done(n);
        unhandled.handled(window.handled());
    }

    // Outbound.

    /// A stanza without a row. What does not fit ends the session: see [#overflowed].
    void give(Stanza stanza) {
        put(Out.unlogged(stanza));
    }

    /// A row that was just released: given now if the session is live, else read from the log
    /// later.
    void giveRow(Stanza stanza, long rowId) {
        if (follower != null && !follower.isLive()) {
            return;
        }
        if (given.size() >= GIVEN_MAX || untakenBytes() > GIVEN_BYTES_MAX || !hasRoom(stanza)) {
            if (follower != null) {
                ownAfter = Math.min(ownAfter, follower.position());
                follower.fallBehind();
            }
            return; // without a follower it waits for the next time the session becomes available
        }
        put(new Out(stanza, rowId));
    }

    /// A copy of a row that was just released and waits for whoever takes messages next.
    void giveCopy(Stanza stanza, long rowId) {
        giveRow(stanza, rowId);
        if (!isWilling() && holds(rowId)) {
            copied.add(rowId);
        }
    }

    /// A row that was read for this session.
    void giveRead(Stanza stanza, long rowId) {
        if (rowId <= ownAfter) {
            readOlder = true;
            older = older.isEmpty() ? new HashSet<>() : older;
            older.add(rowId);
        }
        put(new Out(stanza, rowId));
    }

    /// Everything up to `takenSeq` is taken: hands the ids of rows among it to `taken`, which wait for nobody else now.
    void taken(long takenSeq, LongConsumer taken) {
        for (var next = given.peekFirst(); next != null && next.seq() <= takenSeq; next = given.peekFirst()) {
            given.removeFirst();
            took(next.id(), taken);
        }
        if (given.isEmpty()) {
            older = Set.of();
        }
        followed.takenUpTo(takenSeq);
    }

    /// The client has taken this row. A copy of what waits is not the delivery, unless the session takes messages now.
    void took(long rowId, LongConsumer taken) {
        if (!hasOnlyCopy(rowId)) {
            copied.remove(rowId);
            taken.accept(rowId);
        }
    }

    private boolean hasOnlyCopy(long rowId) {
        return !isWilling() && copied.contains(rowId);
    }

    /// Whether it holds this row, and others need not have it.
    boolean holdsForAll(long rowId) {
        return !hasOnlyCopy(rowId) && holds(rowId);
    }

    void confirm(long confirmedEpoch, long seq) {
        outbound.confirm(confirmedEpoch, seq);
    }

    /// The ids given and not taken.
    List<Long> untaken() {
        var ids = new ArrayList<Long>(given.size());
        for (var each : given) {
            ids.add(each.id());
        }
        return ids;
    }

    boolean holds(long rowId) {
        for (var each : given) {
            if (each.id() == rowId) {
                return true;
            }
        }
        return false;
    }

    int untakenCount() {
        return given.size();
    }

    /// Of those that this owner gave.
    long untakenBytes() {
        var bytes = 0L;
        for (var each : given) {
            bytes += each.size();
        }
        return bytes;
    }

    /// The id up to which the device has taken everything that was for it, but what nobody has taken: any session is
    /// given that. 0 when it takes no part in the log.
    long cursor() {
        if (follower == null) {
            return 0;
        }
        var cursor = Math.max(follower.position(), ownAfter);
        for (var each : given) {
            if (!older.contains(each.id())) {
                cursor = Math.min(cursor, each.id() - 1);
            }
        }
        return cursor;
    }

    /// From here on the session reads the log from `after`, or from where it stands if that is
    /// less.
    void rewind(long after) {
        if (follower == null) {
            return;
        }
        ownAfter = follower.isLive() ? follower.position() : Math.max(ownAfter, follower.position());
        follower = LogFollower.from(Math.min(after, follower.position()));
    }

    /// Sends what this turn has gathered for the connection.
    ///
    /// @param shutOut occupants of rooms that the account blocks
    /// @param confirms whether it may learn what is taken and handled, and so read on
    void flush(List<Jid> shutOut, Outside outside, boolean confirms) {
        var to = edge;
        if (to == null) {
            return;
        }
        if (!note().equals(toldNote)) {
            toldNote = note();
            outside.tellEdge(to, new EdgeMessage.Remember(epoch, toldNote));
        }
        if (!shutOut.equals(toldShutOut)) {
            toldShutOut = shutOut;
            outside.tellEdge(to, new EdgeMessage.ShutOut(epoch, shutOut));
        }
        if (!batch.isEmpty()) {
            outside.tellEdge(to, new EdgeMessage.Outbound(epoch, batchFirst, batch));
            batch = List.of();
        }
        if (confirms
                && (handledDue
                        || window.handled() != toldHandled
                        || window.accepted() - toldAccepted >= ACCEPTED_UNTOLD_MAX)) {
            handledDue = false;
            toldHandled = window.handled();
            toldAccepted = window.accepted();
            outside.tellEdge(to, new EdgeMessage.Handled(epoch, toldAccepted, toldHandled));
        }
    }

    /// The connection misses outbound from here on.
    void resend(long from, Outside outside) {
        var to = edge;
        if (to != null) {
            outbound.onGap(epoch, from).ifPresent(resend -> {
                var opening = resend.opening();
                outside.tellEdge(to, new EdgeMessage.Announced(epoch, opening.since(), opening.base(), opening.last()));
                outside.tellEdge(to, new EdgeMessage.Outbound(epoch, resend.first(), resend.messages()));
            });
        }
    }

    Optional<Announcement> tick(Instant now) {
        return isAttached() ? outbound.tick(now) : Optional.empty();
    }

    boolean hasUnconfirmed() {
        return isAttached() && outbound.unconfirmedCount() > 0;
    }

    // Parking and moving.

    /// The connection is gone; what it had and the client has not is kept. Hands the ids of rows
    /// that were taken to
    /// `taken`.
    void park(UserSession.Park message, Instant now, LongConsumer taken) {
        enable(message.base(), message.resumeSeconds());
        outbound.confirm(epoch, message.confirmedSeq());
        var missed = outbound.unconfirmed();
        var waiting = new HashSet<Long>();
        message.unacked().forEach(out -> waiting.add(out.logId()));
        var unconfirmed = new ArrayList<Given>(given.size());
        given.forEach(unconfirmed::add);
        for (var each : unconfirmed) {
            if (each.seq() <= message.confirmedSeq() && !waiting.contains(each.id())) {
                given.remove(each);
                took(each.id(), taken);
            }
        }
        followed.park(message.confirmedSeq(), message.unacked());
        parked = new Parked(message.outAcked(), message.unacked(), message.inactive(), now.plusSeconds(resumeSeconds));
        missed.forEach(parked::queue);
        rooms.at(message.rooms());
        rooms.waitAll(Stream.concat(message.unacked().stream(), missed.stream()).map(Out::stanza));
        parkedFrom = edge;
        edge = null;
        batch = List.of();
        outbound = new LinkSender<>(epoch, BOUNDS);
    }

    /// Continues on another connection, which is sent all that is in `replay` and then what had
    /// been queued.
    void resumeAt(EdgeAddress newEdge, long newEpoch, List<Out> replay, List<Out> queued) {
        edge = newEdge;
        epoch = newEpoch;
        parked = null;
        inbound = new LinkReceiver<>(newEpoch, window.accepted() + 1);
        outbound = new LinkSender<>(newEpoch, REPLAY_BOUNDS);
        given.clear();
        followed.clear();
        for (var out : replay) {
            number(out);
        }
        queued.forEach(this::put);
        toldNote = note();
        toldShutOut = List.of();
        toldHandled = window.handled();
        toldAccepted = window.accepted();
        handledDue = false;
    }

    /// Goes on where another owner left off: these were sent, and not taken; 0 for what has no row.
    void continueAfter(UserSession.Reattach offer) {
        inherited = true;
        offered = offer.epoch();
        numberAfter(offer.untakenLogIds());
    }

    private void numberAfter(List<Long> untakenLogIds) {
        outbound = new LinkSender<>(epoch, untakenLogIds.size(), BOUNDS);
        for (var i = 0; i < untakenLogIds.size(); i++) {
            if (untakenLogIds.get(i) > 0) {
                given.addLast(new Given(i + 1L, untakenLogIds.get(i), 0));
            }
        }
    }

    /// Begins a new epoch on the same connection, which says again what it has: what it has not is
    /// given again.
    void beginAgain(long newEpoch, UserSession.Reattach offer) {
        var missed = outbound.unconfirmed();
        epoch = newEpoch;
        offered = offer.epoch();
        inbound = new LinkReceiver<>(newEpoch, window.accepted() + 1);
        given.clear();
        followed.takenBut(missed);
        batch = List.of();
        numberAfter(offer.untakenLogIds());
        for (var out : missed) {
            if (follower == null || out.logId() == 0) {
                put(out);
            } else if (!holds(out.logId())) {
                ownAfter = Math.min(ownAfter, out.logId() - 1);
                follower = LogFollower.from(Math.min(follower.position(), out.logId() - 1));
            }
        }
        handledDue = true;
        toldNote = "";
        toldShutOut = List.of();
    }

    /// Goes on parked, where another owner left off.
    void continueParked(long outAcked, List<Out> unacked, boolean inactive, Instant until) {
        edge = null;
        inherited = true;
        parked = new Parked(outAcked, unacked, inactive, until);
        for (var out : unacked) {
            followed.given(Long.MAX_VALUE, out);
            if (out.logId() > 0) {
                given.addLast(
                        new Given(Long.MAX_VALUE, out.logId(), out.stanza().size()));
            }
        }
    }

    /// All that another owner needs to go on with this parked session.
    UserSession.Adopt adopted(Jid owner, Parked at) {
        return new UserSession.Adopt(
                owner,
                id,
                full,
                device,
                base,
                resumeSeconds,
                window.handled(),
                at.outAcked(),
                at.all(),
                follower == null ? 0 : follower.position(),
                interested,
                at.isInactive(),
                note(),
                shown(),
                at.until().toEpochMilli(),
                shownBefore.resources(),
                shownBefore.open(),
                directed.all(),
                rooms.positions());
    }

    /// What a connection has to know that it resumes at.
    Memory memory() {
        return new Memory(interested, note(), shown(), directed.all());
    }

    private String note() {
        var noted = copied.noted();
        return copies || readOlder || !noted.isEmpty()
                ? new Note(copies, readOlder && follower != null ? ownAfter : 0, noted).text()
                : "";
    }

    /// Whether it can be given this now without harm.
    boolean hasRoom(Stanza stanza) {
        var waiting = parked;
        return waiting != null
                ? waiting.hasRoom(stanza)
                : outbound.unconfirmedCount() < BOUNDS.messagesMax() / 2
                        && outbound.unconfirmedBytes() < BOUNDS.bytesMax() / 2;
    }

    private void put(Out out) {
        var waiting = parked;
        if (waiting != null) {
            overflowed |= !waiting.queue(out);
            rooms.waits(out.stanza());
            followed.given(Long.MAX_VALUE, out);
            if (out.logId() > 0) {
                given.addLast(
                        new Given(Long.MAX_VALUE, out.logId(), out.stanza().size()));
            }
            return;
        }
        var seq = number(out);
        if (seq > 0) {
            if (batch.isEmpty()) {
                batchFirst = seq;
                batch = new ArrayList<>(2);
            }
            batch.add(out);
        }
    }

    private long number(Out out) {
        return switch (outbound.offer(out)) {
            case Offered.Full<Out> _ -> {
                overflowed = true;
                yield 0;
            }
            case Offered.Numbered<Out> numbered -> {
                followed.given(numbered.seq(), out);
                if (out.logId() > 0) {
                    given.addLast(
                            new Given(numbered.seq(), out.logId(), out.stanza().size()));
                }
                yield numbered.seq();
            }
        };
    }

    /// It shows this presence from now on; null for none.
    void shows(@Nullable Stanza shown, int itsPriority) {
        presence = shown == null ? null : shown.bytes();
        priority = itsPriority;
        among.changed();
    }

    /// Whether it shows itself.
    boolean shows() {
        return presence != null;
    }

    /// What it shows, null for nothing.
    @Nullable
    Stanza shown() {
        return presence == null ? null : Stanza.again(Stanza.Kind.PRESENCE, presence);
    }

    void asksForRoster() {
        interested = true;
        among.changed();
    }

    boolean isWilling() {
        return presence != null && priority >= 0;
    }

    // What features see.

    @Override
    public Jid full() {
        return full;
    }

    @Override
    public Optional<Stanza> presence() {
        return Optional.ofNullable(shown());
    }

    @Override
    public int priority() {
        return priority;
    }

    @Override
    public boolean copies() {
        return copies;
    }

    @Override
    public void copies(boolean enabled) {
        copies = enabled;
        among.changed();
    }

    @Override
    public Slots slots() {
        return slots;
    }

    @Override
    public void readsArchiveItself() {
        readsArchive = true;
    }
}
