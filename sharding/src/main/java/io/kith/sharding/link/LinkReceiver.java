package io.kith.sharding.link;

import java.util.List;
import java.util.Optional;

/// The receiving end of a link: lets messages through in order and once, drops the others, and knows what to ask for
/// and what to confirm.
///
/// It keeps no message: what comes early is dropped and sent again. A gap is asked for once; if that is lost, the
/// sender's next announcement brings it up again, so the receiver needs no clock. A higher epoch replaces, a lower one
/// is refused. Two longs and two flags. Not thread-safe: it belongs to one actor or connection.
public final class LinkReceiver<M> {

    private static final long NONE = 0;

    private long epoch;
    private long next;
    private boolean asked;
    private boolean unconfirmed;

    /// A receiver that has heard of no epoch: it waits for an announcement, or for number 1.
    public LinkReceiver() {
        this(NONE, 1);
    }

    /// A receiver that knows from elsewhere, for example an attach, that `epoch` comes next with the number `next`.
    public LinkReceiver(long epoch, long next) {
        if (epoch < NONE || next < 1) {
            throw new IllegalArgumentException("epochs and numbers start at 1: " + epoch + ", " + next);
        }
        this.epoch = epoch;
        this.next = next;
    }

    /// One message arrived.
    public Received<M> receive(long messageEpoch, long seq, M message) {
        return receive(messageEpoch, seq, List.of(message));
    }

    /// Several arrived together, numbered from `first` on. What this end had already is cut off, the rest accepted.
    public Received<M> receive(long messagesEpoch, long first, List<M> messages) {
        if (messagesEpoch < epoch) {
            return new Received.StaleEpoch<>(epoch);
        }
        if (messagesEpoch > epoch && !opensByItself(messagesEpoch, first)) {
            return missing(messagesEpoch, Gap.UNKNOWN);
        }
        if (first > next) {
            return missing(epoch, next);
        }
        var had = next - first;
        if (had >= messages.size()) {
            unconfirmed = true;
            return new Received.Duplicate<>();
        }
        next = first + messages.size();
        asked = false;
        unconfirmed = true;
        return new Received.Accept<>(had == 0 ? messages : messages.subList((int) had, messages.size()));
    }

    /// The sender said where it stands. Never answers [Received.Accept] or [Received.Early].
    public Received<M> announced(Announcement announcement) {
        if (announcement.epoch() < epoch) {
            return new Received.StaleEpoch<>(epoch);
        }
        var sameNumbering = announcement.since() <= epoch;
        // Below the base all was confirmed, if not by this receiver then by the one before it.
        next = sameNumbering ? Math.max(next, announcement.base()) : announcement.base();
        epoch = announcement.epoch();
        asked = false;
        if (announcement.last() >= next) {
            return missing(epoch, next);
        }
        unconfirmed = true;
        return new Received.Duplicate<>();
    }

    /// What to confirm, if anything arrived since this was last asked. Ask every few milliseconds, not per message.
    /// An owner that confirms only what it has stored uses this as the time to speak, and its own number.
    public Optional<Confirmation> confirmation() {
        if (!unconfirmed || epoch == NONE) {
            return Optional.empty();
        }
        unconfirmed = false;
        return Optional.of(new Confirmation(epoch, accepted()));
    }

    /// This end's last word before its entity moves.
    public Moving moving() {
        return new Moving(epoch, accepted());
    }

    /// The epoch this end listens to; 0 before the first.
    public long epoch() {
        return epoch;
    }

    /// The last number accepted; 0 if none was.
    public long accepted() {
        return next - 1;
    }

    /// A receiver that knows no epoch at all takes number 1 for the start that it is. One that knows a lower epoch
    /// can't tell a new count from an old message sent again under the new epoch, and asks.
    private boolean opensByItself(long messagesEpoch, long first) {
        if (epoch != NONE || first != 1) {
            return false;
        }
        epoch = messagesEpoch;
        next = 1;
        return true;
    }

    private Received<M> missing(long missingEpoch, long from) {
        if (asked) {
            return new Received.Early<>();
        }
        asked = true;
        return new Received.Missing<>(new Gap(missingEpoch, from));
    }
}
