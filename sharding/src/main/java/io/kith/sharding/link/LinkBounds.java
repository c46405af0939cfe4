package io.kith.sharding.link;

import java.time.Duration;
import java.util.function.ToIntFunction;

/// What a sender may keep unconfirmed and how long it waits before it speaks up. One instance is shared by all links
/// of a kind.
///
/// @param messagesMax at most this many messages are kept; the next one is refused as [Offered.Full]
/// @param bytesMax    at most this much weight is kept; a single message heavier than that still goes, alone, so that
///                    a bound set too low slows a link down and never blocks it
/// @param weigher     the bytes of a message; must give the same answer each time
/// @param silence     how long a sender with unconfirmed messages waits without progress before it announces itself
public record LinkBounds<M>(int messagesMax, long bytesMax, ToIntFunction<M> weigher, Duration silence) {

    public LinkBounds {
        if (messagesMax < 1 || bytesMax < 1 || silence.toMillis() < 1) {
            throw new IllegalArgumentException("a link needs room for one message and a silence of a millisecond");
        }
    }
}
