package io.kith.sharding.room;

/// Which stanza of which link from an owner it was: how a room recognises what it, or the one before it, has handled.
///
/// @param session the link's session, "" for none
/// @param n the stanza's number in it, 0 for none
public record Mark(String session, long n) {

    public static final Mark NONE = new Mark("", 0);
}
