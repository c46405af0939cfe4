package io.kith.node.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.sharding.edge.EdgeMessage;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LettersTest {

    private final Letters letters = new Letters(new Traffic(-1));

    private static EdgeMessage.Outbound outbound(int seq, int bytes) {
        return new EdgeMessage.Outbound(1, seq, List.of(Client.message("x".repeat(bytes))));
    }

    @Test
    void the_first_letter_wakes_and_the_others_go_along() {
        assertThat(letters.put(new EdgeMessage.Handled(1, 1, 1))).isTrue();
        assertThat(letters.put(new EdgeMessage.Handled(1, 2, 2))).isFalse();

        assertThat(letters.take()).hasSize(2);
        assertThat(letters.take()).isNull();
        assertThat(letters.put(new EdgeMessage.Handled(1, 3, 3))).isTrue();
    }

    @Test
    void what_goes_over_the_bound_is_dropped_and_all_that_follows() {
        var size = outbound(1, 0).items().getFirst().stanza().size();
        var sixth = outbound(1, Outbox.BURST_BYTES_MAX / 6 - size).items().getFirst();
        letters.put(new EdgeMessage.Outbound(1, 1, Collections.nCopies(6, sixth)));
        assertThat(letters.isOver()).isFalse();

        letters.put(outbound(2, 0));
        assertThat(letters.isOver()).isTrue();
        assertThat(letters.put(outbound(3, 0))).isFalse();
        assertThat(letters.take()).hasSize(1);
    }

    @Test
    void a_node_with_room_takes_a_letter_as_large_as_it_lends() {
        var roomy = new Letters(new Traffic());
        var size = outbound(1, 0).items().getFirst().stanza().size();
        var part = Client.message("x".repeat(Outbox.LENT_BYTES_MAX / 16 - size));
        roomy.put(new Letters.Shown(Collections.nCopies(16, part.stanza())));
        assertThat(roomy.isOver()).isFalse();

        roomy.put(outbound(1, 0));
        assertThat(roomy.isOver()).isTrue();
    }

    @Test
    void a_letter_over_the_bound_wakes_a_connection_that_sleeps() {
        var quarter = Client.message("x".repeat(Outbox.BURST_BYTES_MAX / 4));

        assertThat(letters.put(new EdgeMessage.Outbound(1, 1, Collections.nCopies(4, quarter))))
                .isTrue();
        assertThat(letters.isOver()).isTrue();
    }
}
