package io.kith.persistence.archive;

import java.time.Duration;

/// How long rows are kept, counted from when they were written.
///
/// @param archived rows that their account may ask for; zero keeps them until the account is erased
/// @param hidden rows that are here for delivery alone
public record Retention(Duration archived, Duration hidden) {

    /// The longest time that Cassandra's TTL can hold, 20 years.
    public static final Duration MAX = Duration.ofDays(20 * 365);

    /// Archived rows for good, hidden ones for a week.
    public static final Retention DEFAULT = new Retention(Duration.ZERO, Duration.ofDays(7));

    public Retention {
        if (archived.isNegative() || archived.compareTo(MAX) > 0) {
            throw new IllegalArgumentException("archived rows are kept " + archived + ", at most " + MAX);
        }
        if (hidden.compareTo(Duration.ofSeconds(1)) < 0 || hidden.compareTo(MAX) > 0) {
            throw new IllegalArgumentException("hidden rows are kept " + hidden + ", at least 1 s, at most " + MAX);
        }
    }

    /// How long this row is kept; zero is for good.
    Duration of(Row row) {
        return row.hidden() ? hidden : archived;
    }
}
