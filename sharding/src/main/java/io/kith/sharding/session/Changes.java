package io.kith.sharding.session;

import io.kith.persistence.Stores;
import io.kith.persistence.account.AccountState;
import io.kith.persistence.account.Change;
import io.kith.persistence.account.Item;
import io.kith.persistence.account.Kind;
import io.kith.persistence.account.Saved;
import io.kith.persistence.failure.StoreException.Outcome;
import io.kith.sharding.small.SmallMap;
import io.kith.sharding.small.SmallQueue;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The account's stored items, and the one way to change them: one change at a time, stored before
/// anybody sees its effect.
///
/// A change decides from the items as they are when its turn comes. When another owner has saved
/// meanwhile, the items are read again and it decides again.
///
/// A change whose writing was tried and not answered may have happened, now or a little later: it is written again, the
/// same on the same version, until the store tells which. Nobody is told before that it failed, and those behind it
/// wait.
final class Changes {

    /// Changes that wait for their turn; one more is refused.
    static final int WAITING_MAX = 128;

    /// Attempts to store one change, none of which the store has begun, before its asker is told to try later.
    static final int ATTEMPTS_MAX = 5;

    /// A change that waits for its turn.
    interface Step {

        /// Decides, and answers with what to store; nothing to store ends the step with [#stored]
        /// at once.
        List<Change> decide();

        /// It is stored.
        void stored();

        /// It could not be stored, and nothing has changed.
        void failed();
    }

    private final UUID uid;
    private final Stores stores;
    private final Outside outside;
    private final Runnable reloaded;
    private final Map<Kind, Map<String, Item>> items = new SmallMap<>();
    private SmallQueue<Step> waiting = SmallQueue.none();
    private long version;
    private boolean busy;

    /// @param reloaded run when the items were read again
    Changes(UUID uid, AccountState state, Stores stores, Outside outside, Runnable reloaded) {
        this.uid = uid;
        this.stores = stores;
        this.outside = outside;
        this.reloaded = reloaded;
        take(state);
    }

    /// A view: it follows every change.
    Map<String, Item> items(Kind kind) {
        var held = items.get(kind);
        return held == null ? Map.of() : Collections.unmodifiableMap(held);
    }

    Collection<Item> all() {
        return items.values().stream().flatMap(each -> each.values().stream()).toList();
    }

    boolean isBusy() {
        return busy;
    }

    /// Takes its turn now or when those before it are done. False when too many wait: nothing will
    /// happen.
    boolean submit(Step step) {
        if (waiting.size() >= WAITING_MAX) {
            return false;
        }
        waiting = waiting.with(step);
        next();
        return true;
    }

    private void next() {
        while (!busy && !waiting.isEmpty()) {
            run(waiting.removeFirst(), 1);
        }
    }

    private void run(Step step, int attempt) {
        var changes = step.decide();
        if (changes.isEmpty()) {
            step.stored();
            return;
        }
        busy = true;
        save(step, changes, attempt, false);
    }

    /// @param tried whether an attempt before this one may have happened
    private void save(Step step, List<Change> changes, int attempt, boolean tried) {
        outside.await(stores.states().save(uid, version, changes), (saved, failure) -> {
            if (saved instanceof Saved.Ok(var next)) {
                version = next;
                changes.forEach(this::apply);
                busy = false;
                step.stored();
                next();
                return;
            }
            var outcome = failure == null ? Outcome.FAILED : RowWriter.outcome(failure);
            var maybe = tried || outcome == Outcome.UNKNOWN;
            if (saved instanceof Saved.Stale || (maybe && outcome == Outcome.FAILED)) {
                reload(step, maybe ? changes : List.of(), attempt);
            } else if (maybe || attempt < ATTEMPTS_MAX) {
                outside.later(Backoff.after(attempt), () -> save(step, changes, attempt + 1, maybe));
            } else {
                step.failed();
                reload(null, List.of(), attempt);
            }
        });
    }

    /// Reads the items again, for as long as it takes.
    ///
    /// @param tried what may be among them, by an attempt to store it
    private void reload(@Nullable Step step, List<Change> tried, int attempt) {
        outside.await(stores.states().load(uid), (state, failure) -> {
            if (state == null) {
                outside.later(Backoff.after(attempt + 1), () -> reload(step, tried, attempt + 1));
                return;
            }
            take(state);
            reloaded.run();
            busy = false;
            if (step != null && !tried.isEmpty() && tried.stream().allMatch(this::holds)) {
                step.stored();
            } else if (step != null && attempt < ATTEMPTS_MAX) {
                run(step, attempt + 1);
            } else if (step != null) {
                step.failed();
            }
            next();
        });
    }

    private boolean holds(Change change) {
        return switch (change) {
            case Change.Put(var item) -> item.equals(items(item.kind()).get(item.key()));
            case Change.Remove(var kind, var key) -> !items(kind).containsKey(key);
        };
    }

    private void take(AccountState state) {
        items.clear();
        version = state.version();
        state.items().forEach(item -> of(item.kind()).put(item.key(), item));
    }

    private void apply(Change change) {
        switch (change) {
            case Change.Put(var item) -> of(item.kind()).put(item.key(), item);
            case Change.Remove(var kind, var key) -> of(kind).remove(key);
        }
    }

    private Map<String, Item> of(Kind kind) {
        return items.computeIfAbsent(kind, _ -> new LinkedHashMap<>());
    }
}
