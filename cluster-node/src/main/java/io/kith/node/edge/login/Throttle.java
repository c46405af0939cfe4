package io.kith.node.edge.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;

/// How much of something each name may do: a full measure at once, then what flows back into it.
///
/// Remembers at most [#NAMES_MAX] names, those that were seen last; who is forgotten has a full measure
/// again. Safe for use by several threads.
public final class Throttle {

    /// The most names remembered.
    public static final int NAMES_MAX = 50_000;

    /// A throttle that lets everything through.
    public static final Throttle OFF =
            new Throttle(Integer.MAX_VALUE, Duration.ofNanos(1), () -> java.time.Instant.EPOCH);

    private static final class Measure {
        private double left;
        private long atMillis;
    }

    private final double measure;
    private final double millisPerOne;
    private final InstantSource clock;
    private final Cache<String, Measure> measures;
    private volatile boolean enforced = true;

    /// @param measure how many at once
    /// @param refill the time in which one flows back
    public Throttle(int measure, Duration refill, InstantSource clock) {
        if (measure < 1 || refill.isZero() || refill.isNegative()) {
            throw new IllegalArgumentException("a throttle that lets nothing through");
        }
        this.measure = measure;
        this.millisPerOne = refill.toNanos() / 1e6;
        this.clock = clock;
        this.measures = Caffeine.newBuilder().maximumSize(NAMES_MAX).build();
    }

    /// Whether it counts from now on; while it does not, everything is let through.
    public void enforce(boolean now) {
        enforced = now;
    }

    /// Whether `name` has one left. Takes nothing.
    public boolean allows(String name) {
        var known = measures.getIfPresent(name);
        if (known == null || !enforced) {
            return true;
        }
        synchronized (known) {
            flow(known);
            return known.left >= 1;
        }
    }

    /// Takes one of `name`'s, if there is one left.
    ///
    /// @return whether there was
    public boolean take(String name) {
        if (this == OFF || !enforced) {
            return true;
        }
        var known = measures.get(name, _ -> full());
        synchronized (known) {
            flow(known);
            if (known.left < 1) {
                return false;
            }
            known.left--;
            return true;
        }
    }

    /// Gives back one that was taken.
    public void giveBack(String name) {
        var known = measures.getIfPresent(name);
        if (known == null || !enforced) {
            return;
        }
        synchronized (known) {
            flow(known);
            known.left = Math.min(measure, known.left + 1);
        }
    }

    private Measure full() {
        var fresh = new Measure();
        fresh.left = measure;
        fresh.atMillis = clock.millis();
        return fresh;
    }

    private void flow(Measure of) {
        var now = clock.millis();
        of.left = Math.min(measure, of.left + Math.max(0, now - of.atMillis) / millisPerOne);
        of.atMillis = now;
    }
}
