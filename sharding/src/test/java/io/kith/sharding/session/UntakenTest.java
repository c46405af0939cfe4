package io.kith.sharding.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class UntakenTest {

    @Test
    void the_cursor_is_the_longest_prefix_that_somebody_took() {
        var untaken = new Untaken(10, 10);
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
        var untaken = new Untaken(0, 0);
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
        var untaken = new Untaken(10, 20);
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
    void reading_from_somewhere_in_the_middle_resolves_nothing() {
        var untaken = new Untaken(10, 20);
        untaken.read(14, 20, List.of());
        assertThat(untaken.cursor()).isEqualTo(10);
    }

    @Test
    void beyond_the_bound_the_log_is_asked() {
        var untaken = new Untaken(0, 0);
        for (var id = 1L; id <= Untaken.IDS_MAX; id++) {
            untaken.add(id);
        }
        untaken.taken(500);
        assertThat(untaken.isUntaken(500)).isFalse();

        untaken.add(Untaken.IDS_MAX + 1);
        untaken.add(Untaken.IDS_MAX + 2);
        assertThat(untaken.cursor()).isZero();
        assertThat(untaken.isUntaken(500)).isTrue();

        untaken.read(0, Untaken.IDS_MAX + 2, List.of(3L));
        assertThat(untaken.cursor()).isEqualTo(2);
    }

    @Test
    void a_device_that_reads_the_archive_itself_takes_everything() {
        var untaken = new Untaken(10, 20);
        untaken.add(21);
        untaken.takenAll();
        assertThat(untaken.isEmpty()).isTrue();
        assertThat(untaken.cursor()).isEqualTo(21);
    }
}
