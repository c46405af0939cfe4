package io.kith.sharding.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class UntakenTest {

    @Test
    void the_cursor_is_the_longest_prefix_that_somebody_took() {
        var untaken = new Untaken(10, Map.of(), 10);
        untaken.add(11);
        untaken.add(12);
        untaken.add(13);

        untaken.taken(12);
        assertThat(untaken.cursor()).isEqualTo(10);
        assertThat(untaken.isUntaken(12)).isFalse();

        untaken.taken(11);
        assertThat(untaken.cursor()).isEqualTo(12);

        untaken.taken(13);
        assertThat(untaken.cursor()).isEqualTo(13);
        assertThat(untaken.isEmpty()).isTrue();
    }

    @Test
    void rows_that_need_no_delivery_hold_nothing_up() {
        var untaken = new Untaken(0, Map.of(), 0);
        untaken.skip(1);
        assertThat(untaken.cursor()).isEqualTo(1);

        untaken.add(2);
        untaken.skip(3);
        assertThat(untaken.cursor()).isEqualTo(1);
        untaken.taken(2);
        assertThat(untaken.cursor()).isEqualTo(3);
    }

    @Test
    void what_was_there_before_is_the_logs_to_tell() {
        var untaken = new Untaken(10, Map.of(), 20);
        assertThat(untaken.isUntaken(15)).isTrue();
        untaken.add(21);
        untaken.taken(21);
        assertThat(untaken.cursor()).isEqualTo(10);

        untaken.read(10, 16, List.of(12L, 15L));
        assertThat(untaken.cursor()).isEqualTo(11);
        assertThat(untaken.isUntaken(13)).isFalse();
        assertThat(untaken.isUntaken(17)).isTrue();

        untaken.taken(12);
        untaken.taken(15);
        assertThat(untaken.cursor()).isEqualTo(16);

        untaken.read(16, 30, List.of());
        assertThat(untaken.cursor()).isEqualTo(21);
    }

    @Test
    void reading_from_somewhere_in_the_middle_tells_of_what_was_read() {
        var untaken = new Untaken(10, Map.of(), 20);
        untaken.read(14, 18, List.of(15L));
        assertThat(untaken.cursor()).isEqualTo(10);
        assertThat(untaken.isUntaken(14)).isTrue();
        assertThat(untaken.isUntaken(15)).isTrue();
        assertThat(untaken.isUntaken(16)).isFalse();
        assertThat(untaken.isUntaken(19)).isTrue();

        untaken.read(10, 14, List.of());
        assertThat(untaken.cursor()).isEqualTo(14);
    }

    @Test
    void what_is_taken_behind_the_cursor_is_a_stretch_up_to_what_nobody_took() {
        var untaken = new Untaken(10, Map.of(), 20);
        untaken.add(21);
        untaken.add(22);
        untaken.add(25);
        assertThat(untaken.takenBehind()).isEmpty();

        untaken.taken(22);
        assertThat(untaken.takenBehind()).isEqualTo(Map.of(21L, 24L));
        untaken.taken(21);
        assertThat(untaken.takenBehind()).isEqualTo(Map.of(20L, 24L));
        untaken.taken(25);
        untaken.skip(27);
        assertThat(untaken.takenBehind()).isEqualTo(Map.of(20L, 25L));

        untaken.add(28);
        untaken.taken(28);
        assertThat(untaken.takenBehind()).isEqualTo(Map.of(20L, 28L));
        untaken.read(10, 20, List.of());
        assertThat(untaken.cursor()).isEqualTo(28);
        assertThat(untaken.takenBehind()).isEmpty();
    }

    @Test
    void the_next_owner_knows_what_was_taken_on_both_sides_of_what_it_can_not_know() {
        var untaken = new Untaken(10, Map.of(14L, 20L), 23);
        assertThat(untaken.isUntaken(12)).isTrue();
        assertThat(untaken.isUntaken(14)).isTrue();
        assertThat(untaken.isUntaken(15)).isFalse();
        assertThat(untaken.isUntaken(20)).isFalse();
        assertThat(untaken.isUntaken(21)).isTrue();
        untaken.add(24);
        untaken.taken(24);
        assertThat(untaken.takenBehind()).isEqualTo(Map.of(14L, 20L, 23L, 24L));

        untaken.read(10, 14, List.of(12L));
        untaken.taken(12);
        assertThat(untaken.cursor()).isEqualTo(20);
        assertThat(untaken.takenBehind()).isEqualTo(Map.of(23L, 24L));
        untaken.read(20, 24, List.of(21L));
        assertThat(untaken.cursor()).isEqualTo(20);
        assertThat(untaken.takenBehind()).isEqualTo(Map.of(21L, 24L));
    }

    @Test
    void stretches_that_meet_or_overlap_or_say_nothing_new_are_no_harm() {
        var untaken = new Untaken(10, Map.of(5L, 8L, 9L, 12L, 14L, 16L, 15L, 18L, 18L, 19L), 20);
        assertThat(untaken.cursor()).isEqualTo(12);
        assertThat(untaken.takenBehind()).isEqualTo(Map.of(14L, 19L));
        assertThat(untaken.isUntaken(20)).isTrue();
    }

    @Test
    void a_row_that_is_taken_before_it_was_read_is_not_wanted_when_it_is() {
        var untaken = new Untaken(10, Map.of(), 20);
        untaken.taken(15);
        assertThat(untaken.takenBehind()).isEqualTo(Map.of(14L, 15L));

        untaken.read(10, 20, List.of(12L, 15L, 18L));
        assertThat(untaken.isUntaken(15)).isFalse();
        assertThat(untaken.takenBehind()).isEqualTo(Map.of(12L, 17L));
        untaken.taken(12);
        untaken.taken(18);
        assertThat(untaken.cursor()).isEqualTo(20);
    }

    @Test
    void of_more_stretches_than_are_written_the_widest_are() {
        var untaken = new Untaken(0, Map.of(), 0);
        for (var id = 1L; id <= 2 * Untaken.BEHIND_MAX + 2; id++) {
            untaken.add(id * 100);
            untaken.add(id * 100 + id);
        }
        for (var id = 1L; id <= Untaken.BEHIND_MAX; id++) {
            untaken.taken(id * 100 + id); // up to the next hundred
        }
        assertThat(untaken.takenBehind()).hasSize(Untaken.BEHIND_MAX).containsEntry(100L, 199L);

        untaken.taken((Untaken.BEHIND_MAX + 1) * 100L + Untaken.BEHIND_MAX + 1);
        assertThat(untaken.takenBehind()).hasSize(Untaken.BEHIND_MAX).containsEntry(100L, 199L);

        untaken.taken(200);
        assertThat(untaken.takenBehind()).hasSize(Untaken.BEHIND_MAX).containsEntry(100L, 299L);
    }

    @Test
    void beyond_the_bound_the_log_is_asked() {
        var untaken = new Untaken(0, Map.of(), 0);
        for (var id = 1L; id <= Untaken.OPEN_MAX; id++) {
            untaken.add(id);
        }
        untaken.taken(500);
        assertThat(untaken.isUntaken(500)).isFalse();

        untaken.add(Untaken.OPEN_MAX + 1);
        untaken.add(Untaken.OPEN_MAX + 2);
        assertThat(untaken.cursor()).isZero();
        assertThat(untaken.isUntaken(499)).isTrue();
        assertThat(untaken.isUntaken(500)).isFalse();
        assertThat(untaken.isUntaken(501)).isTrue();

        untaken.read(0, Untaken.OPEN_MAX + 2, List.of(3L));
        assertThat(untaken.cursor()).isEqualTo(2);
    }

    @Test
    void a_device_that_reads_the_archive_itself_takes_everything() {
        var untaken = new Untaken(10, Map.of(), 20);
        untaken.add(21);
        untaken.takenAll();
        assertThat(untaken.isEmpty()).isTrue();
        assertThat(untaken.cursor()).isEqualTo(21);
    }
}
