package io.kith.sharding.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.sharding.presence.PresenceHub.Heard;
import io.kith.sharding.presence.PresenceHub.Heard.What;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HeardTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Heard heard = new Heard(4);

    @Test
    void batches_are_applied_once_and_in_order() {
        assertThat(hear(5)).isEqualTo(What.APPLY);
        assertThat(hear(5)).isEqualTo(What.IGNORE);
        assertThat(hear(4)).isEqualTo(What.IGNORE);
        assertThat(hear(6)).isEqualTo(What.APPLY);
    }

    @Test
    void a_missing_batch_is_asked_for_once_and_again_after_a_while() {
        assertThat(hear(7)).isEqualTo(What.ASK);
        assertThat(hear(8)).isEqualTo(What.IGNORE);
        assertThat(heard.isOverdue(NOON.plusMillis(499))).isFalse();
        assertThat(heard.isOverdue(NOON.plusMillis(500))).isTrue();
        assertThat(heard.isOverdue(NOON.plusMillis(501))).isFalse();

        assertThat(hear(5)).isEqualTo(What.APPLY);
        assertThat(heard.isOverdue(NOON.plusSeconds(9))).isFalse();
    }

    @Test
    void a_heartbeat_shows_that_the_last_batch_was_missed() {
        assertThat(heard.hear(batch(4, false), NOON)).isEqualTo(What.IGNORE);
        assertThat(heard.hear(batch(5, false), NOON)).isEqualTo(What.ASK);
    }

    @Test
    void what_cannot_be_had_any_more_is_skipped() {
        hear(9);
        heard.skipTo(9);

        assertThat(heard.next()).isEqualTo(10);
        assertThat(hear(10)).isEqualTo(What.APPLY);
    }

    private What hear(long number) {
        return heard.hear(batch(number, true), NOON);
    }

    private static PresenceBatch batch(long number, boolean full) {
        return new PresenceBatch(
                new NodeId("verona:2552", 1), number, full ? List.of(new PresenceEvent.Left(1, number)) : List.of());
    }
}
