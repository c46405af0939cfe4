package io.kith.persistence.vcard;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/// Cards in the heap, for tests and trials.
public final class InMemoryVCards implements VCards {

    private final Map<UUID, byte[]> cards = new ConcurrentHashMap<>();

    @Override
    public CompletionStage<Void> put(UUID uid, byte[] card) {
        cards.put(uid, card.clone());
        return completedFuture(null);
    }

    @Override
    public CompletionStage<Optional<byte[]>> find(UUID uid) {
        return completedFuture(Optional.ofNullable(cards.get(uid)).map(byte[]::clone));
    }

    @Override
    public CompletionStage<Void> erase(UUID uid) {
        cards.remove(uid);
        return completedFuture(null);
    }
}
