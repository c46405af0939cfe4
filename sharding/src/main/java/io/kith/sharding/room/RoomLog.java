package io.kith.sharding.room;

import io.kith.persistence.archive.Archive;
import io.kith.persistence.archive.Buckets;
import io.kith.persistence.archive.Row;
import io.kith.sharding.session.Backoff;
import io.kith.sharding.session.ReleaseQueue;
import io.kith.sharding.session.RowWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A room's log as the room writes it: mints ids, opens buckets, has rows written in their order, and lets go what
/// waits for them in the order in which it was given.
final class RoomLog {

    /// Rows being written at once, for the first time or anew; the next message is refused with `resource-constraint`.
    static final int IN_FLIGHT_MAX = 1_000;

    /// Their bytes.
    static final long IN_FLIGHT_BYTES_MAX = 8L << 20;

    /// All rows of a room are stored in one order.
    private static final String ORDER = "";

    /// So often erasing a log is tried; then again by the next life of the room.
    static final int ERASE_ATTEMPTS_MAX = 10;

    private static final Logger LOG = LoggerFactory.getLogger(RoomLog.class);

    private final RoomServices services;
    private final RoomCarrier world;
    private final String by;
    private final ReleaseQueue<Runnable> queue = new ReleaseQueue<>(Runnable::run);
    private final Replacements replacements;
    private final Map<Long, Row> unstored = new LinkedHashMap<>(0);
    private @Nullable RowWriter writer;
    private UUID uid;
    private Buckets buckets;
    private @Nullable List<Runnable> waitingForBucket;
    private long head;
    private long released;
    private int erasing;
    private List<Runnable> erased = new ArrayList<>(0);
    private int inFlight;
    private long inFlightBytes;

    RoomLog(RoomState state, String by, RoomServices services, RoomCarrier world) {
        this.services = services;
        this.world = world;
        this.by = by;
        this.uid = state.uid();
        this.buckets = state.exists() ? state.buckets() : Buckets.NONE;
        this.replacements = new Replacements(this::overwrite, world);
    }

    /// Learns the newest id, then goes on. Tries until it succeeds.
    void open(Runnable then) {
        open(then, 0);
    }

    private void open(Runnable then, int failures) {
        if (buckets.all().isEmpty()) {
            then.run();
            return;
        }
        world.await(services.archive().head(uid, buckets), (found, _) -> {
            if (found == null) {
                world.later(Backoff.after(failures + 1), () -> open(then, failures + 1));
            } else {
                above(found);
                then.run();
            }
        });
    }

    /// Ids are minted above this one.
    void above(long id) {
        head = Math.max(head, id);
    }

    long mint() {
        head = services.ids().next(head);
        return head;
    }

    /// The room has been made, or is no more: the log of one that is no more is erased.
    void follow(RoomState state) {
        if (state.exists() && state.uid().equals(uid)) {
            return;
        }
        erase(uid, buckets);
        unstored.clear();
        uid = state.uid();
        buckets = state.exists() ? state.buckets() : Buckets.NONE;
        writer = null;
    }

    /// Erases the log of a room that is no more, in case the node on which it ended died before that was done.
    void eraseOf(RoomState ended) {
        if (!ended.exists()) {
            erase(ended.uid(), ended.buckets());
        }
    }

    /// Runs once no log is being erased.
    void whenErased(Runnable then) {
        if (erasing == 0) {
            then.run();
        } else {
            erased.add(then);
        }
    }

    /// The id of the last row that has gone out in this life, 0 for none.
    long released() {
        return released;
    }

    /// Whether one more row may be under way.
    boolean hasRoomFor(int bytes) {
        return inFlight < IN_FLIGHT_MAX
                && (inFlight == 0 || inFlightBytes + bytes <= IN_FLIGHT_BYTES_MAX)
                && services.unstored().hasRoomFor(bytes);
    }

    boolean isBusy() {
        return inFlight > 0 || erasing > 0;
    }

    /// Runs now, or behind the rows that wait.
    void behindRows(Runnable work) {
        queue.unlogged(ORDER, work);
    }

    /// Writes a row with a freshly minted id; `out` runs when it and all before it are stored, then `stored`.
    void append(Row row, Runnable out, Runnable stored, Runnable impossible) {
        var size = row.stanza().length;
        begun(size);
        unstored.put(row.id(), row);
        queue.row(row.id(), ORDER, () -> {
            released = row.id();
            out.run();
        });
        var place = place(row.id());
        buckets = place.next();
        var to = writer();
        var pending = new RowWriter.Pending(
                place.bucket(),
                row,
                () -> {
                    finished(size);
                    unstored.remove(row.id());
                    queue.stored(row.id());
                    stored.run();
                },
                this::showIfDown,
                () -> {
                    finished(size);
                    unstored.remove(row.id());
                    queue.abandoned(row.id());
                    impossible.run();
                });
        Runnable write = () -> to.write(ORDER, pending);
        if (place.opened()) {
            record(row.id(), write);
        } else if (waitingForBucket != null) {
            waitingForBucket.add(write);
        } else {
            write.run();
        }
        showIfDown();
    }

    /// What another life began to write may be of a bucket before the newest.
    private Buckets.Place place(long id) {
        return buckets.all().isEmpty() || id >= buckets.all().getLast().firstId()
                ? buckets.open(id)
                : new Buckets.Place(buckets.bucketOf(id).orElseThrow(), buckets, false);
    }

    /// What [#append] was given and is not known to be stored, in its order, if it is of this room's log.
    List<Row> unstored(RoomState state) {
        return state.exists() && state.uid().equals(uid) ? List.copyOf(unstored.values()) : List.of();
    }

    /// Writes rows that another began to write, under their ids; goes on when they are stored, or never can be.
    void finish(List<Row> rows, Runnable then) {
        if (rows.isEmpty()) {
            then.run();
            return;
        }
        var left = new AtomicInteger(rows.size());
        Runnable done = () -> {
            if (left.decrementAndGet() == 0) {
                then.run();
            }
        };
        for (var row : rows) {
            above(row.id());
            append(row, () -> {}, done, done);
        }
    }

    private void showIfDown() {
        if (services.storeIsDown().getAsBoolean()) {
            queue.shown();
        }
    }

    /// The bucket is known before its first row.
    private void record(long firstId, Runnable write) {
        if (waitingForBucket != null) {
            waitingForBucket.add(write);
        } else {
            waitingForBucket = new ArrayList<>(List.of(write));
        }
        world.persist(List.of(new RoomEvent.BucketOpened(by, services.clock().instant(), firstId)), () -> {
            var waiting = waitingForBucket;
            waitingForBucket = null;
            if (waiting != null) {
                waiting.forEach(Runnable::run);
            }
        });
    }

    /// Writes a stored row anew, until the store has taken it. Counts as a row under way until then.
    ///
    /// @param done runs when the row is stored in this form, or in a later one
    void replace(Row row, Runnable done) {
        var size = row.stanza().length;
        begun(size);
        replacements.put(row, () -> {
            finished(size);
            done.run();
        });
    }

    /// A row of a room that is no more has no bucket: it is gone, or will be.
    private CompletionStage<Void> overwrite(Row row) {
        var bucket = buckets.bucketOf(row.id());
        return bucket.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : services.archive().replace(uid, bucket.getAsLong(), row);
    }

    /// Tries until it succeeds: who was told that there are no rows would miss them and not know.
    void read(long afterId, int limit, Consumer<List<Row>> turn) {
        read(() -> services.archive().after(uid, buckets, afterId, Math.min(limit, Archive.PAGE_MAX)), turn, 0);
    }

    /// Tries until it succeeds, for what was said already is recognised by these.
    void tail(int limit, Consumer<List<Row>> turn) {
        read(() -> services.archive().tail(uid, buckets, Math.min(limit, Archive.PAGE_MAX)), turn, 0);
    }

    private void read(Supplier<CompletionStage<List<Row>>> rows, Consumer<List<Row>> turn, int failures) {
        if (buckets.all().isEmpty()) {
            turn.accept(List.of());
            return;
        }
        world.await(rows.get(), (found, _) -> {
            if (found == null) {
                world.later(Backoff.after(failures + 1), () -> read(rows, turn, failures + 1));
            } else {
                turn.accept(found.stream().map(replacements::latest).toList());
            }
        });
    }

    /// The room stops: what it writes still counts for nobody.
    void stop() {
        services.unstored().ended(inFlightBytes);
        inFlightBytes = 0;
        inFlight = 0;
    }

    private void erase(UUID gone, Buckets of) {
        if (!of.all().isEmpty()) {
            erasing++;
            erase(gone, of, 1);
        }
    }

    private void erase(UUID gone, Buckets of, int attempt) {
        world.await(services.archive().erase(gone, of), (_, failure) -> {
            if (failure == null) {
                erased();
            } else if (attempt < ERASE_ATTEMPTS_MAX) {
                world.later(Backoff.after(attempt), () -> erase(gone, of, attempt + 1));
            } else {
                LOG.warn("The log of {}, which is no more, can't be erased until somebody asks for it", by, failure);
                erased();
            }
        });
    }

    private void erased() {
        erasing--;
        if (erasing == 0) {
            var waiting = erased;
            erased = new ArrayList<>(0);
            waiting.forEach(Runnable::run);
        }
    }

    private void begun(int size) {
        inFlight++;
        inFlightBytes += size;
        services.unstored().begun(size);
    }

    private void finished(int size) {
        inFlight--;
        inFlightBytes -= size;
        services.unstored().ended(size);
    }

    private RowWriter writer() {
        var writing = writer;
        if (writing == null) {
            writing = new RowWriter(uid, services.archive(), world);
            writer = writing;
        }
        return writing;
    }
}
