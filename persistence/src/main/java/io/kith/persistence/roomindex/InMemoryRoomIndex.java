package io.kith.persistence.roomindex;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.kith.persistence.cql.TextOrder;
import io.kith.proto.jid.Jid;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// The index in the heap, for tests and trials.
public final class InMemoryRoomIndex implements RoomIndex {

    private final ConcurrentHashMap<String, NavigableMap<String, RoomEntry>> services = new ConcurrentHashMap<>();

    @Override
    public CompletionStage<Void> put(RoomEntry entry) {
        rooms(entry.room().domain()).put(entry.room().local(), entry);
        return completedFuture(null);
    }

    @Override
    public CompletionStage<Void> remove(Jid room) {
        rooms(room.domain()).remove(room.local());
        return completedFuture(null);
    }

    @Override
    public CompletionStage<List<RoomEntry>> page(String service, String afterLocal, int limit, boolean listedOnly) {
        RoomIndex.requirePage(limit);
        return completedFuture(rooms(service).tailMap(afterLocal, false).values().stream()
                .filter(entry -> entry.listed() || !listedOnly)
                .limit(limit)
                .toList());
    }

    @Override
    public CompletionStage<List<RoomEntry>> search(String service, String asked, int limit) {
        RoomIndex.requirePage(limit);
        var words = RoomIndex.requireWords(asked);
        return completedFuture(rooms(service).values().stream()
                .filter(entry -> entry.listed() && Words.are(entry, words))
                .limit(limit)
                .toList());
    }

    private NavigableMap<String, RoomEntry> rooms(String service) {
        return services.computeIfAbsent(service, _ -> new ConcurrentSkipListMap<>(TextOrder.BYTES));
    }
}
