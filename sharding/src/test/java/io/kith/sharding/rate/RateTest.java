package io.kith.sharding.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RateTest {

    private static final long NOON = 1_767_268_800_000_000_000L;
    private static final long SECOND = 1_000_000_000;
    private static final Rate FIVE = new Rate(5, Duration.ofSeconds(2));

    @Test
    void what_is_saved_may_be_taken_at_once_and_not_one_more() {
        var due = FIVE.take(0, 10, NOON);
        assertThat(FIVE.isOver(due, NOON)).isFalse();
        assertThat(FIVE.isOver(FIVE.take(due, 1, NOON), NOON)).isTrue();
    }

    @Test
    void what_was_too_much_is_paid_off_with_time() {
        var due = FIVE.take(0, 11, NOON);
        assertThat(FIVE.freeAt(due)).isEqualTo(NOON + SECOND / 5);
        assertThat(FIVE.isOver(due, NOON + SECOND / 5 - 1)).isTrue();
        assertThat(FIVE.isOver(due, NOON + SECOND / 5)).isFalse();
    }

    @Test
    void no_more_than_that_is_saved_however_long_nothing_is_taken() {
        var later = NOON + 1_000 * SECOND;
        var due = FIVE.take(FIVE.take(0, 10, NOON), 10, later);
        assertThat(FIVE.isOver(due, later)).isFalse();
        assertThat(FIVE.isOver(FIVE.take(due, 1, later), later)).isTrue();
    }

    @Test
    void a_rate_that_seconds_do_not_divide_has_its_bound_at_the_same_place() {
        var seven = new Rate(7, Duration.ofSeconds(10));
        var due = 0L;
        for (var i = 0; i < 70; i++) {
            due = seven.take(due, 1, NOON);
            assertThat(seven.isOver(due, NOON)).isFalse();
        }
        assertThat(seven.isOver(seven.take(due, 1, NOON), NOON)).isTrue();
    }

    @Test
    void three_a_minute_are_three_at_once_and_one_more_each_twenty_seconds() {
        var three = Rate.perMinute(3);
        var due = three.take(0, 3, NOON);
        assertThat(three.isOver(due, NOON)).isFalse();
        var fourth = three.take(due, 1, NOON);
        assertThat(three.freeAt(fourth)).isEqualTo(NOON + 20 * SECOND);
    }

    @Test
    void without_a_limit_nothing_is_too_much_also_of_what_was_before() {
        assertThat(Rate.UNLIMITED.isUnlimited()).isTrue();
        assertThat(Rate.UNLIMITED.isOver(Rate.UNLIMITED.take(0, Long.MAX_VALUE, NOON), NOON))
                .isFalse();
        assertThat(Rate.UNLIMITED.isOver(FIVE.take(0, 1_000, NOON), NOON)).isFalse();
    }

    @Test
    void a_rate_lets_something_through() {
        assertThatThrownBy(() -> new Rate(0, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }
}
