package io.kith.sharding.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LingeringTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Lingering<String> lingering = new Lingering<>(new Random(1));

    @Test
    void facts_stay_a_minute_and_end_spread_over_ten_seconds() {
        for (int i = 0; i < 1_000; i++) {
            lingering.begin("fact " + i, NOON);
        }

        assertThat(lingering.expired(NOON.plus(Lingering.STAY).minusMillis(1))).isEmpty();
        assertThat(lingering.expired(NOON.plus(Lingering.STAY).plus(Lingering.SPREAD.dividedBy(2))))
                .hasSizeBetween(400, 600);
        assertThat(lingering.expired(NOON.plus(Lingering.STAY).plus(Lingering.SPREAD)))
                .hasSizeBetween(400, 600);
        assertThat(lingering.size()).isZero();
    }

    @Test
    void a_fact_said_again_lingers_no_more() {
        lingering.begin("balcony", NOON);

        assertThat(lingering.end("balcony")).isTrue();
        assertThat(lingering.end("balcony")).isFalse();
        assertThat(lingering.expired(NOON.plusSeconds(100))).isEmpty();
    }

    @Test
    void who_goes_again_while_lingering_gains_no_time() {
        lingering.begin("balcony", NOON);
        lingering.begin("balcony", NOON.plusSeconds(50));

        assertThat(lingering.expired(NOON.plus(Lingering.STAY).plus(Lingering.SPREAD)))
                .containsExactly("balcony");
    }
}
