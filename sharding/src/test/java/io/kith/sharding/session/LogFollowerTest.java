package io.kith.sharding.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.persistence.archive.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class LogFollowerTest {

    @Test
    void reads_page_by_page_and_goes_live_at_the_head() {
        var follower = LogFollower.from(10);
        var seen = new ArrayList<Long>();
        while (!follower.isLive()) {
            var read = follower.next(0, 0, 200).orElseThrow();
            follower.onPage(page(read, 200), 200).forEach(row -> seen.add(row.id()));
        }
        assertThat(seen)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(11, 200).boxed().toList());
        assertThat(follower.next(0, 0, 200)).isEmpty();
    }

    @Test
    void what_was_released_while_the_page_was_read_is_read_too() {
        var follower = LogFollower.from(0);
        var read = follower.next(0, 0, 3).orElseThrow();
        assertThat(follower.onPage(page(read, 3), 5)).hasSize(3);
        assertThat(follower.isLive()).isFalse();

        read = follower.next(0, 0, 5).orElseThrow();
        assertThat(follower.onPage(page(read, 5), 5)).extracting(Row::id).containsExactly(4L, 5L);
        assertThat(follower.isLive()).isTrue();
    }

    @Test
    void rows_behind_a_hole_in_the_log_wait() {
        var follower = LogFollower.from(0);
        assertThat(follower.next(0, 0, 2)).isPresent();
        var page = List.of(Rows.in(1), Rows.in(2), Rows.in(4)); // 3 is still being written
        assertThat(follower.onPage(page, 2)).extracting(Row::id).containsExactly(1L, 2L);
        assertThat(follower.position()).isEqualTo(2);
    }

    @Test
    void reads_no_further_than_the_window_allows() {
        var follower = LogFollower.from(0);
        var room = LogFollower.WINDOW_ROWS - LogFollower.PAGE_ROWS;
        assertThat(follower.next(room + 1, 0, 1_000)).isEmpty();
        assertThat(follower.next(room, 0, 1_000)).isPresent();
    }

    @Test
    void asks_for_one_page_at_a_time_and_again_after_a_failure() {
        var follower = LogFollower.from(0);
        assertThat(follower.next(0, 0, 9)).isPresent();
        assertThat(follower.next(0, 0, 9)).isEmpty();
        follower.onFailure();
        assertThat(follower.next(0, 0, 9)).contains(new LogFollower.Read(0, LogFollower.PAGE_ROWS));
    }

    @Test
    void falls_behind_at_the_last_row_it_was_given() {
        var follower = LogFollower.live(7);
        follower.passed(8);
        follower.fallBehind();
        follower.passed(9);
        assertThat(follower.next(0, 0, 9)).contains(new LogFollower.Read(8, LogFollower.PAGE_ROWS));
    }

    @Test
    void gives_large_rows_a_few_at_a_time_and_skips_none() {
        var follower = LogFollower.from(0);
        var seen = new ArrayList<Long>();
        while (!follower.isLive()) {
            var read = follower.next(0, 0, 7).orElseThrow();
            var page = LongStream.rangeClosed(read.after() + 1, 7)
                    .mapToObj(id -> Rows.in(id, LogFollower.WINDOW_BYTES / 2))
                    .toList();
            var rows = follower.onPage(page, 7);
            assertThat(rows).hasSizeLessThanOrEqualTo(2);
            rows.forEach(row -> seen.add(row.id()));
        }
        assertThat(seen).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    }

    @Test
    void waits_while_the_client_has_too_many_bytes_before_it() {
        var follower = LogFollower.from(0);
        assertThat(follower.next(1, LogFollower.WINDOW_BYTES, 9)).isEmpty();
        assertThat(follower.next(1, LogFollower.WINDOW_BYTES - 1, 9)).isPresent();
    }

    private static List<Row> page(LogFollower.Read read, long head) {
        return LongStream.rangeClosed(read.after() + 1, Math.min(head, read.after() + read.limit()))
                .mapToObj(Rows::in)
                .toList();
    }
}
