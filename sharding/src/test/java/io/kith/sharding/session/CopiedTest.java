package io.kith.sharding.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class CopiedTest {

    private final Copied copied = new Copied();

    @Test
    void forgets_what_it_is_told_to_and_nothing_else() {
        add(1, 4);
        copied.remove(3);
        copied.forgetUpTo(1);

        assertThat(copied.noted()).containsExactly(2L, 4L);
        assertThat(copied.contains(2)).isTrue();
        assertThat(copied.contains(1)).isFalse();
        assertThat(copied.contains(3)).isFalse();
    }

    @Test
    void remembers_as_many_rows_as_a_session_may_hold_and_then_forgets_the_oldest() {
        add(1, Copied.REMEMBERED_MAX);
        assertThat(copied.contains(1)).isTrue();

        copied.add(Copied.REMEMBERED_MAX + 1);
        assertThat(copied.contains(1)).isFalse();
        assertThat(copied.contains(2)).isTrue();
    }

    @Test
    void tells_the_next_owner_of_the_newest() {
        add(1, Copied.NOTED_MAX + 1);

        assertThat(copied.noted()).hasSize(Copied.NOTED_MAX).startsWith(2L).endsWith(Copied.NOTED_MAX + 1L);
    }

    @Test
    void takes_what_is_not_taken_and_older_than_all_that_it_is_told_for_a_copy_when_it_is_told_as_many_as_may_be() {
        var told = LongStream.rangeClosed(11, 10 + Copied.NOTED_MAX).boxed().toList();
        copied.restore(told, Long.MAX_VALUE, List.of(0L, 10L, 100L));
        assertThat(copied.contains(10)).isTrue();
        assertThat(copied.contains(11)).isTrue();
        assertThat(copied.contains(0)).isFalse();
        assertThat(copied.contains(100)).isFalse();

        var other = new Copied();
        other.restore(told.subList(1, Copied.NOTED_MAX), 12, List.of(10L));
        assertThat(other.contains(10)).isFalse();
        assertThat(other.contains(12)).isTrue();
        assertThat(other.contains(13)).as("has not come").isFalse();
    }

    private void add(long from, long to) {
        LongStream.rangeClosed(from, to).forEach(copied::add);
    }
}
