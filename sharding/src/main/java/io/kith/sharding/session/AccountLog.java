package io.kith.sharding.session;

import io.kith.persistence.Stores;
import io.kith.persistence.archive.Buckets;
import io.kith.persistence.archive.Buckets.Bucket;
import io.kith.persistence.archive.LogIds;
import io.kith.persistence.archive.Row;
import io.kith.proto.stanza.StanzaId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An account's log as its owner writes it: mints ids, opens buckets, and has rows written ([RowWriter]) and read.
///
/// Rows in flight are bounded by who calls, for the account and the node: see [#hasRoomFor].
final class AccountLog {

    /// Rows being written at once; the next one is refused with `resource-constraint`.
    static final int IN_FLIGHT_MAX = 1_000;

    /// Their bytes.
    static final long IN_FLIGHT_BYTES_MAX = 8L << 20;

    /// Rows read first when the log is opened, to know its head and recognise duplicates.
    static final int TAIL_ROWS = 100;

    /// How old a row may be that a client or a peer sends again. When the first rows that are read are younger, more
    /// are read.
    static final Duration TAIL_AGE = Duration.ofMinutes(5);

    /// The most that are read; no more may be unconfirmed at once.
    static final int TAIL_ROWS_MAX = IN_FLIGHT_MAX;

    /// After as many rows the count of a bucket is recorded; a crash loses no more.
    private static final int ROWS_PER_COUNT = 256;

    private final UUID uid;
    private final Stores stores;
    private final LogIds ids;
    private final Unstored unstored;
    private final Outside outside;
    private final RowWriter writer;
    private Buckets buckets;
    private @Nullable List<Runnable> waitingForBucket;
    private boolean open;
    private boolean opening;
    private long head;
    private long openedAt;
    private int inFlight;
    private long inFlightBytes;
    private int uncounted;
    private boolean closed;

    AccountLog(UUID uid, Stores stores, LogIds ids, Unstored unstored, Buckets buckets, Outside outside) {
        this.uid = uid;
        this.stores = stores;
        this.ids = ids;
        this.unstored = unstored;
        this.buckets = buckets;
        this.outside = outside;
        this.writer = new RowWriter(uid, stores.archive(), outside);
    }

    /// Whether the head is known and ids can be minted.
    boolean isOpen() {
        return open;
    }

    /// Whether [#open] waits for the store.
    boolean isOpening() {
        return opening;
    }

    /// Reads the tail, oldest first, then calls `then` with it. Tries until it succeeds.
    void open(Consumer<List<Row>> then) {
        if (opening || open) {
            throw new IllegalStateException("opened twice");
        }
        opening = true;
        tail(tail -> opened(tail, then));
    }

    /// Reads the newest rows, oldest first: [#TAIL_ROWS] of them, or as many as are younger than [#TAIL_AGE], but at
    /// most [#TAIL_ROWS_MAX]. Tries until it succeeds.
    void tail(Consumer<List<Row>> then) {
        tail(TAIL_ROWS, then, 0);
    }

    private void tail(int limit, Consumer<List<Row>> then, int failures) {
        if (buckets.all().isEmpty()) {
            then.accept(List.of());
            return;
        }
        outside.await(stores.archive().tail(uid, buckets, limit), (tail, failure) -> {
            if (tail == null) {
                outside.later(Backoff.after(failures + 1), () -> tail(limit, then, failures + 1));
            } else if (limit < TAIL_ROWS_MAX && tail.size() == limit && isYoung(tail.getFirst())) {
                tail(TAIL_ROWS_MAX, then, 0);
            } else {
                then.accept(tail);
            }
        });
    }

    private boolean isYoung(Row row) {
        return row.id() >= StanzaId.lowestAt(outside.now().minus(TAIL_AGE));
    }

    /// Ids come after this one, although its row is not in the log: shown while the store was down, and lost.
    void beginAfter(long id) {
        head = Math.max(head, id);
    }

    private void opened(List<Row> tail, Consumer<List<Row>> then) {
        head = tail.isEmpty() ? head : Math.max(head, tail.getLast().id());
        openedAt = head;
        open = true;
        opening = false;
        then.accept(tail);
    }

    /// The newest id when the log was opened.
    long openedAt() {
        return openedAt;
    }

    /// The newest id.
    long head() {
        return head;
    }

    /// The next id.
    long mint() {
        if (!open) {
            throw new IllegalStateException("the head is not known");
        }
        head = ids.next(head);
        return head;
    }

    boolean hasRoomFor(int bytes) {
        return inFlight < IN_FLIGHT_MAX
                && (inFlight == 0 || inFlightBytes + bytes <= IN_FLIGHT_BYTES_MAX)
                && unstored.hasRoomFor(bytes);
    }

    int inFlight() {
        return inFlight;
    }

    /// Writes a row with a freshly minted id. One of the two is called, once, in a later turn.
    ///
    /// @param sender whose rows are stored in their order, whatever happens
    /// @param refused after a refused attempt, for the owner to look at the store's state; it is
    ///     tried again all the same
    void append(Row row, String sender, Runnable stored, Runnable refused, Runnable impossible) {
        inFlight++;
        inFlightBytes += row.stanza().length;
        if (!closed) {
            unstored.begun(row.stanza().length);
        }
        var place = buckets.open(row.id());
        buckets = place.next();
        var pending = new RowWriter.Pending(
                place.bucket(),
                row,
                () -> {
                    finished(row);
                    stored.run();
                },
                refused,
                () -> {
                    finished(row);
                    impossible.run();
                });
        Runnable write = () -> writer.write(sender, pending);
        if (place.opened()) {
            waitingForBucket = new ArrayList<>(List.of(write));
            record(buckets.newest(), 0);
        } else if (waitingForBucket != null) {
            waitingForBucket.add(write);
        } else {
            write.run();
        }
        if (++uncounted >= ROWS_PER_COUNT) {
            count();
        }
    }

    /// Reads rows above `after`, oldest first.
    void read(long after, int limit, BiConsumer<@Nullable List<Row>, @Nullable Throwable> then) {
        outside.await(stores.archive().after(uid, buckets, after, limit), then);
    }

    /// Records how many rows the newest bucket has; best effort, a lost count only makes a bucket
    /// a little larger.
    void count() {
        if (uncounted > 0) {
            uncounted = 0;
            var _ = stores.states().saveBucket(uid, buckets.newest());
        }
    }

    /// The owner stops: what is under way does not wait in its memory any more.
    void close() {
        count();
        if (!closed) {
            closed = true;
            unstored.ended(inFlightBytes);
        }
    }

    private void record(Bucket bucket, int failures) {
        outside.await(stores.states().saveBucket(uid, bucket), (_, failure) -> {
            if (failure != null) {
                outside.later(Backoff.after(failures + 1), () -> record(bucket, failures + 1));
                return;
            }
            var waiting = waitingForBucket;
            waitingForBucket = null;
            if (waiting != null) {
                waiting.forEach(Runnable::run);
            }
        });
    }

    private void finished(Row row) {
        inFlight--;
        inFlightBytes -= row.stanza().length;
        if (!closed) {
            unstored.ended(row.stanza().length);
        }
    }
}
