package io.kith.persistence.archive;

import io.kith.proto.stanza.StanzaId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// The intervals of ids into which a log is partitioned, oldest first. Immutable.
///
/// Every id belongs to the bucket with the greatest first id that is not above it. Row counts steer when the next
/// bucket opens and nothing else: after a crash they may be too low, and a bucket grows a little beyond its measure.
public record Buckets(List<Bucket> all) {

    /// A bucket with as many rows is full.
    public static final int ROWS_MAX = 20_000;

    /// A bucket whose first id is as old takes no more rows.
    public static final Duration AGE_MAX = Duration.ofDays(30);

    /// A log without rows.
    public static final Buckets NONE = new Buckets(List.of());

    /// One interval, from `firstId` to the next bucket's, and the rows counted in it.
    public record Bucket(long firstId, int rows) {
        public Bucket {
            if (firstId <= 0 || rows < 0) {
                throw new IllegalArgumentException("bucket " + firstId + " with " + rows + " rows");
            }
        }
    }

    /// Where a new row goes.
    ///
    /// @param bucket the partition to write it to
    /// @param next the buckets with the row counted
    /// @param opened whether the bucket is new and must be recorded before the row is written
    public record Place(long bucket, Buckets next, boolean opened) {}

    public Buckets {
        all = List.copyOf(all);
        for (int i = 1; i < all.size(); i++) {
            if (all.get(i).firstId() <= all.get(i - 1).firstId()) {
                throw new IllegalArgumentException("buckets out of order at " + i);
            }
        }
    }

    /// The place of a new row, whose id must be above all before it: the newest bucket, or a new one if that is full or
    /// too old.
    public Place open(long id) {
        var next = new ArrayList<>(all);
        if (!all.isEmpty() && id < all.getLast().firstId()) {
            throw new IllegalArgumentException("id " + id + " is older than the newest bucket");
        }
        if (all.isEmpty() || isClosedTo(id, all.getLast())) {
            next.add(new Bucket(id, 1));
            return new Place(id, new Buckets(next), true);
        }
        var newest = all.getLast();
        next.set(next.size() - 1, new Bucket(newest.firstId(), newest.rows() + 1));
        return new Place(newest.firstId(), new Buckets(next), false);
    }

    /// The bucket that holds `id` if any row does, or empty when it is older than every bucket.
    public OptionalLong bucketOf(long id) {
        var index = indexOf(id);
        return index.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(all.get(index.getAsInt()).firstId());
    }

    /// The bucket that takes new rows.
    ///
    /// @throws java.util.NoSuchElementException when there is none yet
    public Bucket newest() {
        return all.getLast();
    }

    OptionalInt indexOf(long id) {
        int low = 0;
        int high = all.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (all.get(middle).firstId() <= id) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high < 0 ? OptionalInt.empty() : OptionalInt.of(high);
    }

    private static boolean isClosedTo(long id, Bucket bucket) {
        return bucket.rows() >= ROWS_MAX
                || !StanzaId.instant(id)
                        .isBefore(StanzaId.instant(bucket.firstId()).plus(AGE_MAX));
    }
}
