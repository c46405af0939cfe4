package io.kith.sharding.link;

/// Receiver to sender: resend from here.
///
/// @param epoch the epoch of the message that showed the gap
/// @param from  the first missing number, or [#UNKNOWN] when the receiver does not know where the epoch starts
public record Gap(long epoch, long from) {

    /// The receiver has not seen the opening of this epoch: it has just come to life, or the opening was lost.
    public static final long UNKNOWN = 0;
}
