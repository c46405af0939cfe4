package io.kith.persistence.cql;

import static io.kith.persistence.Futures.assertPending;
import static io.kith.persistence.Futures.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.NoNodeAvailableException;
import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import com.datastax.oss.driver.api.core.metadata.Node;
import io.kith.persistence.TestClock;
import io.kith.persistence.failure.StoreException;
import io.kith.persistence.failure.StoreException.Outcome;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

final class GuardTest {

    private final RuntimeException timedOut = new DriverTimeoutException("no answer");
    private final RuntimeException noNode = new NoNodeAvailableException();

    private final TestClock clock = new TestClock(Instant.parse("2026-11-21T12:00:00Z"));
    private final Bulkheads bulkheads = new Bulkheads();
    private final Breaker breaker = new Breaker(clock);
    private final Queue<Runnable> later = new ArrayDeque<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final List<Duration> allowed = new ArrayList<>();
    private final List<CompletableFuture<String>> sent = new ArrayList<>();
    private final Guard guard = new Guard(bulkheads, breaker, clock, new Random(1), pause -> {
        pauses.add(pause);
        return (Executor) later::add;
    });

    private CompletionStage<String> run(Work work) {
        return guard.run(work, within -> {
            allowed.add(within);
            sent.add(new CompletableFuture<>());
            return sent.getLast();
        });
    }

    private void failLast(Throwable failure) {
        sent.getLast().completeExceptionally(failure);
    }

    private void repeat() {
        later.remove().run();
    }

    private static void assertFails(CompletionStage<String> answer, Outcome outcome) {
        assertThatThrownBy(() -> get(answer))
                .isInstanceOfSatisfying(
                        StoreException.class,
                        failure -> assertThat(failure.outcome()).isEqualTo(outcome));
    }

    @Test
    void an_answer_is_passed_on() {
        var answer = run(Work.LOGIN);
        assertThat(bulkheads.inFlight(Work.LOGIN)).isEqualTo(1);
        sent.getLast().complete("juliet");

        assertThat(get(answer)).isEqualTo("juliet");
        assertThat(bulkheads.inFlight(Work.LOGIN)).isZero();
    }

    @Test
    void a_time_out_is_repeated_after_a_growing_pause() {
        var answer = run(Work.DELIVERY);
        for (int i = 1; i < Guard.ATTEMPTS_MAX; i++) {
            failLast(timedOut);
            assertPending(answer);
            repeat();
        }
        sent.getLast().complete("stored");

        assertThat(get(answer)).isEqualTo("stored");
        assertThat(pauses).hasSize(Guard.ATTEMPTS_MAX - 1);
        for (int i = 0; i < pauses.size(); i++) {
            var middle = Guard.FIRST_PAUSE.multipliedBy(1L << i);
            assertThat(pauses.get(i))
                    .isBetween(middle.dividedBy(2), middle.multipliedBy(3).dividedBy(2));
        }
    }

    @Test
    void after_the_last_attempt_the_outcome_is_told() {
        var answer = run(Work.DELIVERY);
        for (int i = 1; i < Guard.ATTEMPTS_MAX; i++) {
            failLast(timedOut);
            repeat();
        }
        failLast(timedOut);

        assertFails(answer, Outcome.UNKNOWN);
        assertThat(sent).hasSize(Guard.ATTEMPTS_MAX);
        assertThat(bulkheads.inFlight(Work.DELIVERY)).isZero();
    }

    @Test
    void what_never_left_is_refused_and_what_may_have_arrived_once_is_unknown() {
        var refused = run(Work.DELIVERY);
        for (int i = 1; i < Guard.ATTEMPTS_MAX; i++) {
            failLast(noNode);
            repeat();
        }
        failLast(noNode);
        assertFails(refused, Outcome.REFUSED);

        breaker.succeeded();
        var unknown = run(Work.DELIVERY);
        failLast(timedOut);
        repeat();
        failLast(noNode);
        repeat();
        failLast(noNode);
        repeat();
        failLast(noNode);
        assertFails(unknown, Outcome.UNKNOWN);
    }

    @Test
    void a_connection_that_closed_under_the_request_leaves_it_unknown() {
        var onTheWay = AllNodesFailedException.fromErrors(
                List.<Map.Entry<Node, Throwable>>of(Map.entry(aNode(), new ClosedConnectionException("lost"))));

        assertThat(Verdict.of(onTheWay)).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void a_wrong_request_is_not_repeated() {
        var answer = run(Work.ADMIN);
        failLast(new IllegalArgumentException("wrong"));

        assertFails(answer, Outcome.FAILED);
        assertThat(later).isEmpty();
        assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
    }

    @Test
    void a_request_is_not_repeated_beyond_its_deadline() {
        var answer = run(Work.LOGIN);
        clock.advance(Work.LOGIN.deadline());
        failLast(timedOut);

        assertFails(answer, Outcome.UNKNOWN);
        assertThat(sent).hasSize(1);
    }

    @Test
    void an_attempt_has_no_more_time_than_the_request_has_left() {
        assertPending(run(Work.LOGIN));
        clock.advance(Work.LOGIN.deadline().minusSeconds(2));
        breaker.succeeded(); // with another request
        failLast(timedOut);
        repeat();

        assertThat(allowed).containsExactly(Guard.ATTEMPT_MAX, Duration.ofSeconds(2));
    }

    @Test
    void a_kind_of_work_has_its_bound_and_not_one_more_and_takes_nothing_from_another() {
        for (int i = 0; i < Work.LOGIN.inFlightMax(); i++) {
            assertPending(run(Work.LOGIN));
        }

        assertFails(run(Work.LOGIN), Outcome.REFUSED);
        assertThat(bulkheads.refused()).isEqualTo(1);
        assertPending(run(Work.DELIVERY));
        sent.getFirst().complete("done");
        assertPending(run(Work.LOGIN));
    }

    @Test
    void while_the_breaker_is_open_nothing_is_sent() {
        for (int i = 0; i < Breaker.FAILURES_MAX; i++) {
            breaker.failed(clock.instant());
        }

        assertFails(run(Work.DELIVERY), Outcome.REFUSED);
        assertThat(sent).isEmpty();
        assertThat(bulkheads.inFlight(Work.DELIVERY)).isZero();
        clock.advance(Breaker.OPEN_FOR);
        assertPending(run(Work.DELIVERY));
    }

    @Test
    void a_breaker_that_opens_during_the_pause_ends_the_request_as_unknown() {
        var answer = run(Work.DELIVERY);
        failLast(timedOut);
        for (int i = 0; i < Breaker.FAILURES_MAX; i++) {
            breaker.failed(clock.instant());
        }
        repeat();

        assertFails(answer, Outcome.UNKNOWN);
        assertThat(sent).hasSize(1);
    }

    @Test
    void a_request_that_cannot_be_sent_leaves_its_place() {
        CompletionStage<String> answer = guard.run(Work.LOGIN, _ -> {
            throw new IllegalArgumentException("cannot encode");
        });

        assertFails(answer, Outcome.FAILED);
        assertThat(bulkheads.inFlight(Work.LOGIN)).isZero();
    }

    private static Node aNode() {
        return (Node) Proxy.newProxyInstance(
                Node.class.getClassLoader(), new Class<?>[] {Node.class}, (_, method, _) -> switch (method.getName()) {
                    case "hashCode" -> 1;
                    case "toString" -> "node";
                    default -> null;
                });
    }
}
