package io.kith.node.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.sharding.rate.Rate;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class PaceTest {

    private static final long NOON = Instant.parse("2026-01-01T12:00:00Z").toEpochMilli();
    private static final Rate TEN = new Rate(10, Duration.ofSeconds(1));
    private static final Rates.Limits NODE_OF_TEN =
            new Rates.Limits(Rate.UNLIMITED, Rate.UNLIMITED, TEN, Rate.UNLIMITED);

    private final Rates rates = new Rates(new Rates.Limits(TEN, TEN, Rate.UNLIMITED, Rate.UNLIMITED));
    private final Pace pace = new Pace(rates);

    @Test
    void at_the_bound_of_stanzas_it_goes_on_and_one_more_pauses_it_until_that_is_paid_off() {
        stanzas(pace, 10, NOON);
        assertThat(pace.isPaused()).isFalse();

        stanzas(pace, 1, NOON);
        assertThat(pace.isPaused()).isTrue();
        assertThat(pace.deadline(Instant.MAX)).isEqualTo(Instant.ofEpochMilli(NOON + 100));
        assertThat(pace.resumes(NOON + 99)).isFalse();
        assertThat(pace.resumes(NOON + 100)).isTrue();
        assertThat(pace.isPaused()).isFalse();
        assertThat(rates.pauses()).isOne();

        stanzas(pace, 1, NOON + 100);
        assertThat(pace.isPaused()).isTrue();
    }

    @Test
    void bytes_are_the_same_whatever_is_in_them() {
        pace.read(10, NOON);
        assertThat(pace.isPaused()).isFalse();
        pace.read(1, NOON);
        assertThat(pace.isPaused()).isTrue();
        assertThat(pace.resumes(NOON + 100)).isTrue();
    }

    @Test
    void the_longer_of_two_pauses_counts_and_an_earlier_deadline_stays() {
        pace.read(15, NOON);
        pace.stanza();
        assertThat(pace.deadline(Instant.MAX)).isEqualTo(Instant.ofEpochMilli(NOON + 500));
        assertThat(pace.deadline(Instant.ofEpochMilli(NOON + 1))).isEqualTo(Instant.ofEpochMilli(NOON + 1));
    }

    @Test
    void while_owners_are_behind_those_pause_who_have_sent_what_is_not_handled() {
        var node = new Rates(Rates.Limits.OFF, 1_000);
        var greedy = new Pace(node);
        var modest = new Pace(node);
        greedy.read(1_100, NOON);
        greedy.unhandled(1_000);
        assertThat(greedy.isPaused()).isFalse();
        greedy.unhandled(1_001);
        assertThat(greedy.isPaused()).isTrue();
        assertThat(greedy.deadline(Instant.MAX)).isEqualTo(Instant.ofEpochMilli(NOON + 50));
        modest.read(10, NOON);
        modest.unhandled(0);
        assertThat(modest.isPaused()).isFalse();
        modest.unhandled(10);
        assertThat(modest.isPaused()).isTrue();

        modest.unhandled(0);
        assertThat(modest.resumes(NOON + 50)).as("all of its own is handled").isTrue();
        assertThat(greedy.resumes(NOON + 50)).isFalse();
        assertThat(greedy.deadline(Instant.MAX)).isEqualTo(Instant.ofEpochMilli(NOON + 100));
        greedy.unhandled(1_000);
        assertThat(greedy.resumes(NOON + 100)).isTrue();
        assertThat(node.unhandledBytes()).isEqualTo(1_000);
    }

    @Test
    void who_does_not_pause_has_no_deadline_of_its_own() {
        stanzas(pace, 10, NOON);
        assertThat(pace.deadline(Instant.MAX)).isEqualTo(Instant.MAX);
        assertThat(pace.resumes(NOON + 10_000)).isFalse();
    }

    @Test
    void other_limits_count_at_once_and_none_let_everything_through() {
        rates.use(Rates.Limits.OFF);
        stanzas(pace, 1_000, NOON);
        assertThat(pace.isPaused()).isFalse();
        rates.use(new Rates.Limits(new Rate(1, Duration.ofSeconds(1)), TEN, Rate.UNLIMITED, Rate.UNLIMITED));
        stanzas(pace, 2, NOON);
        assertThat(pace.isPaused()).isTrue();
    }

    @Test
    void when_all_are_too_fast_together_only_who_wants_more_than_its_share_pauses() {
        rates.use(NODE_OF_TEN);
        var modest = new Pace(rates);
        stanzas(pace, 10, NOON);
        stanzas(modest, 1, NOON); // the node is over from here on, and each of the two has half of it

        stanzas(pace, 1, NOON);
        assertThat(pace.isPaused()).as("within the grace").isFalse();
        stanzas(pace, 1, NOON);
        assertThat(pace.isPaused()).isTrue();
        assertThat(pace.deadline(Instant.MAX))
                .isEqualTo(Instant.ofEpochMilli(NOON + 400).minusNanos(Pace.SHARE_GRACE_NANOS));
        assertThat(modest.isPaused()).isFalse();
    }

    @Test
    void a_node_at_its_bound_pauses_nobody() {
        rates.use(NODE_OF_TEN);
        for (var i = 0; i < 10; i++) {
            stanzas(new Pace(rates), 1, NOON);
        }
        stanzas(pace, 0, NOON);
        assertThat(rates.pauses()).isZero();
    }

    @Test
    void shares_are_those_of_who_sends_now_or_has_just_sent() {
        rates.use(NODE_OF_TEN);
        for (var i = 0; i < 3; i++) {
            stanzas(new Pace(rates), 1, NOON);
        }
        assertThat(rates.senders()).isEqualTo(3);
        stanzas(pace, 2, NOON + 1_000);
        assertThat(rates.senders()).isEqualTo(3);
        stanzas(pace, 1, NOON + 2_000);
        assertThat(rates.senders()).isOne();
        stanzas(pace, 1, NOON + 9_000);
        assertThat(rates.senders()).isOne();
    }

    private static void stanzas(Pace pace, int count, long at) {
        pace.read(0, at);
        for (var i = 0; i < count; i++) {
            pace.stanza();
        }
    }
}
