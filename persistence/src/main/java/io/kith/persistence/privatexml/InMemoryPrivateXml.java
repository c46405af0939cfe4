package io.kith.persistence.privatexml;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/// Private elements in the heap, for tests and trials.
public final class InMemoryPrivateXml implements PrivateXml {

    private record Key(String name, String namespace) {}

    private final Map<UUID, Map<Key, byte[]>> elements = new HashMap<>();

    @Override
    public synchronized CompletionStage<Boolean> put(UUID uid, String name, String namespace, byte[] element) {
        var ofAccount = elements.computeIfAbsent(uid, _ -> new HashMap<>());
        var key = new Key(name, namespace);
        if (ofAccount.size() >= ELEMENTS_MAX && !ofAccount.containsKey(key)) {
            return completedFuture(false);
        }
        ofAccount.put(key, element.clone());
        return completedFuture(true);
    }

    @Override
    public synchronized CompletionStage<Optional<byte[]>> find(UUID uid, String name, String namespace) {
        return completedFuture(
                Optional.ofNullable(elements.getOrDefault(uid, Map.of()).get(new Key(name, namespace)))
                        .map(byte[]::clone));
    }

    @Override
    public synchronized CompletionStage<Void> erase(UUID uid) {
        elements.remove(uid);
        return completedFuture(null);
    }
}
