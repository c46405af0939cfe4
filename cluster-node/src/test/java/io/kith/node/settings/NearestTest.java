package io.kith.node.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class NearestTest {

    @Test
    void counts_what_must_be_inserted_deleted_and_replaced() {
        assertThat(Nearest.edits("romeo", "romeo")).isZero();
        assertThat(Nearest.edits("rome", "romeo")).isOne();
        assertThat(Nearest.edits("juliet", "juleit")).isEqualTo(2);
        assertThat(Nearest.edits("", "nurse")).isEqualTo(5);
    }

    @Test
    void names_the_word_with_the_fewest_edits() {
        assertThat(Nearest.of("prot", List.of("port", "bind"))).contains("port");
    }

    @Test
    void names_none_where_more_than_half_differs() {
        assertThat(Nearest.of("balcony", List.of("port", "bind"))).isEmpty();
    }
}
