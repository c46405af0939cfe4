package io.kith.persistence.cql;

import io.kith.persistence.failure.StoreException;
import io.kith.persistence.failure.StoreException.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Runs requests within the bounds of their kind of work, and repeats those that failed while there is time.
///
/// Every request must be repeatable: the same once or twice. Repeats come after 50 ms, doubled each
/// time, within half of that more or less, so that the requests of one bad moment don't come back
/// together.
final class Guard {

    /// How often one request is sent.
    static final int ATTEMPTS_MAX = 4;

    static final Duration FIRST_PAUSE = Duration.ofMillis(50);

    /// How long one attempt may take.
    static final Duration ATTEMPT_MAX = Duration.ofSeconds(10);

    private final Bulkheads bulkheads;
    private final Breaker breaker;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Function<Duration, Executor> later;

    Guard(
            Bulkheads bulkheads,
            Breaker breaker,
            InstantSource clock,
            RandomGenerator random,
            Function<Duration, Executor> later) {
        this.bulkheads = bulkheads;
        this.breaker = breaker;
        this.clock = clock;
        this.random = random;
        this.later = later;
    }

    /// The answer of the request, or a [StoreException].
    ///
    /// @param request sends it, to be answered within the given time
    <T> CompletionStage<T> run(Work work, Function<Duration, CompletionStage<T>> request) {
        if (!bulkheads.enter(work)) {
            return CompletableFuture.failedFuture(new StoreException(
                    Outcome.REFUSED, work.inFlightMax() + " requests of kind " + work + " are unanswered"));
        }
        var call = new Call<>(work, request, clock.instant().plus(work.deadline()));
        call.attempt();
        return call.answer.minimalCompletionStage();
    }

    /// One request and its repeats.
    private final class Call<T> {

        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private final Work work;
        private final Function<Duration, CompletionStage<T>> request;
        private final Instant deadline;
        private int attempts;
        private boolean mayHaveHappened;

        Call(Work work, Function<Duration, CompletionStage<T>> request, Instant deadline) {
            this.work = work;
            this.request = request;
            this.deadline = deadline;
        }

        void attempt() {
            if (!breaker.allows()) {
                finish(Outcome.REFUSED, "Cassandra is shut off, it does not answer", null);
                return;
            }
            attempts++;
            var sent = clock.instant();
            var left = Duration.between(sent, deadline);
            send(left.compareTo(ATTEMPT_MAX) < 0 ? left : ATTEMPT_MAX).whenComplete((result, failure) -> {
                if (failure == null) {
                    breaker.succeeded();
                    bulkheads.leave(work);
                    answer.complete(result);
                } else {
                    failed(sent, Verdict.unwrapped(failure));
                }
            });
        }

        /// A request that can't be sent has failed like one that was.
        private CompletionStage<T> send(Duration within) {
            try {
                return request.apply(within);
            } catch (RuntimeException e) {
                return CompletableFuture.failedFuture(e);
            }
        }

        private void failed(Instant sent, Throwable failure) {
            var outcome = Verdict.of(failure);
            if (outcome == Outcome.FAILED) {
                breaker.succeeded(); // it answered; the request is at fault
                finish(outcome, "Cassandra rejected the request", failure);
                return;
            }
            breaker.failed(sent);
            mayHaveHappened |= outcome == Outcome.UNKNOWN;
            var pause = pause();
            if (attempts == ATTEMPTS_MAX || !clock.instant().plus(pause).isBefore(deadline)) {
                finish(outcome, "no answer to " + attempts + " attempts", failure);
            } else {
                later.apply(pause).execute(this::attempt);
            }
        }

        private Duration pause() {
            long millis = FIRST_PAUSE.toMillis() << (attempts - 1);
            return Duration.ofMillis(millis / 2 + random.nextLong(millis + 1));
        }

        private void finish(Outcome outcome, String message, @Nullable Throwable cause) {
            bulkheads.leave(work);
            answer.completeExceptionally(
                    new StoreException(mayHaveHappened ? Outcome.UNKNOWN : outcome, message, cause));
        }
    }
}
