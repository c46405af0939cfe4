package io.kith.sharding.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OutboxTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final NodeId SELF = new NodeId("verona:2552", 1);

    private final Outbox outbox = new Outbox(SELF);

    @Test
    void the_hubs_hear_of_a_batch_when_the_whole_directory_has_it() {
        outbox.add(List.of(left(1), left(2)), NOON);

        assertThat(outbox.publishable(NOON)).isEmpty();
        outbox.confirmed(1, List.of(1));
        assertThat(outbox.publishable(NOON)).isEmpty();
        outbox.confirmed(1, List.of(2));
        assertThat(outbox.publishable(NOON)).extracting(PresenceBatch::number).containsExactly(1L);
        assertThat(outbox.isSettled()).isTrue();
    }

    @Test
    void batches_stay_in_order_also_when_a_later_one_is_confirmed_first() {
        outbox.add(List.of(left(1)), NOON);
        outbox.add(List.of(left(2)), NOON);
        outbox.confirmed(2, List.of(2));

        assertThat(outbox.publishable(NOON)).isEmpty();
        outbox.confirmed(1, List.of(1));
        assertThat(outbox.publishable(NOON)).extracting(PresenceBatch::number).containsExactly(1L, 2L);
    }

    @Test
    void the_hubs_do_not_wait_longer_than_patience_and_the_directory_is_told_again() {
        outbox.add(List.of(left(1), left(2)), NOON);
        outbox.confirmed(1, List.of(1));

        assertThat(outbox.publishable(NOON.plus(Outbox.PATIENCE).minusMillis(1)))
                .isEmpty();
        assertThat(outbox.publishable(NOON.plus(Outbox.PATIENCE))).hasSize(1);
        assertThat(outbox.overdue(NOON.plus(Outbox.AGAIN_AFTER).minusMillis(1))).isEmpty();
        assertThat(outbox.overdue(NOON.plus(Outbox.AGAIN_AFTER)))
                .containsExactly(new Outbox.Overdue(1, List.of(left(2))));
        assertThat(outbox.overdue(NOON.plus(Outbox.AGAIN_AFTER))).isEmpty();
    }

    @Test
    void a_hub_gets_what_it_missed_as_long_as_it_is_kept() {
        for (int i = 1; i <= Outbox.RETAINED_MAX + 1; i++) {
            outbox.add(List.of(left(1)), NOON);
            outbox.confirmed(i, List.of(1));
        }
        outbox.publishable(NOON);

        assertThat(outbox.since(1)).isEmpty();
        assertThat(outbox.since(2).orElseThrow()).hasSize(Outbox.RETAINED_MAX);
        assertThat(outbox.since(outbox.published()).orElseThrow()).hasSize(1);
    }

    @Test
    void what_the_directory_never_confirms_is_bounded() {
        for (int i = 0; i <= Outbox.UNCONFIRMED_MAX; i++) {
            outbox.add(List.of(left(1)), NOON);
        }

        assertThat(outbox.overdue(NOON.plus(Outbox.AGAIN_AFTER)))
                .hasSize(Outbox.UNCONFIRMED_MAX)
                .first()
                .extracting(Outbox.Overdue::number)
                .isEqualTo(2L);
    }

    private static PresenceEvent left(long account) {
        return new PresenceEvent.Left(account, 1);
    }
}
