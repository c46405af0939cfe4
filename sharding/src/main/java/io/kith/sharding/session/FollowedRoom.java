package io.kith.sharding.session;

import io.kith.proto.jid.Jid;
import java.time.Instant;
import java.util.TreeSet;

/// How far an account has come with a room that it follows.
///
/// Its cursor is the longest prefix of what the room has told that some client has taken, or has got as an occupant.
/// What
/// it has only as an occupant that was cut off is held back: told again when it is known whether that comes back.
final class FollowedRoom {

    /// Events given to clients of which none has taken them; beyond it the room's log is read again later.
    static final int UNTAKEN_MAX = 500;

    final Jid room;
    private final TreeSet<Long> untaken = new TreeSet<>();
    private long position;
    private long heldFrom = Long.MAX_VALUE;
    private long asked;
    private Instant askedAt = Instant.MIN;
    private boolean answered;
    private boolean behind;

    /// @param cursor everything up to here has been taken
    FollowedRoom(Jid room, long cursor) {
        this.room = room;
        this.position = cursor;
    }

    /// The room is asked for what comes after [#position].
    void asks(long n, Instant now) {
        asked = n;
        askedAt = now;
        answered = false;
        behind = false;
    }

    /// The room begins to answer the question with this number.
    void answers(long n) {
        answered |= n == asked;
    }

    boolean isAnswered() {
        return answered;
    }

    Instant askedAt() {
        return askedAt;
    }

    /// Whether an event is to be given: it answers what was asked last, and is new.
    boolean wants(long id) {
        return answered && !behind && id > position;
    }

    /// The highest id that was given or needed no giving.
    long position() {
        return position;
    }

    /// An event is given to clients.
    void given(long id) {
        position = Math.max(position, id);
        untaken.add(id);
    }

    /// An event needs no giving.
    void skipped(long id) {
        position = Math.max(position, id);
    }

    /// What is said from this id on only parked sessions are to hear, in the room itself: it counts as not given.
    void holdBack(long id) {
        position = Math.max(position, id);
        heldFrom = Math.min(heldFrom, id);
    }

    boolean isHeldBack() {
        return heldFrom < Long.MAX_VALUE;
    }

    /// What was held back is to be told again.
    void release() {
        position = Math.min(position, heldFrom - 1);
        heldFrom = Long.MAX_VALUE;
    }

    /// Some client has taken it.
    void taken(long id) {
        untaken.remove(id);
    }

    /// Whether nobody has taken it.
    boolean isUntaken(long id) {
        return untaken.contains(id);
    }

    boolean hasRoom() {
        return untaken.size() < UNTAKEN_MAX;
    }

    /// Whether so much was taken that it pays to go on.
    boolean hasMuchRoom() {
        return untaken.size() <= UNTAKEN_MAX / 2;
    }

    /// There is no room for more: nothing is given until the room is asked again.
    void fallBehind() {
        behind = true;
    }

    boolean isBehind() {
        return behind;
    }

    /// What was given and not taken is to be given again.
    void rewind() {
        position = cursor();
        untaken.clear();
        heldFrom = Long.MAX_VALUE;
    }

    long cursor() {
        var reached = Math.min(position, heldFrom - 1);
        return untaken.isEmpty() ? reached : Math.min(reached, untaken.first() - 1);
    }
}
