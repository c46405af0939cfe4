package io.kith.persistence.account;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.kith.persistence.archive.Buckets;
import io.kith.persistence.archive.Buckets.Bucket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/// Account states in the heap, for tests and trials.
public final class InMemoryAccountStates implements AccountStates {

    private record ItemName(Kind kind, String key) {}

    private static final class Partition {
        private long version;
        private final Map<ItemName, Item> items = new HashMap<>();
        private final Map<String, Long> cursors = new HashMap<>();
        private final Map<String, Long> removedCursors = new HashMap<>();
        private final NavigableMap<Long, Bucket> buckets = new TreeMap<>();
    }

    private final Map<UUID, Partition> partitions = new HashMap<>();

    @Override
    public synchronized CompletionStage<AccountState> load(UUID uid) {
        var partition = partitions.get(uid);
        return completedFuture(
                partition == null
                        ? AccountState.NONE
                        : new AccountState(
                                partition.version,
                                List.copyOf(partition.items.values()),
                                partition.cursors,
                                new Buckets(new ArrayList<>(partition.buckets.values()))));
    }

    @Override
    public synchronized CompletionStage<Saved> save(UUID uid, long expectedVersion, List<Change> changes) {
        AccountStates.requireFew(changes.size(), CHANGES_MAX);
        var partition = partition(uid);
        if (partition.version != expectedVersion) {
            return completedFuture(new Saved.Stale());
        }
        for (var change : changes) {
            switch (change) {
                case Change.Put(var item) -> partition.items.put(new ItemName(item.kind(), item.key()), item);
                case Change.Remove(var kind, var key) -> partition.items.remove(new ItemName(kind, key));
            }
        }
        return completedFuture(new Saved.Ok(++partition.version));
    }

    @Override
    public synchronized CompletionStage<Void> saveCursors(UUID uid, Map<String, Long> cursors) {
        AccountStates.requireFew(cursors.size(), AccountState.CURSORS_MAX);
        var partition = partition(uid);
        cursors.forEach((device, id) -> {
            if (id > partition.removedCursors.getOrDefault(device, 0L)) {
                partition.cursors.merge(device, id, Math::max);
            }
        });
        return completedFuture(null);
    }

    @Override
    public synchronized CompletionStage<Void> removeCursor(UUID uid, String device, long id) {
        var partition = partition(uid);
        partition.removedCursors.merge(device, id, Math::max);
        partition.cursors.computeIfPresent(device, (_, known) -> known <= id ? null : known);
        return completedFuture(null);
    }

    @Override
    public synchronized CompletionStage<Void> saveBucket(UUID uid, Bucket bucket) {
        partition(uid).buckets.put(bucket.firstId(), bucket);
        return completedFuture(null);
    }

    @Override
    public synchronized CompletionStage<Void> erase(UUID uid) {
        partitions.remove(uid);
        return completedFuture(null);
    }

    private Partition partition(UUID uid) {
        return partitions.computeIfAbsent(uid, _ -> new Partition());
    }
}
