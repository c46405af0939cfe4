package io.kith.persistence.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BackoffTest {

    @Test
    void pauses_double_until_there_is_no_other_start() {
        var backoff = new Backoff(Duration.ofSeconds(1));
        assertThat(backoff.pause()).hasValue(Duration.ofSeconds(1));
        for (int seconds : new int[] {1, 2, 4, 8}) {
            backoff = backoff.failed();
            assertThat(backoff.pause()).hasValue(Duration.ofSeconds(seconds));
        }
        assertThat(backoff.failures()).isEqualTo(Backoff.FAILURES_MAX - 1);
        assertThat(backoff.failed().pause()).isEmpty();
    }

    @Test
    void what_has_worked_is_started_for_ever_at_most_a_minute_later() {
        var backoff = new Backoff(Duration.ofSeconds(1)).succeeded();
        assertThat(backoff.pause()).hasValue(Duration.ofSeconds(1));
        for (int seconds : new int[] {1, 2, 4, 8, 16, 32}) {
            backoff = backoff.failed();
            assertThat(backoff.pause()).hasValue(Duration.ofSeconds(seconds));
        }
        for (int i = 0; i < 1_000; i++) {
            backoff = backoff.failed();
            assertThat(backoff.pause()).hasValue(Backoff.PAUSE_MAX);
        }
        assertThat(backoff.succeeded().pause()).hasValue(Duration.ofSeconds(1));
    }
}
