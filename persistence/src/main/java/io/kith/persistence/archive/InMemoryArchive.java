package io.kith.persistence.archive;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;

/// Logs in the heap, for tests and trials: nothing survives, and nothing but expiry and erasing ever shrinks them.
public final class InMemoryArchive implements Archive {

    private record Partition(UUID uid, long bucket) {}

    private record Kept(Row row, Instant until, boolean replaced) {}

    private final Map<Partition, NavigableMap<Long, Kept>> partitions = new ConcurrentHashMap<>();
    private final Retention retention;
    private final InstantSource clock;

    /// An empty archive that keeps rows as long as `retention` says.
    public InMemoryArchive(Retention retention, InstantSource clock) {
        this.retention = retention;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Void> append(UUID uid, long bucket, List<Row> rows) {
        Archive.requireWrite(rows);
        var partition = partitions.computeIfAbsent(new Partition(uid, bucket), _ -> new ConcurrentSkipListMap<>());
        for (var row : rows) {
            var kept = retention.of(row);
            var until =
                    kept.equals(Duration.ZERO) ? Instant.MAX : clock.instant().plus(kept);
            partition.merge(
                    row.id(), new Kept(row, until, false), (before, again) -> before.replaced() ? before : again);
        }
        return completedFuture(null);
    }

    @Override
    public CompletionStage<Void> replace(UUID uid, long bucket, Row row) {
        partitions
                .computeIfAbsent(new Partition(uid, bucket), _ -> new ConcurrentSkipListMap<>())
                .compute(row.id(), (_, before) -> new Kept(row, before == null ? Instant.MAX : before.until(), true));
        return completedFuture(null);
    }

    @Override
    public CompletionStage<Long> head(UUID uid, Buckets buckets) {
        return tail(uid, buckets, 1)
                .thenApply(rows -> rows.isEmpty() ? 0L : rows.getFirst().id());
    }

    @Override
    public CompletionStage<List<Row>> after(UUID uid, Buckets buckets, long id, int limit) {
        Archive.requirePage(limit);
        var rows = new ArrayList<Row>();
        for (var bucket : buckets.all()) {
            take(
                    limit,
                    rows,
                    partition(uid, bucket.firstId()).tailMap(id, false).values());
        }
        return completedFuture(List.copyOf(rows));
    }

    @Override
    public CompletionStage<List<Row>> before(UUID uid, Buckets buckets, long id, int limit) {
        Archive.requirePage(limit);
        var rows = new ArrayList<Row>();
        for (var bucket : buckets.all().reversed()) {
            take(
                    limit,
                    rows,
                    partition(uid, bucket.firstId())
                            .headMap(id, false)
                            .descendingMap()
                            .values());
        }
        return completedFuture(List.copyOf(rows.reversed()));
    }

    @Override
    public CompletionStage<Optional<Row>> find(UUID uid, Buckets buckets, long id) {
        var bucket = buckets.bucketOf(id);
        if (bucket.isEmpty()) {
            return completedFuture(Optional.empty());
        }
        return completedFuture(
                Optional.ofNullable(partition(uid, bucket.getAsLong()).get(id))
                        .filter(isLive())
                        .map(Kept::row));
    }

    @Override
    public CompletionStage<Void> erase(UUID uid, Buckets buckets) {
        for (var bucket : buckets.all()) {
            partitions.remove(new Partition(uid, bucket.firstId()));
        }
        return completedFuture(null);
    }

    private NavigableMap<Long, Kept> partition(UUID uid, long bucket) {
        return partitions.getOrDefault(new Partition(uid, bucket), Collections.emptyNavigableMap());
    }

    private void take(int limit, List<Row> rows, Collection<Kept> candidates) {
        for (var kept : candidates) {
            if (rows.size() == limit) {
                return;
            }
            if (isLive().test(kept)) {
                rows.add(kept.row());
            }
        }
    }

    private Predicate<Kept> isLive() {
        var now = clock.instant();
        return kept -> now.isBefore(kept.until());
    }
}
