package io.kith.node;

import io.kith.persistence.Stores;
import io.kith.persistence.archive.Archive;
import io.kith.persistence.archive.Row;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// An archive that counts how often it is asked for anything of one owner, a user or a room.
final class CountedArchive {

    private final Map<UUID, AtomicLong> calls = new ConcurrentHashMap<>();
    private final Map<UUID, AtomicLong> written = new ConcurrentHashMap<>();

    /// The same stores, with this archive before theirs.
    Stores before(Stores stores) {
        var counted = (Archive) Proxy.newProxyInstance(
                Archive.class.getClassLoader(), new Class<?>[] {Archive.class}, (_, method, arguments) -> {
                    if (arguments != null && arguments[0] instanceof UUID owner) {
                        calls.computeIfAbsent(owner, _ -> new AtomicLong()).incrementAndGet();
                        written.computeIfAbsent(owner, _ -> new AtomicLong())
                                .addAndGet(rows(arguments[arguments.length - 1]));
                    }
                    try {
                        return method.invoke(stores.archive(), arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                });
        return new Stores(
                stores.accounts(),
                stores.states(),
                counted,
                stores.lastSeen(),
                stores.privateXml(),
                stores.vcards(),
                stores.roomIndex());
    }

    private static int rows(Object argument) {
        return switch (argument) {
            case Row _ -> 1;
            case List<?> rows -> rows.size();
            default -> 0;
        };
    }

    /// Who has so many rows, and nobody else has.
    UUID with(int rows) {
        return written.entrySet().stream()
                .filter(entry -> entry.getValue().get() == rows)
                .map(Map.Entry::getKey)
                .reduce((one, other) -> {
                    throw new IllegalStateException("two have " + rows + " rows");
                })
                .orElseThrow();
    }

    /// How often.
    long calls(UUID owner) {
        return Objects.requireNonNull(calls.get(owner), "nobody asked").get();
    }
}
