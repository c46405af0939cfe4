package io.kith.sharding.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReleaseQueueTest {

    private final List<String> out = new ArrayList<>();
    private final ReleaseQueue<String> queue = new ReleaseQueue<>(out::add);

    @Test
    void rows_go_out_in_the_order_of_the_log_whatever_the_order_of_writes() {
        queue.row(1, "romeo", "one");
        queue.row(2, "nurse", "two");
        queue.row(3, "romeo", "three");

        queue.stored(3);
        queue.stored(2);
        assertThat(out).isEmpty();

        queue.stored(1);
        assertThat(out).containsExactly("one", "two", "three");
        assertThat(queue.size()).isZero();
        assertThat(queue.released()).isEqualTo(3);
    }

    @Test
    void typing_never_overtakes_a_message_of_the_same_sender() {
        queue.row(1, "romeo", "message");
        queue.unlogged("romeo", "composing");
        queue.unlogged("nurse", "presence");
        assertThat(out).containsExactly("presence");
        assertThat(queue.size()).isEqualTo(2);

        queue.stored(1);
        assertThat(out).containsExactly("presence", "message", "composing");

        queue.unlogged("romeo", "paused");
        assertThat(out).endsWith("paused");
    }

    @Test
    void what_waits_goes_out_behind_the_last_row_before_it() {
        queue.row(1, "romeo", "first");
        queue.unlogged("romeo", "composing");
        queue.row(2, "romeo", "second");

        queue.stored(1);
        queue.unlogged("romeo", "paused");
        assertThat(out).containsExactly("first", "composing");

        queue.stored(2);
        assertThat(out).containsExactly("first", "composing", "second", "paused");
    }

    @Test
    void while_the_store_is_down_rows_are_shown_and_the_log_is_not_readable() {
        queue.row(1, "romeo", "one");
        queue.shown();
        assertThat(out).containsExactly("one");
        assertThat(queue.readableUpTo(1)).isZero();
        assertThat(queue.size()).isEqualTo(1);

        assertThat(queue.stored(1)).isTrue();
        assertThat(queue.readableUpTo(1)).isEqualTo(1);
        assertThat(out).containsExactly("one");
    }

    @Test
    void an_abandoned_row_holds_up_nobody() {
        queue.row(1, "romeo", "lost");
        queue.unlogged("romeo", "composing");
        queue.row(2, "nurse", "kept");
        queue.stored(2);

        queue.abandoned(1);
        assertThat(out).containsExactly("composing", "kept");
        assertThat(queue.size()).isZero();
    }

    @Test
    void a_row_is_stored_once_and_in_the_order_of_ids() {
        queue.row(5, "romeo", "five");
        assertThat(queue.stored(4)).isFalse();
        assertThat(queue.stored(5)).isTrue();
        assertThat(queue.stored(5)).isFalse();
        assertThatThrownBy(() -> queue.row(5, "romeo", "again")).isInstanceOf(IllegalArgumentException.class);
    }
}
