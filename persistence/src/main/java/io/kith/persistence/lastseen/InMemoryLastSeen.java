package io.kith.persistence.lastseen;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/// Departures in the heap, for tests and trials.
public final class InMemoryLastSeen implements LastSeen {

    private final Map<UUID, Departure> departures = new ConcurrentHashMap<>();

    @Override
    public CompletionStage<Void> record(UUID uid, Departure departure) {
        var rounded = new Departure(departure.at().truncatedTo(ChronoUnit.MILLIS), departure.status());
        departures.merge(uid, rounded, (known, next) -> next.at().isBefore(known.at()) ? known : next);
        return completedFuture(null);
    }

    @Override
    public CompletionStage<Optional<Departure>> find(UUID uid) {
        return completedFuture(Optional.ofNullable(departures.get(uid)));
    }

    @Override
    public CompletionStage<Void> erase(UUID uid) {
        departures.remove(uid);
        return completedFuture(null);
    }
}
