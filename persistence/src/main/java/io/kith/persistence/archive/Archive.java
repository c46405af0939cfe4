package io.kith.persistence.archive;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/// The logs of all accounts and rooms, each written by its owner alone.
///
/// When `append` has answered, the row is on a quorum and every later read sees it. A row whose write failed with an
/// unknown outcome may appear at any time until the same row is written again. Reads answer in the order of ids,
/// hidden rows included, and see only rows in the buckets that they are given. All futures fail with a
/// [io.kith.persistence.failure.StoreException].
public interface Archive {

    /// The most rows that one read may ask for.
    int PAGE_MAX = 1_000;

    /// The most rows that one write may have.
    int WRITE_MAX = 64;

    /// Writes the row. Repeating it with the same row changes nothing, whatever happened to the first. Other content
    /// under a known id is no replacement: which of the two is read is not said.
    default CompletionStage<Void> append(UUID uid, long bucket, Row row) {
        return append(uid, bucket, List.of(row));
    }

    /// Writes the rows, 1 to [#WRITE_MAX] of them, whole or not at all: nobody reads some of them without the others.
    /// Repeating it with the same rows changes nothing.
    CompletionStage<Void> append(UUID uid, long bucket, List<Row> rows);

    /// Writes the row in the place of the one with its id, for good: a tombstone, or the latest
    /// form. It is kept as long as the first one would have been. A repeated [#append] of the first
    /// changes nothing any more. Of several, each begun after the answer to the one before, the
    /// last is read.
    CompletionStage<Void> replace(UUID uid, long bucket, Row row);

    /// The newest id, or 0 when the log is empty.
    CompletionStage<Long> head(UUID uid, Buckets buckets);

    /// The oldest rows above `id`, at most `limit`, oldest first.
    CompletionStage<List<Row>> after(UUID uid, Buckets buckets, long id, int limit);

    /// The newest rows below `id`, at most `limit`, oldest first.
    CompletionStage<List<Row>> before(UUID uid, Buckets buckets, long id, int limit);

    /// The row with this id.
    CompletionStage<Optional<Row>> find(UUID uid, Buckets buckets, long id);

    /// Erases every row of these buckets, whole partitions at a time. Repeatable.
    CompletionStage<Void> erase(UUID uid, Buckets buckets);

    /// The newest rows, at most `limit`, oldest first.
    default CompletionStage<List<Row>> tail(UUID uid, Buckets buckets, int limit) {
        return before(uid, buckets, Long.MAX_VALUE, limit);
    }

    /// @throws IllegalArgumentException if it is not a number of rows that one write may have
    static void requireWrite(List<Row> rows) {
        if (rows.isEmpty() || rows.size() > WRITE_MAX) {
            throw new IllegalArgumentException("a write of " + rows.size() + " rows, at most " + WRITE_MAX);
        }
    }

    /// @throws IllegalArgumentException if `limit` is not a number of rows that one read may ask for
    static void requirePage(int limit) {
        if (limit < 1 || limit > PAGE_MAX) {
            throw new IllegalArgumentException("a page of " + limit + " rows, at most " + PAGE_MAX);
        }
    }
}
