package io.kith.sharding.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class NewestIdsTest {

    private static final int MAX = 20;

    private final NewestIds<String> ids = new NewestIds<>(MAX);

    @Test
    void a_row_is_found_by_key_and_number_in_whatever_order_they_come() {
        ids.add("romeo", 7, 70);
        ids.add("juliet", 3, 30);
        ids.add("juliet", 7, 71);

        assertThat(ids.find("romeo", 7)).isEqualTo(70);
        assertThat(ids.find("juliet", 7)).isEqualTo(71);
        assertThat(ids.find("juliet", 3)).isEqualTo(30);
        assertThat(ids.find("romeo", 3)).isZero();
        assertThat(ids.find("romeo", 8)).isZero();
        assertThat(ids.find("romeo", 1)).isZero();
    }

    @Test
    void the_oldest_is_forgotten_for_one_more_than_its_bound() {
        for (var number = 1; number <= MAX; number++) {
            ids.add("romeo", -number, number);
        }
        assertThat(ids.find("romeo", -1)).isEqualTo(1);

        ids.add("romeo", -100, 100);

        assertThat(ids.find("romeo", -1)).isZero();
        assertThat(ids.find("romeo", -2)).isEqualTo(2);
        assertThat(ids.find("romeo", -100)).isEqualTo(100);
    }

    @Test
    void what_is_removed_is_unknown_and_may_come_again() {
        ids.add("romeo", 7, 70);
        ids.remove("romeo", 7);
        assertThat(ids.find("romeo", 7)).isZero();

        ids.add("romeo", 7, 72);
        assertThat(ids.find("romeo", 7)).isEqualTo(72);
    }
}
