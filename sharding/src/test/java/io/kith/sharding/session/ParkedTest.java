package io.kith.sharding.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.Out;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ParkedTest {

    private static final Out TYPING = new Out(Stanza.parse("<message><composing/></message>"), 0);

    @Test
    void a_session_keeps_so_many_stanzas_and_not_one_more() {
        var parked = parked(List.of());
        for (var i = 0; i < Parked.STANZAS_MAX; i++) {
            assertThat(parked.queue(TYPING)).isTrue();
        }
        assertThat(parked.queue(TYPING)).isFalse();
    }

    @Test
    void one_that_was_lost_with_more_keeps_what_comes_since_all_the_same_so_many() {
        var parked = parked(Collections.nCopies(3_000, TYPING));
        for (var i = 0; i < Parked.SINCE_STANZAS_MAX; i++) {
            assertThat(parked.queue(TYPING)).isTrue();
        }
        assertThat(parked.queue(TYPING)).isFalse();
    }

    @Test
    void its_bytes_are_bounded_in_the_same_way() {
        var large = new Out(Stanza.parse("<message><body>" + "a".repeat(256 << 10) + "</body></message>"), 0);

        var parked = parked(Collections.nCopies(16, large));
        assertThat(parked.queue(large)).isTrue();
        assertThat(parked.queue(large)).isFalse();

        parked = parked(List.of());
        for (var i = 0; i < 3; i++) {
            assertThat(parked.queue(large)).isTrue();
        }
        assertThat(parked.queue(large)).isFalse();
    }

    private static Parked parked(List<Out> unacked) {
        return new Parked(0, unacked, false, Instant.EPOCH);
    }
}
