package io.kith.sharding.small;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class SmallQueueTest {

    private final SmallQueue<String> queue = new SmallQueue<>();

    @Test
    void the_queue_that_all_share_stays_empty() {
        var none = SmallQueue.<String>none();
        var own = none.with("romeo");

        assertThat(own.with("juliet")).isSameAs(own).containsExactly("romeo", "juliet");
        assertThatThrownBy(() -> none.addLast("nurse")).isInstanceOf(UnsupportedOperationException.class);
        assertThat(none.peekFirst()).isNull();
        none.clear();
        assertThat(SmallQueue.<String>none()).isSameAs(none).isEmpty();
    }

    @Test
    void what_is_added_last_leaves_last() {
        queue.addLast("romeo");
        queue.addLast("juliet");
        queue.addFirst("nurse");

        assertThat(queue).containsExactly("nurse", "romeo", "juliet");
        assertThat(queue.size()).isEqualTo(3);
        assertThat(queue.peekFirst()).isEqualTo("nurse");
        assertThat(queue.peekLast()).isEqualTo("juliet");
        assertThat(queue.removeFirst()).isEqualTo("nurse");
        assertThat(queue.remove("juliet")).isTrue();
        assertThat(queue.remove("juliet")).isFalse();
        assertThat(queue).containsExactly("romeo");
    }

    @Test
    void it_can_be_filled_again_after_it_was_empty() {
        queue.addLast("romeo");
        assertThat(queue.removeFirst()).isEqualTo("romeo");
        assertThat(queue.isEmpty()).isTrue();
        queue.addLast("juliet");
        assertThat(queue.isEmpty()).isFalse();
        queue.clear();

        assertThat(queue).isEmpty();
        assertThat(queue.size()).isZero();
        assertThat(queue.peekFirst()).isNull();
        assertThat(queue.peekLast()).isNull();
        assertThat(queue.remove("juliet")).isFalse();
    }

    @Test
    void nothing_can_be_taken_out_of_an_empty_one() {
        assertThatThrownBy(queue::removeFirst).isInstanceOf(NoSuchElementException.class);
        assertThat(queue.isEmpty()).isTrue();
    }
}
