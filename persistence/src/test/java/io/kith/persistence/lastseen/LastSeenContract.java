package io.kith.persistence.lastseen;

import static io.kith.persistence.Futures.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.persistence.lastseen.LastSeen.Departure;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What every `LastSeen` promises.
interface LastSeenContract {

    Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    LastSeen lastSeen();

    @Test
    default void knows_nothing_of_an_account_that_never_left() {
        assertThat(get(lastSeen().find(UUID.randomUUID()))).isEmpty();
    }

    @Test
    default void keeps_the_latest_departure_whatever_the_order_of_writes() {
        var juliet = UUID.randomUUID();
        get(lastSeen().record(juliet, new Departure(NOON, "gone")));
        get(lastSeen().record(juliet, new Departure(NOON.minusSeconds(60), "stale")));

        assertThat(get(lastSeen().find(juliet))).contains(new Departure(NOON, "gone"));

        get(lastSeen().record(juliet, new Departure(NOON.plusSeconds(1), "")));

        assertThat(get(lastSeen().find(juliet))).contains(new Departure(NOON.plusSeconds(1), ""));
    }

    @Test
    default void forgets_an_erased_account() {
        var juliet = UUID.randomUUID();
        get(lastSeen().record(juliet, new Departure(NOON, "gone")));

        get(lastSeen().erase(juliet));

        assertThat(get(lastSeen().find(juliet))).isEmpty();
    }
}
