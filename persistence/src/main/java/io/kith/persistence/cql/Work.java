package io.kith.persistence.cql;

import java.time.Duration;

/// A kind of request, with a share of Cassandra that the other kinds can't take.
public enum Work {
    /// What a login waits for, and what an owner loads.
    LOGIN(256, Duration.ofSeconds(15)),
    /// Writes on a message's path.
    DELIVERY(4_096, Duration.ofSeconds(30)),
    /// Pages of a log, and what clients ask for now and then.
    ARCHIVE(128, Duration.ofSeconds(15)),
    /// Operators' requests, changes of accounts, and erasing.
    ADMIN(128, Duration.ofSeconds(30));

    private final int inFlightMax;
    private final Duration deadline;

    Work(int inFlightMax, Duration deadline) {
        this.inFlightMax = inFlightMax;
        this.deadline = deadline;
    }

    /// How many requests may be unanswered at a time; one more is refused.
    public int inFlightMax() {
        return inFlightMax;
    }

    /// How long one request may take, repeats counted in.
    public Duration deadline() {
        return deadline;
    }
}
