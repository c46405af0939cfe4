package io.kith.proto.sm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.sm.UnackedQueue.Acked;
import io.kith.proto.xml.Element;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class UnackedQueueTest {

    private static final long BEFORE_WRAP = 4_294_967_294L;

    @Test
    void what_is_acknowledged_leaves_in_the_order_it_was_written() {
        var queue = new UnackedQueue(10, 1_000);
        for (var id = 1; id <= 5; id++) {
            queue.offer(stanza(id, 10));
        }

        assertThat(idsOf(queue.ack(AckCounter.of(2)))).containsExactly(1L, 2L);
        assertThat(idsOf(queue.ack(AckCounter.of(2)))).isEmpty();
        assertThat(idsOf(queue.ack(AckCounter.of(5)))).containsExactly(3L, 4L, 5L);
        assertThat(queue.size()).isZero();
        assertThat(queue.bytes()).isZero();
        assertThat(queue.sent()).isEqualTo(queue.acked()).isEqualTo(AckCounter.of(5));
    }

    @Test
    void counts_go_on_across_the_wrap() {
        var queue = new UnackedQueue(10, 1_000, AckCounter.of(BEFORE_WRAP), List.of());
        for (var id = 1; id <= 4; id++) {
            queue.offer(stanza(id, 1));
        }

        assertThat(queue.sent()).isEqualTo(AckCounter.of(2));
        assertThat(idsOf(queue.ack(AckCounter.of(4_294_967_295L)))).containsExactly(1L);
        assertThat(idsOf(queue.ack(AckCounter.of(1)))).containsExactly(2L, 3L);
        assertThat(queue.acked()).isEqualTo(AckCounter.of(1));
    }

    @Test
    void a_client_cannot_have_handled_what_it_was_not_sent() {
        var queue = new UnackedQueue(10, 1_000);
        queue.offer(stanza(1, 1));

        var tooHigh = (Acked.TooHigh) queue.ack(AckCounter.of(2));

        assertThat(tooHigh.toElement())
                .isEqualTo(Element.of("handled-count-too-high", Namespaces.SM)
                        .withAttribute("h", 2)
                        .withAttribute("send-count", 1));
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void a_count_that_goes_back_is_too_high() {
        var queue = new UnackedQueue(10, 1_000);
        queue.offer(stanza(1, 1));
        queue.offer(stanza(2, 1));
        queue.ack(AckCounter.of(2));

        assertThat(queue.ack(AckCounter.of(1))).isInstanceOf(Acked.TooHigh.class);
    }

    @Test
    void what_is_over_a_bound_is_neither_kept_nor_numbered() {
        var queue = new UnackedQueue(3, 30);

        assertThat(queue.offer(stanza(1, 20))).isTrue();
        assertThat(queue.offer(stanza(2, 11))).isFalse();
        assertThat(queue.offer(stanza(3, 10))).isTrue();
        assertThat(queue.bytes()).isEqualTo(30);
        assertThat(queue.offer(stanza(4, 0))).isTrue();
        assertThat(queue.offer(stanza(5, 0))).isFalse();
        assertThat(queue.sent()).isEqualTo(AckCounter.of(3));
        assertThat(queue.waiting()).extracting(Unacked::logId).containsExactly(1L, 3L, 4L);
    }

    @Test
    void a_parked_queue_goes_on_where_it_was() {
        var queue = new UnackedQueue(10, 1_000, AckCounter.of(BEFORE_WRAP), List.of());
        for (var id = 1; id <= 3; id++) {
            queue.offer(stanza(id, 5));
        }
        queue.ack(AckCounter.of(4_294_967_295L));
        var acked = queue.acked();

        var resumed = new UnackedQueue(10, 1_000, acked, queue.drain());

        assertThat(queue.size()).isZero();
        assertThat(resumed.sent()).isEqualTo(AckCounter.of(1));
        assertThat(resumed.bytes()).isEqualTo(10);
        assertThat(idsOf(resumed.ack(AckCounter.of(1)))).containsExactly(2L, 3L);
    }

    @Property(tries = 300)
    void whatever_is_written_and_acknowledged_nothing_is_lost_or_told_twice(
            @ForAll @IntRange(max = 20) int start,
            @ForAll @Size(max = 60) List<@IntRange(min = -5, max = 3) Integer> steps) {
        var queue = new UnackedQueue(16, 100, AckCounter.of(0xFFFF_FFFFL - 10).plus(start), List.of());
        var told = new ArrayList<Long>();
        var written = 0L;
        for (var step : steps) {
            if (step < 0) {
                written += queue.offer(stanza(written + 1, -step)) ? 1 : 0;
            } else {
                var upTo = Math.min(step, queue.size());
                told.addAll(idsOf(queue.ack(queue.acked().plus(upTo))));
            }
        }
        told.addAll(queue.drain().stream().map(Unacked::logId).toList());

        assertThat(told).hasSize((int) written).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void a_queue_without_room_is_a_mistake() {
        assertThatThrownBy(() -> new UnackedQueue(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new UnackedQueue(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Unacked stanza(long id, int size) {
        return new Unacked(new byte[size], id);
    }

    private static List<Long> idsOf(Acked acked) {
        return ((Acked.Handled) acked).stanzas().stream().map(Unacked::logId).toList();
    }
}
