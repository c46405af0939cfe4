package io.kith.sharding.room;

import io.kith.proto.jid.Jid;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/// How fast each user does one kind of thing: a bucket of tokens per user, so that a flood is its sender's alone.
///
/// Remembers the [#USERS_MAX] users who asked last; who is forgotten begins with a full bucket.
final class Paces {

    /// Users remembered.
    static final int USERS_MAX = 4_096;

    private record Bucket(long nanosUsed, Instant at) {}

    private final Supplier<RoomLimits.Rate> rate;
    private final LongAdder refused;
    private final Map<Jid, Bucket> buckets = new LinkedHashMap<>(0, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Jid, Bucket> eldest) {
            return size() > USERS_MAX;
        }
    };

    /// @param rate as it is now
    /// @param refused counts who was too fast
    Paces(Supplier<RoomLimits.Rate> rate, LongAdder refused) {
        this.rate = rate;
        this.refused = refused;
    }

    /// As fast as the limits say that it is done; refusals are counted as its own.
    ///
    /// @param limits as they are now
    static Paces of(Pace pace, Supplier<RoomLimits> limits, RoomCounters counters) {
        return new Paces(() -> pace.of(limits.get()), counters.tooFast(pace));
    }

    /// Whether this user may do it once more now; if so, it counts.
    boolean take(Jid user, Instant now) {
        return take(user, 1, now);
    }

    /// Whether this user may do it so many times more now; if so, they count.
    boolean take(Jid user, int times, Instant at) {
        var now = rate.get();
        var over = now.over().toNanos();
        var used = Math.min(used(user, at), over); // it may have been another rate before
        var more = over / now.burst() * times;
        if (used + more > over) {
            refused.increment();
            return false;
        }
        buckets.put(user.bare(), new Bucket(used + more, at));
        return true;
    }

    private long used(Jid user, Instant at) {
        var before = buckets.get(user.bare());
        return before == null
                ? 0
                : Math.max(
                        0,
                        before.nanosUsed() - Duration.between(before.at(), at).toNanos());
    }
}
