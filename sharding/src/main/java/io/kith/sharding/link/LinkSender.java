package io.kith.sharding.link;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The sending end of a link: numbers messages 1, 2, 3 …, keeps each until it is confirmed, and knows what to send
/// again when the other end misses something, has moved, or is silent.
///
/// Numbers go on over epochs; only a sender that starts anew, with a higher epoch, counts from 1 again. At most
/// [LinkBounds] are kept. Idle it holds two longs. Not thread-safe: it belongs to one actor or connection.
public final class LinkSender<M> {

    private final LinkBounds<M> bounds;
    private long epoch;
    private long last;
    private @Nullable Unconfirmed<M> unconfirmed;

    /// A new sender, which counts from 1. `epoch` is higher than that of any sender it replaces. If it replaces one,
    /// send its [#announcement] first; a receiver that has never heard of either needs none.
    public LinkSender(long epoch, LinkBounds<M> bounds) {
        this(epoch, 0, bounds);
    }

    /// A sender that goes on counting after `last`, for example where a session was resumed. Send its [#announcement]
    /// first.
    public LinkSender(long epoch, long last, LinkBounds<M> bounds) {
        if (epoch < 1 || last < 0) {
            throw new IllegalArgumentException("epochs and numbers start at 1: " + epoch + ", " + last);
        }
        this.epoch = epoch;
        this.last = last;
        this.bounds = bounds;
    }

    /// Takes a message, if there is room.
    public Offered<M> offer(M message) {
        var weight = bounds.weigher().applyAsInt(message);
        if (unconfirmed == null) {
            unconfirmed = new Unconfirmed<>(epoch);
        } else if (!unconfirmed.hasRoomFor(weight, bounds)) {
            return new Offered.Full<>();
        }
        unconfirmed.add(message, weight);
        return new Offered.Numbered<>(epoch, ++last, message);
    }

    /// The other end has everything up to `upTo`. Says how many messages that let go: none if it is old news, of
    /// another sender, or about a number that was never given.
    public int confirm(long confirmedEpoch, long upTo) {
        var kept = unconfirmed;
        if (kept == null || confirmedEpoch < kept.since || confirmedEpoch > epoch || upTo < base() || upTo > last) {
            return 0;
        }
        var count = (int) (upTo - base() + 1);
        kept.forget(count, bounds);
        if (kept.size() == 0) {
            unconfirmed = null;
        }
        return count;
    }

    /// The other end misses what starts at `from`, or does not know where this epoch starts. Empty if it spoke of
    /// another epoch or of a number not given yet.
    public Optional<Resend<M>> onGap(long gapEpoch, long from) {
        if (gapEpoch != epoch || from > last) {
            return Optional.empty();
        }
        return Optional.of(resend(Math.max(from, base())));
    }

    /// The other end has lost its state, or is another one now: everything unconfirmed, to be sent there.
    public Resend<M> reannounce() {
        return resend(base());
    }

    /// The other end is about to move: lets go what it confirmed with that, and gives the rest for its new place.
    public Resend<M> moving(Moving moving) {
        confirm(moving.epoch(), moving.upTo());
        return reannounce();
    }

    /// Goes on under a higher epoch, for example one that a new owner gave. Everything unconfirmed is to be sent again;
    /// what the old epoch still confirms counts.
    public Resend<M> newEpoch(long higher) {
        if (higher <= epoch) {
            throw new IllegalArgumentException("epoch " + higher + " does not follow " + epoch);
        }
        epoch = higher;
        return reannounce();
    }

    /// Call every now and then, at best for all links at once. While messages are unconfirmed and no confirmation
    /// comes, this gives an announcement once per [LinkBounds#silence]; the other end answers with a gap or a
    /// confirmation. An idle link gives none.
    public Optional<Announcement> tick(Instant now) {
        return unconfirmed != null && unconfirmed.silentFor(bounds.silence().toMillis(), now.toEpochMilli())
                ? Optional.of(announcement())
                : Optional.empty();
    }

    /// Where this link stands, to be sent at the start of a replacement and, for links that would not notice
    /// otherwise that the other end has forgotten them, now and then while idle.
    public Announcement announcement() {
        return announcement(last);
    }

    /// What the other end has not confirmed, oldest first; the last of it has the number [#last].
    public List<M> unconfirmed() {
        return unconfirmed == null ? List.of() : List.copyOf(unconfirmed.without(0));
    }

    public int unconfirmedCount() {
        return unconfirmed == null ? 0 : unconfirmed.size();
    }

    public long unconfirmedBytes() {
        return unconfirmed == null ? 0 : unconfirmed.bytes();
    }

    public long epoch() {
        return epoch;
    }

    /// The number given last; 0 if none was.
    public long last() {
        return last;
    }

    /// True when nothing is kept and no queue is allocated.
    boolean isIdle() {
        return unconfirmed == null;
    }

    private long base() {
        return last - unconfirmedCount() + 1;
    }

    private Resend<M> resend(long from) {
        var rest = unconfirmed == null ? List.<M>of() : unconfirmed.without((int) (from - base()));
        return new Resend<>(announcement(base() - 1), from, rest);
    }

    private Announcement announcement(long upTo) {
        return new Announcement(epoch, unconfirmed == null ? epoch : unconfirmed.since, base(), upTo);
    }
}
