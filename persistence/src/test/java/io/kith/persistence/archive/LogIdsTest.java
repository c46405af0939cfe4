package io.kith.persistence.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.persistence.TestClock;
import io.kith.proto.stanza.StanzaId;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class LogIdsTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final TestClock clock = new TestClock(NOON);
    private final LogIds ids = new LogIds(5, clock);

    @Test
    void an_id_holds_the_time_and_the_node() {
        assertThat(ids.next(0)).isEqualTo(StanzaId.of(NOON, 5, 0));
    }

    @Test
    void ids_rise_within_a_millisecond_and_over_its_end() {
        long before = 0;
        for (int i = 0; i < 10_000; i++) {
            long id = ids.next(0);
            assertThat(id).isGreaterThan(before);
            assertThat((id >>> StanzaId.SEQUENCE_BITS) & 1023).isEqualTo(5);
            before = id;
        }
        assertThat(StanzaId.instant(before)).isEqualTo(NOON.plusMillis(2));
    }

    @Test
    void ids_rise_when_the_clock_steps_back() {
        long before = ids.next(0);
        clock.advance(Duration.ofHours(-1));

        assertThat(ids.next(0)).isGreaterThan(before);
    }

    @Test
    void an_id_is_above_the_head_of_a_log_whose_clock_was_ahead() {
        long head = StanzaId.of(NOON.plusSeconds(3), 9, 4095);

        assertThat(ids.next(head)).isEqualTo(head + 1);
        assertThat(ids.next(0)).isEqualTo(StanzaId.of(NOON, 5, 1));
    }
}
