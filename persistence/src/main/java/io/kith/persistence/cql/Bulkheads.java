package io.kith.persistence.cql;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// Counts the requests in flight of each kind of work and refuses what is over its bound; any thread may call.
public final class Bulkheads {

    private final Map<Work, AtomicInteger> inFlight = new EnumMap<>(Work.class); // never changed after
    private final LongAdder refused = new LongAdder();

    /// Nothing in flight.
    public Bulkheads() {
        for (var work : Work.values()) {
            inFlight.put(work, new AtomicInteger());
        }
    }

    /// Whether one more may go; if so, [#leave] must follow once.
    boolean enter(Work work) {
        int before = count(work).getAndUpdate(n -> n < work.inFlightMax() ? n + 1 : n);
        if (before < work.inFlightMax()) {
            return true;
        }
        refused.increment();
        return false;
    }

    void leave(Work work) {
        int left = count(work).decrementAndGet();
        assert left >= 0 : work;
    }

    /// The requests of this kind that are unanswered at this moment.
    public int inFlight(Work work) {
        return count(work).get();
    }

    /// The requests that were refused so far, of all kinds.
    public long refused() {
        return refused.sum();
    }

    private AtomicInteger count(Work work) {
        return Objects.requireNonNull(inFlight.get(work));
    }
}
