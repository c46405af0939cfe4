package io.kith.persistence.cql;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kith.persistence.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class BreakerTest {

    private final TestClock clock = new TestClock(Instant.parse("2026-11-21T12:00:00Z"));
    private final Breaker breaker = new Breaker(clock);

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            breaker.failed(clock.instant());
        }
    }

    @Test
    void opens_at_its_bound_of_failures_in_a_row_and_not_before() {
        fail(Breaker.FAILURES_MAX - 1);
        assertThat(breaker.allows()).isTrue();
        breaker.failed(clock.instant());
        assertThat(breaker.allows()).isFalse();
        assertThat(breaker.state()).isEqualTo(Breaker.State.OPEN);
    }

    @Test
    void that_cassandra_is_away_and_that_it_is_back_is_told_once_each() {
        var told = new ListAppender<ILoggingEvent>();
        var logger = (Logger) LoggerFactory.getLogger(Breaker.class);
        told.start();
        logger.addAppender(told);
        logger.setLevel(Level.INFO);
        try {
            fail(Breaker.FAILURES_MAX + 2);
            clock.advance(Breaker.OPEN_FOR);
            breaker.allows();
            fail(1);
            breaker.succeeded();
            breaker.succeeded();
        } finally {
            logger.detachAppender(told);
            logger.setLevel(null);
        }

        assertThat(told.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN, Level.INFO);
    }

    @Test
    void a_success_begins_the_count_again() {
        fail(Breaker.FAILURES_MAX - 1);
        breaker.succeeded();
        fail(Breaker.FAILURES_MAX - 1);

        assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
    }

    @Test
    void lets_one_through_after_a_while_and_closes_when_it_succeeds() {
        fail(Breaker.FAILURES_MAX);
        clock.advance(Breaker.OPEN_FOR.minusMillis(1));
        assertThat(breaker.allows()).isFalse();

        clock.advance(Duration.ofMillis(1));
        assertThat(breaker.allows()).isTrue();
        assertThat(breaker.allows()).as("a second one").isFalse();
        breaker.succeeded();

        assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
        assertThat(breaker.allows()).isTrue();
    }

    @Test
    void opens_again_when_the_one_let_through_fails() {
        fail(Breaker.FAILURES_MAX);
        clock.advance(Breaker.OPEN_FOR);
        assertThat(breaker.allows()).isTrue();
        breaker.failed(clock.instant());

        assertThat(breaker.allows()).isFalse();
        clock.advance(Breaker.OPEN_FOR);
        assertThat(breaker.allows()).isTrue();
    }

    @Test
    void one_that_was_let_through_and_never_answers_does_not_keep_it_open() {
        fail(Breaker.FAILURES_MAX);
        clock.advance(Breaker.OPEN_FOR);
        assertThat(breaker.allows()).isTrue();

        clock.advance(Breaker.OPEN_FOR);

        assertThat(breaker.allows()).isTrue();
    }

    @Test
    void one_request_that_waited_long_opens_it_when_nothing_was_answered_meanwhile() {
        var sent = clock.instant();
        clock.advance(Breaker.SILENCE_MAX.minusMillis(1));
        breaker.failed(sent);
        assertThat(breaker.state()).as("just short of the bound").isEqualTo(Breaker.State.CLOSED);

        clock.advance(Duration.ofMillis(1));
        breaker.failed(sent);
        assertThat(breaker.state()).isEqualTo(Breaker.State.OPEN);
    }

    @Test
    void one_slow_request_among_others_that_are_answered_opens_nothing() {
        var sent = clock.instant();
        clock.advance(Duration.ofMillis(1));
        breaker.succeeded();
        clock.advance(Breaker.SILENCE_MAX);
        breaker.failed(sent);

        assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
    }
}
