package io.kith.sharding.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Facts of somebody who is gone without a word: they stay as they are for a while, since most come
/// straight back, and end spread over some seconds, since many go at once. Not thread-safe.
public final class Lingering<K> {

    /// How long a fact stays at least.
    public static final Duration STAY = Duration.ofSeconds(60);

    /// Over which time the ends are spread.
    public static final Duration SPREAD = Duration.ofSeconds(10);

    private final RandomGenerator random;
    private final Map<K, Instant> until = new HashMap<>();

    public Lingering(RandomGenerator random) {
        this.random = random;
    }

    /// From now on the fact lingers, if it did not already.
    public void begin(K fact, Instant now) {
        until.computeIfAbsent(fact, _ -> now.plus(STAY).plusMillis(random.nextLong(SPREAD.toMillis() + 1)));
    }

    /// It has been said again, or is over: it lingers no more. Says whether it did.
    public boolean end(K fact) {
        return until.remove(fact) != null;
    }

    public boolean has(K fact) {
        return until.containsKey(fact);
    }

    /// Those whose time is over, which they leave with this.
    public List<K> expired(Instant now) {
        var over = new ArrayList<K>();
        until.entrySet().removeIf(each -> {
            boolean isOver = !each.getValue().isAfter(now);
            if (isOver) {
                over.add(each.getKey());
            }
            return isOver;
        });
        return over;
    }

    public int size() {
        return until.size();
    }
}
