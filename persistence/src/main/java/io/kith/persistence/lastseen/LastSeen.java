package io.kith.persistence.lastseen;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/// When each account was last available, and what it said on leaving.
///
/// The latest departure wins by its own time, whatever the order of writes.
public interface LastSeen {

    /// A leave: when, and the status text of the unavailable presence ("" for none).
    record Departure(Instant at, String status) {}

    /// Remembers a departure unless a later one is known.
    CompletionStage<Void> record(UUID uid, Departure departure);

    /// The latest departure, to the millisecond.
    CompletionStage<Optional<Departure>> find(UUID uid);

    /// Forgets the account for good. Repeatable.
    CompletionStage<Void> erase(UUID uid);
}
