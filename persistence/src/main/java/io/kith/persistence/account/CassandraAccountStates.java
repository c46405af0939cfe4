package io.kith.persistence.account;

import static java.util.concurrent.CompletableFuture.completedFuture;

import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.kith.persistence.archive.Buckets;
import io.kith.persistence.archive.Buckets.Bucket;
import io.kith.persistence.cql.Blobs;
import io.kith.persistence.cql.Cql;
import io.kith.persistence.cql.Work;
import io.kith.persistence.cql.WriteTime;
import io.kith.proto.stanza.StanzaId;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/// Table `account_state`, one partition for each account.
public final class CassandraAccountStates implements AccountStates {

    /// More than an account can have with every list at its bound; beyond it something is wrong.
    static final int ROWS_MAX = 20_000;

    private static final byte CURSOR = 100;
    private static final byte BUCKET = 101;

    private final Cql cql;
    private final Uids writers;
    private final InstantSource clock;
    private final PreparedStatement select;
    private final PreparedStatement selectWriter;
    private final PreparedStatement advance;
    private final PreparedStatement put;
    private final PreparedStatement remove;
    private final PreparedStatement putNumber;
    private final PreparedStatement putCursor;
    private final PreparedStatement removeCursor;
    private final PreparedStatement erase;

    /// States in the keyspace of `cql`. Blocks until the statements are prepared.
    public CassandraAccountStates(Cql cql, RandomGenerator random, InstantSource clock) {
        this.cql = cql;
        this.writers = new Uids(random);
        this.clock = clock;
        this.select = cql.prepare("SELECT kind, key, value, number, version FROM %s.account_state WHERE uid = ?");
        this.selectWriter = cql.prepare("SELECT version, writer FROM %s.account_state WHERE uid = ? LIMIT 1");
        this.advance = cql.prepare("UPDATE %s.account_state SET version = ?, writer = ? WHERE uid = ? IF version = ?");
        this.put = cql.prepare("INSERT INTO %s.account_state (uid, kind, key, value) VALUES (?, ?, ?, ?)");
        this.remove = cql.prepare("DELETE FROM %s.account_state WHERE uid = ? AND kind = ? AND key = ?");
        this.putNumber = cql.prepare("INSERT INTO %s.account_state (uid, kind, key, number) VALUES (?, ?, ?, ?)");
        this.putCursor = cql.prepare(
                "INSERT INTO %s.account_state (uid, kind, key, number) VALUES (?, ?, ?, ?) USING TIMESTAMP ?");
        this.removeCursor =
                cql.prepare("DELETE FROM %s.account_state USING TIMESTAMP ? WHERE uid = ? AND kind = ? AND key = ?");
        this.erase = cql.prepare("DELETE FROM %s.account_state USING TIMESTAMP ? WHERE uid = ?");
    }

    @Override
    public CompletionStage<AccountState> load(UUID uid) {
        return cql.all(Work.LOGIN, select.bind(uid), ROWS_MAX).thenApply(CassandraAccountStates::state);
    }

    @Override
    public CompletionStage<Saved> save(UUID uid, long expectedVersion, List<Change> changes) {
        AccountStates.requireFew(changes.size(), CHANGES_MAX);
        var version = expectedVersion + 1;
        var writer = writers.next();
        var statements = new ArrayList<BatchableStatement<?>>();
        // a partition without a version has none at all, which is not the number 0
        statements.add(advance.bind(version, writer, uid, expectedVersion == 0 ? null : expectedVersion));
        for (var change : changes) {
            statements.add(
                    switch (change) {
                        case Change.Put(var item) ->
                            put.bind(uid, item.kind().number(), item.key(), ByteBuffer.wrap(item.value()));
                        case Change.Remove(var kind, var key) -> remove.bind(uid, kind.number(), key);
                    });
        }
        return cql.applies(Work.ADMIN, BatchStatement.newInstance(DefaultBatchType.LOGGED, statements))
                .thenCompose(applied -> applied ? completedFuture(new Saved.Ok(version)) : wasIt(uid, writer, version));
    }

    @Override
    public CompletionStage<Void> saveCursors(UUID uid, Map<String, Long> cursors) {
        AccountStates.requireFew(cursors.size(), AccountState.CURSORS_MAX);
        if (cursors.isEmpty()) {
            return completedFuture(null);
        }
        var statements = new ArrayList<BatchableStatement<?>>();
        cursors.forEach((device, id) -> statements.add(putCursor.bind(uid, CURSOR, device, id, writeTime(id))));
        return cql.run(Work.DELIVERY, BatchStatement.newInstance(DefaultBatchType.UNLOGGED, statements));
    }

    @Override
    public CompletionStage<Void> removeCursor(UUID uid, String device, long id) {
        return cql.run(Work.DELIVERY, removeCursor.bind(writeTime(id), uid, CURSOR, device));
    }

    @Override
    public CompletionStage<Void> saveBucket(UUID uid, Bucket bucket) {
        var key = StanzaId.text(bucket.firstId()); // sorts as the ids do
        return cql.run(Work.DELIVERY, putNumber.bind(uid, BUCKET, key, (long) bucket.rows()));
    }

    @Override
    public CompletionStage<Void> erase(UUID uid) {
        return cql.run(Work.ADMIN, erase.bind(WriteTime.erasing(clock.instant()), uid));
    }

    /// A save that was not applied may have been, by an attempt whose answer was lost.
    private CompletionStage<Saved> wasIt(UUID uid, UUID writer, long version) {
        return cql.one(Work.ADMIN, selectWriter.bind(uid))
                .thenApply(found -> found.filter(
                                row -> row.getLong("version") == version && writer.equals(row.getUuid("writer")))
                        .<Saved>map(_ -> new Saved.Ok(version))
                        .orElseGet(Saved.Stale::new));
    }

    /// Cursors are written at the time of their ids: the later id is kept, whatever the order of writes.
    private static long writeTime(long id) {
        return WriteTime.of(StanzaId.instant(id));
    }

    private static AccountState state(List<Row> rows) {
        long version = 0;
        var items = new ArrayList<Item>();
        var cursors = new HashMap<String, Long>();
        var buckets = new ArrayList<Bucket>();
        for (var row : rows) {
            version = row.getLong("version");
            if (row.isNull("kind")) {
                continue; // the version alone
            }
            var key = Objects.requireNonNull(row.getString("key"));
            switch (row.getByte("kind")) {
                case CURSOR -> cursors.put(key, row.getLong("number"));
                case BUCKET ->
                    buckets.add(new Bucket(StanzaId.parse(key).orElseThrow(), Math.toIntExact(row.getLong("number"))));
                default ->
                    items.add(new Item(Kind.of(row.getByte("kind")), key, Blobs.bytes(row.getByteBuffer("value"))));
            }
        }
        return new AccountState(version, items, cursors, new Buckets(buckets));
    }
}
