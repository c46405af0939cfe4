package io.kith.node.edge.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.persistence.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ThrottleTest {

    private final TestClock clock = new TestClock(Instant.parse("2026-01-01T12:00:00Z"));
    private final Throttle throttle = new Throttle(2, Duration.ofSeconds(10), clock);

    @Test
    void gives_its_measure_and_then_what_flows_back() {
        assertThat(throttle.take("romeo")).isTrue();
        assertThat(throttle.take("romeo")).isTrue();
        assertThat(throttle.allows("romeo")).isFalse();
        assertThat(throttle.take("romeo")).isFalse();

        clock.advance(Duration.ofMillis(9_999));
        assertThat(throttle.allows("romeo")).isFalse();
        clock.advance(Duration.ofMillis(1));
        assertThat(throttle.take("romeo")).isTrue();
        assertThat(throttle.take("romeo")).isFalse();
    }

    @Test
    void never_gives_more_than_its_measure() {
        throttle.take("romeo");
        clock.advance(Duration.ofDays(1));

        assertThat(throttle.take("romeo")).isTrue();
        assertThat(throttle.take("romeo")).isTrue();
        assertThat(throttle.take("romeo")).isFalse();
    }

    @Test
    void takes_back_what_it_gave_and_never_more() {
        throttle.take("romeo");
        throttle.take("romeo");
        throttle.giveBack("romeo");
        assertThat(throttle.take("romeo")).isTrue();
        assertThat(throttle.take("romeo")).isFalse();

        for (var i = 0; i < 3; i++) {
            throttle.giveBack("romeo");
        }
        assertThat(throttle.take("romeo")).isTrue();
        assertThat(throttle.take("romeo")).isTrue();
        assertThat(throttle.take("romeo")).isFalse();
    }

    @Test
    void counts_each_name_for_itself() {
        throttle.take("romeo");
        throttle.take("romeo");

        assertThat(throttle.allows("juliet")).isTrue();
    }

    @Test
    void asking_takes_nothing() {
        for (var i = 0; i < 10; i++) {
            assertThat(throttle.allows("romeo")).isTrue();
        }
    }

    @Test
    void switched_off_it_lets_everything_through() {
        for (var i = 0; i < 1_000; i++) {
            assertThat(Throttle.OFF.take("romeo")).isTrue();
            assertThat(Throttle.OFF.allows("romeo")).isTrue();
        }
    }

    @Test
    void lets_everything_through_while_it_is_not_enforced_and_counts_again_after() {
        throttle.enforce(false);
        for (var i = 0; i < 10; i++) {
            assertThat(throttle.take("romeo")).isTrue();
        }

        throttle.enforce(true);
        assertThat(throttle.take("romeo")).isTrue();
        assertThat(throttle.take("romeo")).isTrue();
        assertThat(throttle.take("romeo")).isFalse();
    }
}
