package io.kith.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class FigureTest {

    @Test
    void the_median_of_an_odd_number_of_repeats_is_the_one_in_the_middle() {
        assertThat(new Figure("login", "µs", List.of(9.0, 1.0, 5.0)).median()).isEqualTo(5.0);
    }

    @Test
    void the_median_of_an_even_number_of_repeats_lies_between_the_two_in_the_middle() {
        assertThat(new Figure("login", "µs", List.of(1.0, 2.0, 4.0, 9.0)).median())
                .isEqualTo(3.0);
    }

    @Test
    void a_line_says_the_median_and_what_it_is_the_median_of() {
        assertThat(new Figure("login", "µs", List.of(480.0, 520.4, 66.66)).line())
                .isEqualTo("login: median 480 µs of 480; 520; 66.7");
    }
}
