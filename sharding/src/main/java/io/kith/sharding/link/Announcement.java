package io.kith.sharding.link;

/// Sender to receiver: where an epoch starts and how far it has come. It opens an epoch at a receiver that does not
/// know it, and shows a receiver that missed the end of a burst that it did.
///
/// @param epoch the sender's epoch
/// @param since the oldest epoch in which a message that is still unconfirmed was numbered: a receiver that knows one
///              of the epochs from here on goes on counting, any other starts at `base`
/// @param base  the first unconfirmed number, or the next to be given when all is confirmed
/// @param last  the last number sent, as far as the receiver should miss it: `base - 1` when the messages follow
///              right behind
public record Announcement(long epoch, long since, long base, long last) {

    public Announcement {
        if (since < 1 || epoch < since || base < 1 || last < base - 1) {
            throw new IllegalArgumentException(
                    "epoch " + epoch + " since " + since + " from " + base + " to " + last + " is no range");
        }
    }
}
