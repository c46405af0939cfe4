package io.kith.sharding.session;

import io.kith.persistence.archive.Archive;
import io.kith.persistence.archive.Row;
import io.kith.persistence.failure.StoreException;
import io.kith.sharding.small.SmallMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;

/// Writes the rows of a log, each until its outcome is known.
///
/// Writes of different senders overlap. Of one sender one write is under way, and what comes meanwhile leaves together,
/// as one write that is stored whole or not at all: whenever the owner dies, no row of a sender is in the log without
/// those before it. A write with an unknown outcome is repeated as it was, for as long as it takes; one that can never
/// succeed is tried row by row, and only the rows that can't be stored are given up.
public final class RowWriter {

    /// Rows in one write.
    static final int ROWS_MAX = Archive.WRITE_MAX;

    /// Their bytes, when they are several.
    static final int BYTES_MAX = 256 << 10;

    /// A row to write. One of `stored` and `impossible` is run, once, in a later turn.
    ///
    /// @param refused run after each refused attempt, for the owner to look at the store's state
    public record Pending(long bucket, Row row, Runnable stored, Runnable refused, Runnable impossible) {}

    private final UUID uid;
    private final Archive archive;
    private final Turns outside;
    private SmallMap<String, Deque<Pending>> waiting = SmallMap.none();

    /// Writes the log of this uid.
    public RowWriter(UUID uid, Archive archive, Turns outside) {
        this.uid = uid;
        this.archive = archive;
        this.outside = outside;
    }

    /// Writes the row now, or behind those of the same sender.
    public void write(String sender, Pending row) {
        var before = waiting.get(sender);
        if (before == null) {
            waiting = waiting.with(sender, new ArrayDeque<>(0));
            attempt(sender, List.of(row), 0);
        } else {
            before.addLast(row);
        }
    }

    private void attempt(String sender, List<Pending> rows, int failures) {
        var bucket = rows.getFirst().bucket();
        var written = rows.size() == 1
                ? archive.append(uid, bucket, rows.getFirst().row())
                : archive.append(uid, bucket, rows.stream().map(Pending::row).toList());
        outside.await(written, (_, failure) -> {
            if (failure == null) {
                rows.forEach(each -> each.stored().run());
                next(sender);
            } else if (outcome(failure) != StoreException.Outcome.FAILED) {
                rows.forEach(each -> each.refused().run());
                outside.later(Backoff.after(failures + 1), () -> attempt(sender, rows, failures + 1));
            } else if (rows.size() == 1) {
                rows.getFirst().impossible().run();
                next(sender);
            } else {
                rows.reversed().forEach(each -> of(sender).addFirst(each));
                attempt(sender, List.of(of(sender).removeFirst()), 0);
            }
        });
    }

    private void next(String sender) {
        var rows = of(sender);
        if (rows.isEmpty()) {
            waiting.remove(sender);
            return;
        }
        var together = new ArrayList<Pending>(Math.min(rows.size(), ROWS_MAX));
        var bytes = 0;
        for (var row = rows.peekFirst(); row != null && together.size() < ROWS_MAX; row = rows.peekFirst()) {
            bytes += row.row().stanza().length;
            if (!together.isEmpty()
                    && (bytes > BYTES_MAX || row.bucket() != together.getFirst().bucket())) {
                break;
            }
            together.add(rows.removeFirst());
        }
        attempt(sender, List.copyOf(together), 0);
    }

    private Deque<Pending> of(String sender) {
        var rows = waiting.get(sender);
        if (rows == null) {
            throw new IllegalStateException("nothing of " + sender + " is being written");
        }
        return rows;
    }

    /// A failure of unknown kind has an unknown outcome.
    static StoreException.Outcome outcome(Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof StoreException known ? known.outcome() : StoreException.Outcome.UNKNOWN;
    }
}
