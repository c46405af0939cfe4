package io.kith.sharding.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SettledRowsTest {

    private final SettledRows rows = new SettledRows();

    @Test
    void it_knows_each_row_up_to_its_bound_and_forgets_the_oldest_beyond() {
        for (var id = 1L; id <= SettledRows.ROWS_MAX; id++) {
            assertThat(rows.contains(id)).isFalse();
            rows.add(id);
        }
        assertThat(rows.contains(1)).isTrue();
        assertThat(rows.contains(SettledRows.ROWS_MAX)).isTrue();

        rows.add(SettledRows.ROWS_MAX + 1);

        assertThat(rows.contains(1)).isFalse();
        assertThat(rows.contains(2)).isTrue();
        assertThat(rows.contains(SettledRows.ROWS_MAX + 1)).isTrue();
    }
}
