package io.kith.sharding.room.relay;

/// Which stanza of which session of a client it was: how a room recognises what it, or the one before it, has handled.
///
/// @param session the client's session, "" for none
/// @param n the stanza's number in it, 0 for none
public record Mark(String session, long n) {

    public static final Mark NONE = new Mark("", 0);

    /// Whether that is the same stanza, or one before it in the same session.
    public boolean reaches(Mark other) {
        return other.n > 0 && other.n <= n && other.session.equals(session);
    }
}
