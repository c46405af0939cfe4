package io.kith.persistence.cql;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.Statement;
import io.kith.persistence.failure.StoreException;
import io.kith.persistence.failure.StoreException.Outcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// The stores' session: runs statements of one keyspace, guarded. Every statement given to it must be repeatable.
public final class Cql {

    private final CqlSession session;
    private final String keyspace;
    private final Guard guard;
    private final Bulkheads bulkheads = new Bulkheads();
    private final Breaker breaker;

    /// A guard around this session, which stays its owner's to close.
    public Cql(CqlSession session, String keyspace, InstantSource clock, RandomGenerator random) {
        this.session = session;
        this.keyspace = keyspace;
        this.breaker = new Breaker(clock);
        this.guard = new Guard(
                bulkheads,
                breaker,
                clock,
                random,
                pause -> CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS));
    }

    /// Prepares a statement, in which `%s` stands for the keyspace. Blocks; for start-up.
    public PreparedStatement prepare(String cql) {
        return session.prepare(cql.formatted(keyspace));
    }

    /// Runs a statement that answers nothing.
    public CompletionStage<Void> run(Work work, Statement<?> statement) {
        return execute(work, statement).thenApply(_ -> null);
    }

    /// Runs a conditional statement.
    ///
    /// @return whether its condition held
    public CompletionStage<Boolean> applies(Work work, Statement<?> statement) {
        return execute(work, statement).thenApply(AsyncResultSet::wasApplied);
    }

    /// The only row of the answer.
    public CompletionStage<Optional<Row>> one(Work work, Statement<?> statement) {
        return execute(work, statement).thenApply(rows -> Optional.ofNullable(rows.one()));
    }

    /// All rows of the answer.
    ///
    /// @param rowsMax an answer with more rows fails
    public CompletionStage<List<Row>> all(Work work, Statement<?> statement, int rowsMax) {
        return execute(work, statement).thenCompose(first -> collect(work, first, new ArrayList<>(), rowsMax));
    }

    /// Who is in flight.
    public Bulkheads bulkheads() {
        return bulkheads;
    }

    /// Whether Cassandra is shut off.
    public Breaker breaker() {
        return breaker;
    }

    private CompletionStage<AsyncResultSet> execute(Work work, Statement<?> statement) {
        return guard.run(work, within -> session.executeAsync(within(statement, within)));
    }

    /// Erases the wildcard: every statement answers itself from its setters.
    private static Statement<?> within(Statement<?> statement, Duration time) {
        return statement.setTimeout(time);
    }

    private CompletionStage<List<Row>> collect(Work work, AsyncResultSet page, List<Row> rows, int rowsMax) {
        page.currentPage().forEach(rows::add);
        if (rows.size() > rowsMax) {
            return CompletableFuture.failedFuture(
                    new StoreException(Outcome.FAILED, "a partition has more than " + rowsMax + " rows"));
        }
        return page.hasMorePages()
                ? guard.run(work, _ -> page.fetchNextPage()).thenCompose(next -> collect(work, next, rows, rowsMax))
                : CompletableFuture.completedFuture(rows);
    }
}
