package io.kith.sharding.edge;

/// Whom of a room a client has been shown besides itself: with how far it has got ([RoomPosition]) all that a relay
/// must know to go on showing it whom it may see, wherever it comes back. Those that most clients have are shared.
///
/// @param upTo those who entered the room up to this id; of who came later, moderators alone
/// @param hidden whether also those whom only moderators see
/// @param sure whether all of these have been shown; else each of them may have been
/// @param toldUpTo how those have changed who changed behind this id it may not have been told, though it has got
///     further; without end where it has been told all
public record Sight(long upTo, boolean hidden, boolean sure, long toldUpTo) {

    /// More than all ids.
    public static final long WITHOUT_END = Long.MAX_VALUE;

    /// Of a client of a room that is not too large for that.
    public static final Sight EVERYBODY = new Sight(WITHOUT_END, false, true, WITHOUT_END);

    /// Of a moderator's client.
    public static final Sight HIDDEN_TOO = new Sight(WITHOUT_END, true, true, WITHOUT_END);

    /// Of a client that entered a large room.
    public static final Sight MODERATORS = new Sight(0, false, true, WITHOUT_END);

    /// Nobody has said.
    public static final Sight UNKNOWN = new Sight(WITHOUT_END, false, false, WITHOUT_END);

    /// The shared one, if there is.
    public static Sight of(long upTo, boolean hidden, boolean sure, long toldUpTo) {
        var one = new Sight(upTo, hidden, sure, toldUpTo);
        return one.equals(EVERYBODY)
                ? EVERYBODY
                : one.equals(HIDDEN_TOO)
                        ? HIDDEN_TOO
                        : one.equals(MODERATORS) ? MODERATORS : one.equals(UNKNOWN) ? UNKNOWN : one;
    }

    /// Of a client that is just being told what it missed, and may lose its connection before it has all of that.
    ///
    /// @param hiddenToo whether it sees those whom only moderators see, or will
    /// @param from how far it had got before
    public Sight whileToldMore(boolean hiddenToo, long from) {
        return of(WITHOUT_END, hidden || hiddenToo, false, Math.min(toldUpTo, from));
    }

    /// The room has become large, or the client's user is no moderator any more in one that is: whoever enters behind
    /// this id is not shown.
    public Sight until(long id) {
        return upTo <= id && !hidden ? this : of(Math.min(upTo, id), false, sure, WITHOUT_END);
    }

    /// Whether an occupant is among these, or may be.
    ///
    /// @param entered when it entered
    /// @param moderates whether it is a moderator
    /// @param isHidden whether only moderators see it
    public boolean reaches(long entered, boolean moderates, boolean isHidden) {
        return hidden || (!isHidden && (moderates || entered <= upTo));
    }
}
