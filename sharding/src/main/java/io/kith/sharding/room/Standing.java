package io.kith.sharding.room;

import java.time.Instant;

/// A user's place in a room, kept while the user is away.
///
/// @param reason why, as its giver put it; "" for none
/// @param nick the nickname that belongs to this user alone; "" for none
/// @param by who gave the affiliation
/// @param since when
public record Standing(Affiliation affiliation, String reason, String nick, String by, Instant since) {

    Standing withNick(String newNick) {
        return new Standing(affiliation, reason, newNick, by, since);
    }

    /// Whether it says nothing.
    boolean isEmpty() {
        return affiliation == Affiliation.NONE && nick.isEmpty();
    }
}
