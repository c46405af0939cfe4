package io.kith.persistence.account;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.kith.persistence.account.AccountRecord.Status;
import io.kith.persistence.cql.TextOrder;
import io.kith.proto.jid.Jid;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// Accounts in the heap, for tests and trials.
public final class InMemoryAccounts implements Accounts {

    private sealed interface Name {}

    private record Taken(AccountRecord account) implements Name {}

    private record Resting(UUID uid, Instant until) implements Name {}

    private final Map<String, NavigableMap<String, Name>> domains = new HashMap<>();
    private final Uids uids;
    private final InstantSource clock;

    /// No accounts yet.
    public InMemoryAccounts(RandomGenerator random, InstantSource clock) {
        this.uids = new Uids(random);
        this.clock = clock;
    }

    @Override
    public synchronized CompletionStage<Created> create(Jid bare, List<StoredKeys> credentials) {
        Accounts.requireAccount(bare);
        return completedFuture(
                switch (names(bare.domain()).get(bare.local())) {
                    case Taken _ -> new Created.Exists();
                    case Resting resting
                    when clock.instant().isBefore(resting.until()) -> new Created.Resting(resting.until());
                    case Resting _ -> claim(bare, credentials);
                    case null -> claim(bare, credentials);
                });
    }

    @Override
    public synchronized CompletionStage<Optional<AccountRecord>> find(Jid bare) {
        return completedFuture(account(bare));
    }

    @Override
    public synchronized CompletionStage<Boolean> setCredentials(Jid bare, List<StoredKeys> credentials) {
        return change(bare, Status.DISABLED, account -> account.withCredentials(credentials));
    }

    @Override
    public synchronized CompletionStage<Boolean> setStatus(Jid bare, Status status) {
        return change(bare, status, account -> account.withStatus(status));
    }

    @Override
    public synchronized CompletionStage<Optional<UUID>> delete(Jid bare) {
        var names = names(bare.domain());
        return completedFuture(
                switch (names.get(bare.local())) {
                    case Taken(var account) -> {
                        var until = clock.instant().plus(RESTS).truncatedTo(ChronoUnit.MILLIS);
                        names.put(bare.local(), new Resting(account.uid(), until));
                        yield Optional.of(account.uid());
                    }
                    case Resting resting -> Optional.of(resting.uid());
                    case null -> Optional.empty();
                });
    }

    @Override
    public synchronized CompletionStage<Page> list(String domain, String afterLocal, int limit) {
        Accounts.requirePage(limit);
        var page = new ArrayList<AccountRecord>();
        for (var name : names(domain).tailMap(afterLocal, false).values()) {
            if (name instanceof Taken(var account)) {
                if (page.size() == limit) {
                    return completedFuture(
                            new Page(page, Optional.of(page.getLast().jid().local())));
                }
                page.add(account);
            }
        }
        return completedFuture(new Page(page, Optional.empty()));
    }

    private Created claim(Jid bare, List<StoredKeys> credentials) {
        var created = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var account = new AccountRecord(uids.next(), bare, credentials, Status.ACTIVE, created);
        names(bare.domain()).put(bare.local(), new Taken(account));
        return new Created.Ok(account);
    }

    private CompletionStage<Boolean> change(Jid bare, Status next, UnaryOperator<AccountRecord> to) {
        var known = account(bare).filter(account -> account.status() != Status.LEAVING || next == Status.LEAVING);
        known.ifPresent(account -> names(bare.domain()).put(bare.local(), new Taken(to.apply(account))));
        return completedFuture(known.isPresent());
    }

    private Optional<AccountRecord> account(Jid bare) {
        return names(bare.domain()).get(bare.local()) instanceof Taken(var account)
                ? Optional.of(account)
                : Optional.empty();
    }

    private NavigableMap<String, Name> names(String domain) {
        return domains.computeIfAbsent(domain, _ -> new TreeMap<>(TextOrder.BYTES));
    }
}
