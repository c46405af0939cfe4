package io.kith.persistence.archive;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;

/// Logs in the heap, for tests and trials: nothing survives, and nothing but expiry and erasing ever shrinks them.
public final class InMemoryArchive implements Archive {

    private record Partition(UUID uid, long bucket) {}

    private record Kept(Row row, Instant until, boolean replaced) {}

    /// The rows of one partition by their ids. Nearly always a row comes behind all others: a skip list would cost more
    /// than all else that an owner does for a message.
    private static final class Rows {

        private final ArrayList<Kept> byId = new ArrayList<>(4);

        /// Puts a row where none of this id is, else what `with` makes of both.
        synchronized void merge(Kept kept, BinaryOperator<Kept> with) {
            var at = firstFrom(kept.row().id());
            if (at < byId.size() && byId.get(at).row().id() == kept.row().id()) {
                byId.set(at, with.apply(byId.get(at), kept));
            } else {
                byId.add(at, kept);
            }
        }

        synchronized Optional<Row> find(long id, Instant now) {
            var found = new ArrayList<Row>(1);
            var at = firstFrom(id);
            if (at < byId.size() && byId.get(at).row().id() == id) {
                take(byId.get(at), now, found);
            }
            return found.stream().findFirst();
        }

        /// Adds rows behind `id` to `rows`, until it has `limit`.
        synchronized void after(long id, Instant now, int limit, List<Row> rows) {
            for (var at = id == Long.MAX_VALUE ? byId.size() : firstFrom(id + 1);
                    at < byId.size() && rows.size() < limit;
                    at++) {
                take(byId.get(at), now, rows);
            }
        }

        /// Adds rows before `id` to `rows`, newest first, until it has `limit`.
        synchronized void before(long id, Instant now, int limit, List<Row> rows) {
            for (var at = firstFrom(id) - 1; at >= 0 && rows.size() < limit; at--) {
                take(byId.get(at), now, rows);
            }
        }

        private static void take(Kept kept, Instant now, List<Row> rows) {
            if (now.isBefore(kept.until())) {
                rows.add(kept.row());
            }
        }

        /// The index of the first row whose id is at least this.
        private int firstFrom(long id) {
            if (byId.isEmpty() || byId.getLast().row().id() < id) {
                return byId.size();
            }
            var low = 0;
            var high = byId.size() - 1;
            while (low < high) {
                var middle = (low + high) >>> 1;
                if (byId.get(middle).row().id() < id) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }

    private final Map<Partition, Rows> partitions = new ConcurrentHashMap<>();
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
        var partition = partitions.computeIfAbsent(new Partition(uid, bucket), _ -> new Rows());
        for (var row : rows) {
            var kept = retention.of(row);
            var until =
                    kept.equals(Duration.ZERO) ? Instant.MAX : clock.instant().plus(kept);
            partition.merge(
                    new Kept(row, until, false),
                    (before, again) -> before.replaced() ? before : new Kept(before.row(), again.until(), false));
        }
        return completedFuture(null);
    }

    @Override
    public CompletionStage<Void> replace(UUID uid, long bucket, Row row) {
        partitions
                .computeIfAbsent(new Partition(uid, bucket), _ -> new Rows())
                .merge(new Kept(row, Instant.MAX, true), (before, now) -> new Kept(now.row(), before.until(), true));
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
            partition(uid, bucket.firstId()).after(id, clock.instant(), limit, rows);
        }
        return completedFuture(List.copyOf(rows));
    }

    @Override
    public CompletionStage<List<Row>> before(UUID uid, Buckets buckets, long id, int limit) {
        Archive.requirePage(limit);
        var rows = new ArrayList<Row>();
        for (var bucket : buckets.all().reversed()) {
            partition(uid, bucket.firstId()).before(id, clock.instant(), limit, rows);
        }
        return completedFuture(List.copyOf(rows.reversed()));
    }

    @Override
    public CompletionStage<Optional<Row>> find(UUID uid, Buckets buckets, long id) {
        var bucket = buckets.bucketOf(id);
        if (bucket.isEmpty()) {
            return completedFuture(Optional.empty());
        }
        return completedFuture(partition(uid, bucket.getAsLong()).find(id, clock.instant()));
    }

    @Override
    public CompletionStage<Void> erase(UUID uid, Buckets buckets) {
        for (var bucket : buckets.all()) {
            partitions.remove(new Partition(uid, bucket.firstId()));
        }
        return completedFuture(null);
    }

    private Rows partition(UUID uid, long bucket) {
        var rows = partitions.get(new Partition(uid, bucket));
        return rows == null ? new Rows() : rows;
    }
}
