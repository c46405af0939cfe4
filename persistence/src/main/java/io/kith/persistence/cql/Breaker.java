package io.kith.persistence.cql;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Shuts Cassandra off while it answers nothing, so that callers are refused at once and it can
/// come back; any thread may call.
///
/// Closed, everything passes; after [#FAILURES_MAX] failures without a success between them it
/// opens for [#OPEN_FOR], and at once when one request has waited for [#SILENCE_MAX] and nothing
/// was answered meanwhile: that is a store that hangs. Then one request is let through: its success
/// closes the breaker, its failure opens it again. A request let through that never says how it
/// went counts as failed after the same time.
public final class Breaker {

    private static final Logger LOG = LoggerFactory.getLogger(Breaker.class);

    /// So many failures in a row open it.
    public static final int FAILURES_MAX = 10;

    /// A request that failed after so long, without any answer to another one since it was sent, opens it alone.
    public static final Duration SILENCE_MAX = Duration.ofSeconds(8);

    /// It refuses so long before it tries again.
    public static final Duration OPEN_FOR = Duration.ofSeconds(3);

    /// Whether requests pass.
    public enum State {
        /// They do.
        CLOSED,
        /// They are refused.
        OPEN,
        /// One is under way to find out.
        TRYING
    }

    private final InstantSource clock;
    private State state = State.CLOSED;
    private int failures;
    private Instant until = Instant.MIN;
    private Instant answered = Instant.MIN;

    /// Closed at first.
    public Breaker(InstantSource clock) {
        this.clock = clock;
    }

    /// Whether a request may go now.
    synchronized boolean allows() {
        if (state == State.CLOSED) {
            return true;
        }
        var now = clock.instant();
        if (now.isBefore(until)) {
            return false;
        }
        state = State.TRYING;
        until = now.plus(OPEN_FOR);
        return true;
    }

    /// Cassandra answered, whatever it said.
    synchronized void succeeded() {
        if (state != State.CLOSED) {
            LOG.info("Cassandra answers again");
        }
        state = State.CLOSED;
        failures = 0;
        answered = clock.instant();
    }

    /// Cassandra did not answer, or said that it can't.
    ///
    /// @param sent when the request went out
    synchronized void failed(Instant sent) {
        var now = clock.instant();
        failures = Math.min(failures + 1, FAILURES_MAX);
        var silent = !answered.isAfter(sent) && !now.isBefore(sent.plus(SILENCE_MAX));
        if (state == State.TRYING || silent || failures == FAILURES_MAX) {
            if (state == State.CLOSED) {
                LOG.warn("Cassandra does not answer; what needs it is refused or waits until it does");
            }
            state = State.OPEN;
            until = now.plus(OPEN_FOR);
        }
    }

    /// Whether requests pass at this moment.
    public synchronized State state() {
        return state;
    }
}
