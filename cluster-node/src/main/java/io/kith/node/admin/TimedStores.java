package io.kith.node.admin;

import io.kith.persistence.Stores;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Measures how long each operation of each store takes, and whether it failed: `kith_store_seconds`.
///
/// By proxies, because a new operation of a store shall be measured without a line here; one costs
/// a microsecond at most, what it measures a thousand.
public final class TimedStores {

    private final MeterRegistry registry;

    private TimedStores(MeterRegistry registry) {
        this.registry = registry;
    }

    /// The same stores, measured.
    public static Stores of(Stores stores, MeterRegistry registry) {
        var timed = new TimedStores(registry);
        return new Stores(
                timed.proxy(io.kith.persistence.account.Accounts.class, stores.accounts()),
                timed.proxy(io.kith.persistence.account.AccountStates.class, stores.states()),
                timed.proxy(io.kith.persistence.archive.Archive.class, stores.archive()),
                timed.proxy(io.kith.persistence.lastseen.LastSeen.class, stores.lastSeen()),
                timed.proxy(io.kith.persistence.privatexml.PrivateXml.class, stores.privateXml()),
                timed.proxy(io.kith.persistence.vcard.VCards.class, stores.vcards()),
                timed.proxy(io.kith.persistence.roomindex.RoomIndex.class, stores.roomIndex()));
    }

    private <T> T proxy(Class<T> store, T measured) {
        var timers = new ConcurrentHashMap<String, Timers>();
        return store.cast(Proxy.newProxyInstance(
                store.getClassLoader(),
                new Class<?>[] {store},
                (_, method, arguments) -> call(store, measured, method, arguments, timers)));
    }

    private Object call(
            Class<?> store,
            Object measured,
            Method method,
            @Nullable Object @Nullable [] arguments,
            Map<String, Timers> timers)
            throws Throwable {
        var begin = System.nanoTime();
        Object answer;
        try {
            answer = method.invoke(measured, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
        if (answer instanceof CompletionStage<?> stage) {
            var timer = timers.computeIfAbsent(method.getName(), name -> timers(store.getSimpleName(), name));
            stage.whenComplete((_, failure) -> (failure == null ? timer.done() : timer.failed())
                    .record(Duration.ofNanos(System.nanoTime() - begin)));
        }
        return answer;
    }

    private record Timers(Timer done, Timer failed) {}

    private Timers timers(String store, String operation) {
        return new Timers(timer(store, operation, "done"), timer(store, operation, "failed"));
    }

    private Timer timer(String store, String operation, String outcome) {
        return Timer.builder("kith.store")
                .description("How long the store takes")
                .tags("store", store, "operation", operation, "outcome", outcome)
                .serviceLevelObjectives(
                        Duration.ofMillis(1),
                        Duration.ofMillis(5),
                        Duration.ofMillis(20),
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(2))
                .register(registry);
    }
}
