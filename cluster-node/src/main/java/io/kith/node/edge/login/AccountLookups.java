package io.kith.node.edge.login;

import io.kith.persistence.account.AccountRecord;
import io.kith.persistence.account.Accounts;
import io.kith.proto.jid.Jid;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/// Reads of accounts for logins: a bounded number at once, a bounded number in line behind them, so that a
/// storm of logins leaves the store to those who are in. Safe for use by several threads.
public final class AccountLookups {

    /// Reads at once.
    public static final int IN_FLIGHT_MAX = 64;

    /// Logins in line behind them; the next one fails at once.
    public static final int WAITING_MAX = 4_096;

    /// How long one waits for its answer, in line and in the store.
    public static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

    private record Waiting(Jid account, CompletableFuture<Optional<AccountRecord>> answer) {}

    private final Accounts accounts;
    private final ArrayDeque<Waiting> line = new ArrayDeque<>();
    private int inFlight;

    public AccountLookups(Accounts accounts) {
        this.accounts = accounts;
    }

    /// The account of this name. Fails when the store does, takes too long, or too many wait.
    public CompletionStage<Optional<AccountRecord>> find(Jid account) {
        var answer = new CompletableFuture<Optional<AccountRecord>>();
        answer.orTimeout(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        var waiting = new Waiting(account, answer);
        synchronized (line) {
            if (inFlight == IN_FLIGHT_MAX) {
                if (line.size() == WAITING_MAX) {
                    return CompletableFuture.failedFuture(new RejectedExecutionException("too many logins at once"));
                }
                line.addLast(waiting);
                return answer;
            }
            inFlight++;
        }
        ask(waiting);
        return answer;
    }

    private void ask(Waiting first) {
        asked(first.account()).whenComplete((found, failure) -> {
            if (failure == null) {
                first.answer().complete(found);
            } else {
                first.answer().completeExceptionally(failure);
            }
            next();
        });
    }

    private CompletionStage<Optional<AccountRecord>> asked(Jid account) {
        try {
            return accounts.find(account);
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private void next() {
        Waiting following;
        synchronized (line) {
            do {
                following = line.pollFirst();
            } while (following != null && following.answer().isDone());
            if (following == null) {
                inFlight--;
                return;
            }
        }
        ask(following);
    }
}
