package io.kith.sharding.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class InboundWindowTest {

    private final InboundWindow window = new InboundWindow(0);

    @Test
    void what_is_done_out_of_order_counts_once_the_hole_is_filled() {
        accept(4);

        window.done(2);
        window.done(3);
        assertThat(window.handled()).isZero();

        window.done(1);
        assertThat(window.handled()).isEqualTo(3);
        assertThat(window.isSettled()).isFalse();

        window.done(4);
        assertThat(window.handled()).isEqualTo(4);
        assertThat(window.isSettled()).isTrue();
    }

    @Test
    void a_second_done_changes_nothing() {
        accept(3);
        window.done(1);
        window.done(1);
        window.done(3);
        window.done(3);

        assertThat(window.handled()).isEqualTo(1);
        assertThat(window.isDone(3)).isTrue();
        assertThat(window.isDone(2)).isFalse();
    }

    @Test
    void nothing_is_done_before_it_was_accepted() {
        accept(1);
        assertThatThrownBy(() -> window.done(2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void any_order_ends_at_the_longest_prefix() {
        for (var seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var any = new InboundWindow(7);
            var order = new ArrayList<Long>();
            for (var i = 0; i < 60; i++) {
                order.add(any.accept());
            }
            Collections.shuffle(order, random);
            var open = new TreeSet<>(order);
            for (var n : order) {
                any.done(n);
                open.remove(n);
                assertThat(any.handled()).as("seed %d", seed).isEqualTo(open.isEmpty() ? 67 : open.first() - 1);
            }
        }
    }

    private void accept(int count) {
        for (var i = 0; i < count; i++) {
            window.accept();
        }
    }
}
