package io.kith.persistence.faults;

import io.kith.persistence.Stores;
import io.kith.persistence.account.AccountStates;
import io.kith.persistence.account.Accounts;
import io.kith.persistence.archive.Archive;
import io.kith.persistence.failure.StoreException;
import io.kith.persistence.lastseen.LastSeen;
import io.kith.persistence.privatexml.PrivateXml;
import io.kith.persistence.roomindex.RoomIndex;
import io.kith.persistence.vcard.VCards;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Stores that fail as real ones do, by a plan that may be changed while they are used. Any thread may call.
///
/// One proxy serves every store, since a fault is the same whatever the method: each answers with a `CompletionStage`.
public final class Faults {

    private final Queue<Runnable> held = new ArrayDeque<>();
    private final Function<Duration, Executor> later;
    private FaultPlan plan = FaultPlan.none();
    private int calls;

    /// No faults yet; slow ones are slow by the real clock.
    public Faults() {
        this(by -> CompletableFuture.delayedExecutor(by.toMillis(), TimeUnit.MILLISECONDS));
    }

    /// No faults yet; slow answers are run by what `later` gives for their duration.
    public Faults(Function<Duration, Executor> later) {
        this.later = later;
    }

    /// Faults by this plan from the next call on.
    public synchronized void plan(FaultPlan next) {
        plan = next;
    }

    /// How many calls there were.
    public synchronized int calls() {
        return calls;
    }

    /// How many calls wait for a release.
    public synchronized int held() {
        return held.size();
    }

    /// Lets the call go on that has been held longest.
    ///
    /// @throws IllegalStateException when none is held
    public void release() {
        Runnable first;
        synchronized (this) {
            first = held.poll();
        }
        if (first == null) {
            throw new IllegalStateException("no call is held");
        }
        first.run();
    }

    /// Lets every held call go on, oldest first.
    public void releaseAll() {
        while (held() > 0) {
            release();
        }
    }

    /// These stores with faults.
    public Stores around(Stores stores) {
        return new Stores(
                around(Accounts.class, stores.accounts()),
                around(AccountStates.class, stores.states()),
                around(Archive.class, stores.archive()),
                around(LastSeen.class, stores.lastSeen()),
                around(PrivateXml.class, stores.privateXml()),
                around(VCards.class, stores.vcards()),
                around(RoomIndex.class, stores.roomIndex()));
    }

    /// This store with faults.
    public <T> T around(Class<T> type, T store) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
                    if (!CompletionStage.class.isAssignableFrom(method.getReturnType())) {
                        return method.invoke(store, arguments);
                    }
                    // nothing more than a stage promises: a store may answer with one that can't be asked whether it is
                    // done
                    return answer(next(method), () -> call(method, store, arguments))
                            .toCompletableFuture()
                            .minimalCompletionStage();
                }));
    }

    private synchronized Fault next(Method method) {
        calls++;
        return plan.next(method.getName());
    }

    private CompletionStage<?> answer(Fault fault, Supplier<CompletionStage<?>> call) {
        return switch (fault) {
            case Fault.None _ -> call.get();
            case Fault.Slow(var by) -> call.get().thenApplyAsync(Function.identity(), later.apply(by));
            case Fault.Held _ -> {
                var answer = call.get();
                yield hold(() -> answer);
            }
            case Fault.Delayed _ -> hold(call);
            case Fault.TimedOut _ -> failed(StoreException.Outcome.UNKNOWN);
            case Fault.DoneButTimedOut _ -> call.get().thenCompose(_ -> failed(StoreException.Outcome.UNKNOWN));
            case Fault.Refused _ -> failed(StoreException.Outcome.REFUSED);
        };
    }

    private synchronized CompletionStage<?> hold(Supplier<CompletionStage<?>> call) {
        var released = new CompletableFuture<@Nullable Void>();
        held.add(() -> released.complete(null));
        return released.thenCompose(_ -> call.get());
    }

    private static CompletionStage<?> failed(StoreException.Outcome outcome) {
        return CompletableFuture.failedFuture(new StoreException(outcome, "injected"));
    }

    private static CompletionStage<?> call(Method method, Object store, Object @Nullable [] arguments) {
        try {
            return (CompletionStage<?>) method.invoke(store, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
