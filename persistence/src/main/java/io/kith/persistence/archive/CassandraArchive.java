package io.kith.persistence.archive;

import static java.util.concurrent.CompletableFuture.completedFuture;

import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import io.kith.persistence.archive.Buckets.Bucket;
import io.kith.persistence.cql.Blobs;
import io.kith.persistence.cql.Cql;
import io.kith.persistence.cql.InOrder;
import io.kith.persistence.cql.Work;
import io.kith.persistence.cql.WriteTime;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.StanzaId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Table `archive`, one partition for each bucket of an account.
///
/// A row's write time is that of its id and absent columns are left out, so that a repeated write
/// is the same write and a row costs as few cells as it can.
public final class CassandraArchive implements Archive {

    private static final int OUT = 1;
    private static final int COPIES = 2;
    private static final int HIDDEN = 4;

    private final Cql cql;
    private final Retention retention;
    private final InstantSource clock;
    private final PreparedStatement insert;
    private final PreparedStatement after;
    private final PreparedStatement before;
    private final PreparedStatement find;
    private final PreparedStatement newest;
    private final PreparedStatement erase;
    private final AtomicLong replaced = new AtomicLong();

    /// Logs in the keyspace of `cql`. Blocks until the statements are prepared.
    public CassandraArchive(Cql cql, Retention retention, InstantSource clock) {
        this.cql = cql;
        this.retention = retention;
        this.clock = clock;
        var columns = "SELECT id, flags, peer, resource, sender_id, session, n, origin_id, thread, replaces,"
                + " retracts, replies_to, reacts_to, mentions, stanza FROM %s.archive"
                + " WHERE uid = ? AND bucket = ?";
        this.insert = cql.prepare(
                "INSERT INTO %s.archive (uid, bucket, id, flags, peer, resource, sender_id, session, n,"
                        + " origin_id, thread, replaces, retracts, replies_to, reacts_to, mentions, stanza) VALUES (:uid, :bucket, :id, :flags, :peer, :resource, :sender_id, :session, :n,"
                        + " :origin_id, :thread, :replaces, :retracts, :replies_to, :reacts_to, :mentions, :stanza) USING TIMESTAMP :written AND TTL :kept");
        this.after = cql.prepare(columns + " AND id > ? ORDER BY id ASC LIMIT ?");
        this.before = cql.prepare(columns + " AND id < ? ORDER BY id DESC LIMIT ?");
        this.find = cql.prepare(columns + " AND id = ?");
        this.newest = cql.prepare("SELECT id FROM %s.archive WHERE uid = ? AND bucket = ? ORDER BY id DESC LIMIT 1");
        this.erase = cql.prepare("DELETE FROM %s.archive USING TIMESTAMP ? WHERE uid = ? AND bucket = ?");
    }

    /// Several rows are one batch within one partition, which Cassandra applies as one mutation.
    @Override
    public CompletionStage<Void> append(UUID uid, long bucket, List<Row> rows) {
        Archive.requireWrite(rows);
        if (rows.size() == 1) {
            return cql.run(Work.DELIVERY, insert(uid, bucket, rows.getFirst()));
        }
        var batch = BatchStatement.builder(BatchType.UNLOGGED);
        rows.forEach(row -> batch.addStatement(insert(uid, bucket, row)));
        return cql.run(Work.DELIVERY, batch.build());
    }

    /// With a later write time than that of its id and of every replacement before it, for Cassandra resolves a tie by
    /// content; and every column written, so that nothing of the first row is left.
    @Override
    public CompletionStage<Void> replace(UUID uid, long bucket, Row row) {
        var now = clock.instant();
        var first = StanzaId.instant(row.id());
        var later = replaced.updateAndGet(last -> Math.max(last + 1, WriteTime.of(now)));
        var written = Math.max(later, WriteTime.of(first) + 1);
        var statement = insert(uid, bucket, row, true).setLong("written", written);
        var kept = retention.of(row);
        if (!kept.isZero()) {
            var left = kept.minus(Duration.between(first, now)).toSeconds();
            statement = statement.setInt("kept", (int) Math.clamp(left, 1, kept.toSeconds()));
        }
        return cql.run(Work.DELIVERY, statement.build());
    }

    private BoundStatement insert(UUID uid, long bucket, Row row) {
        return insert(uid, bucket, row, false).build();
    }

    private BoundStatementBuilder insert(UUID uid, long bucket, Row row, boolean clear) {
        var statement = insert.boundStatementBuilder()
                .setUuid("uid", uid)
                .setLong("bucket", bucket)
                .setLong("id", row.id())
                .setByte("flags", flags(row))
                .setString("peer", row.peer().toString())
                .setByteBuffer("stanza", ByteBuffer.wrap(row.stanza()))
                .setLong("written", WriteTime.of(StanzaId.instant(row.id())))
                .setInt("kept", (int) retention.of(row).toSeconds());
        statement = number(statement, "sender_id", row.senderId(), clear);
        statement = number(statement, "n", row.session().isEmpty() ? 0 : row.n(), clear);
        statement = text(statement, "resource", row.resource(), clear);
        statement = text(statement, "session", row.session(), clear);
        statement = text(statement, "origin_id", row.originId(), clear);
        return references(statement, row.references(), clear);
    }

    private static BoundStatementBuilder references(BoundStatementBuilder begun, References to, boolean clear) {
        if (to.isEmpty() && !clear) {
            return begun;
        }
        var statement = text(begun, "thread", to.thread(), clear);
        statement = text(statement, "replaces", to.replaces(), clear);
        statement = text(statement, "retracts", to.retracts(), clear);
        statement = text(statement, "replies_to", to.repliesTo(), clear);
        statement = text(statement, "reacts_to", to.reactsTo(), clear);
        if (!to.mentions().isEmpty()) {
            return statement.setSet("mentions", to.mentions(), String.class);
        }
        return clear ? statement.setToNull("mentions") : statement;
    }

    private static BoundStatementBuilder text(
            BoundStatementBuilder statement, String column, String value, boolean clear) {
        if (!value.isEmpty()) {
            return statement.setString(column, value);
        }
        return clear ? statement.setToNull(column) : statement;
    }

    @Override
    public CompletionStage<Long> head(UUID uid, Buckets buckets) {
        return head(uid, buckets.all());
    }

    @Override
    public CompletionStage<List<Row>> after(UUID uid, Buckets buckets, long id, int limit) {
        Archive.requirePage(limit);
        var first = buckets.indexOf(id).orElse(0);
        var ahead = buckets.all()
                .subList(Math.min(first, buckets.all().size()), buckets.all().size());
        return read(after, uid, ahead, id, limit, new ArrayList<>());
    }

    @Override
    public CompletionStage<List<Row>> before(UUID uid, Buckets buckets, long id, int limit) {
        Archive.requirePage(limit);
        var last = buckets.indexOf(id);
        var behind = last.isEmpty()
                ? List.<Bucket>of()
                : buckets.all().subList(0, last.getAsInt() + 1).reversed();
        return read(before, uid, behind, id, limit, new ArrayList<>()).thenApply(List::reversed);
    }

    @Override
    public CompletionStage<Optional<Row>> find(UUID uid, Buckets buckets, long id) {
        var bucket = buckets.bucketOf(id);
        if (bucket.isEmpty()) {
            return completedFuture(Optional.empty());
        }
        return cql.one(Work.ARCHIVE, find.bind(uid, bucket.getAsLong(), id))
                .thenApply(found -> found.map(CassandraArchive::row));
    }

    @Override
    public CompletionStage<Void> erase(UUID uid, Buckets buckets) {
        long erased = WriteTime.erasing(clock.instant());
        return InOrder.map(buckets.all(), bucket -> cql.run(Work.ADMIN, erase.bind(erased, uid, bucket.firstId())))
                .thenApply(_ -> null);
    }

    /// The newest bucket was recorded before its first row, so it may be empty, and older ones may have expired.
    private CompletionStage<Long> head(UUID uid, List<Bucket> buckets) {
        if (buckets.isEmpty()) {
            return completedFuture(0L);
        }
        return cql.one(Work.LOGIN, newest.bind(uid, buckets.getLast().firstId()))
                .thenCompose(found -> found.isPresent()
                        ? completedFuture(found.get().getLong("id"))
                        : head(uid, buckets.subList(0, buckets.size() - 1)));
    }

    /// Bucket by bucket, until there are rows enough.
    private CompletionStage<List<Row>> read(
            PreparedStatement page, UUID uid, List<Bucket> buckets, long id, int limit, List<Row> rows) {
        if (buckets.isEmpty() || rows.size() == limit) {
            return completedFuture(List.copyOf(rows));
        }
        int missing = limit - rows.size();
        return cql.all(Work.ARCHIVE, page.bind(uid, buckets.getFirst().firstId(), id, missing), missing)
                .thenCompose(found -> {
                    found.forEach(row -> rows.add(row(row)));
                    return read(page, uid, buckets.subList(1, buckets.size()), id, limit, rows);
                });
    }

    private static byte flags(Row row) {
        return (byte) ((row.direction() == Direction.OUT ? OUT : 0)
                | (row.copies() ? COPIES : 0)
                | (row.hidden() ? HIDDEN : 0));
    }

    private static Row row(com.datastax.oss.driver.api.core.cql.Row row) {
        int flags = row.getByte("flags");
        return new Row(
                row.getLong("id"),
                (flags & OUT) == 0 ? Direction.IN : Direction.OUT,
                prepared(Objects.requireNonNull(row.getString("peer"))),
                text(row.getString("resource")),
                (flags & COPIES) != 0,
                (flags & HIDDEN) != 0,
                row.getLong("sender_id"),
                text(row.getString("session")),
                row.getLong("n"),
                text(row.getString("origin_id")),
                references(row),
                Blobs.bytes(row.getByteBuffer("stanza")));
    }

    private static BoundStatementBuilder number(
            BoundStatementBuilder statement, String column, long value, boolean clear) {
        if (value != 0) {
            return statement.setLong(column, value);
        }
        return clear ? statement.setToNull(column) : statement;
    }

    private static References references(com.datastax.oss.driver.api.core.cql.Row row) {
        var mentions = row.getSet("mentions", String.class);
        var found = new References(
                text(row.getString("thread")),
                text(row.getString("replaces")),
                text(row.getString("retracts")),
                text(row.getString("replies_to")),
                text(row.getString("reacts_to")),
                mentions == null ? Collections.emptyNavigableSet() : new TreeSet<>(mentions));
        return found.isEmpty() ? References.NONE : found;
    }

    /// An address that was prepared when it was written.
    private static Jid prepared(String address) {
        int slash = address.indexOf('/');
        var bare = slash < 0 ? address : address.substring(0, slash);
        int at = bare.indexOf('@');
        return new Jid(
                at < 0 ? "" : bare.substring(0, at),
                bare.substring(at + 1),
                slash < 0 ? "" : address.substring(slash + 1));
    }

    private static String text(@Nullable String column) {
        return column == null ? "" : column;
    }
}
