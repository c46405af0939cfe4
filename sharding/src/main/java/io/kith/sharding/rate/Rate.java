package io.kith.sharding.rate;

import java.time.Duration;

/// So much in a time, with what was not used of it saved up for a while: a token bucket.
///
/// Whoever is limited keeps one number, the time at which all that it took would have been paid off at this rate, 0 at
/// first; the bucket is empty when that is more than `saved` ahead. All times are nanoseconds of one clock, which may
/// be as coarse as it likes.
///
/// @param perSecond how many, [Double#POSITIVE_INFINITY] for no limit
/// @param saved how long what is not used is kept: so many seconds' worth may be taken at once
public record Rate(double perSecond, Duration saved) {

    /// Everything is let through.
    public static final Rate UNLIMITED = new Rate(Double.POSITIVE_INFINITY, Duration.ZERO);

    private static final double NANOS_PER_SECOND = 1e9;
    private static final int SECONDS_PER_MINUTE = 60;

    /// @throws IllegalArgumentException when it would let nothing through
    public Rate {
        if (!(perSecond > 0) || saved.isNegative()) {
            throw new IllegalArgumentException("a rate that lets nothing through");
        }
    }

    /// So many a minute, all of them at once if they like.
    public static Rate perMinute(int count) {
        return new Rate((double) count / SECONDS_PER_MINUTE, Duration.ofMinutes(1));
    }

    public boolean isUnlimited() {
        return Double.isInfinite(perSecond);
    }

    /// How long `count` take.
    public long nanosOf(long count) {
        return (long) (count * NANOS_PER_SECOND / perSecond);
    }

    /// When all is paid off after `count` more are taken now, whether there were so many or not.
    public long take(long due, long count, long now) {
        return Math.max(due, now) + nanosOf(count);
    }

    /// Whether more was taken than there was.
    public boolean isOver(long due, long now) {
        return freeAt(due) > now;
    }

    /// From when on nothing is owed any more, and the next may be taken.
    public long freeAt(long due) {
        return isUnlimited() ? Long.MIN_VALUE : due - saved.toNanos();
    }
}
