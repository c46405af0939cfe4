package io.kith.node.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WheelTest {

    private static final long SLOT = 250;

    private final Wheel wheel = new Wheel(SLOT, 10_000);

    private List<Long> turnedTo(long millis) {
        var due = new ArrayList<Long>();
        wheel.turn(millis, due::add);
        return due;
    }

    @Test
    void wakes_at_the_time_and_at_most_one_slot_after_it() {
        wheel.add(1, 11_001);

        assertThat(turnedTo(11_000)).isEmpty();
        assertThat(turnedTo(11_250)).containsExactly(1L);
        assertThat(turnedTo(20_000)).isEmpty();
    }

    @Test
    void says_when_it_wakes_at_the_earliest() {
        assertThat(wheel.add(1, 11_001)).isEqualTo(11_250);
        assertThat(wheel.add(1, 5_000)).isEqualTo(10_250);
        assertThat(wheel.add(1, 10_000 + 10 * Wheel.SLOTS * SLOT)).isEqualTo(10_000 + (Wheel.SLOTS - 1) * SLOT);
    }

    @Test
    void wakes_at_the_next_turn_for_a_time_that_has_passed() {
        wheel.add(1, 5_000);

        assertThat(turnedTo(10_250)).containsExactly(1L);
    }

    @Test
    void wakes_early_for_a_time_beyond_its_horizon() {
        wheel.add(1, 10_000 + 10 * Wheel.SLOTS * SLOT);

        assertThat(turnedTo(10_000 + (Wheel.SLOTS - 2) * SLOT)).isEmpty();
        assertThat(turnedTo(10_000 + (Wheel.SLOTS - 1) * SLOT)).containsExactly(1L);
    }

    @Test
    void misses_nobody_when_it_turns_late() {
        for (var number = 1; number <= 5; number++) {
            wheel.add(number, 10_000 + number * 1_000L);
        }

        assertThat(turnedTo(15_000)).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void who_is_woken_may_ask_again_at_once() {
        wheel.add(1, 10_250);
        wheel.turn(10_250, number -> wheel.add(number, 10_500));

        assertThat(turnedTo(10_500)).containsExactly(1L);
    }
}
