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
        assertThat(backoff.failed().succeeded().pause()).hasValue(Duration.ofSeconds(1));
    }
}
