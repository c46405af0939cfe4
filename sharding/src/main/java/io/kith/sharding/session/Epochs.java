package io.kith.sharding.session;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// The epochs of one owner's sessions and links.
///
/// Each is higher than all before it of this owner and, as far as clocks agree, of the owners
/// before this one; chance keeps two owners apart that begin in one millisecond. Where a clock was
/// ahead, the other end says so, and [#after] makes it good.
public final class Epochs {

    private static final int BELOW_MILLIS = 20;
    private static final int COUNTED = 8;

    private final InstantSource clock;
    private final RandomGenerator random;
    private long last;

    /// @param random keeps two owners apart
    public Epochs(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /// The next one.
    public long next() {
        var chance = (long) random.nextInt(1 << (BELOW_MILLIS - COUNTED)) << COUNTED;
        last = Math.max(last + 1, clock.millis() << BELOW_MILLIS | chance);
        return last;
    }

    /// The next one is higher than this.
    public void after(long epoch) {
        last = Math.max(last, epoch);
    }
}
