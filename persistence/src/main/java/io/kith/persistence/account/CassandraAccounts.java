package io.kith.persistence.account;

import static java.util.concurrent.CompletableFuture.completedFuture;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.Statement;
import com.datastax.oss.driver.api.core.data.TupleValue;
import com.datastax.oss.driver.api.core.type.DataTypes;
import com.datastax.oss.driver.api.core.type.TupleType;
import io.kith.persistence.account.AccountRecord.Status;
import io.kith.persistence.cql.Blobs;
import io.kith.persistence.cql.Cql;
import io.kith.persistence.cql.InOrder;
import io.kith.persistence.cql.Work;
import io.kith.proto.jid.Jid;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/// Table `account`, one row for each name. Every write of it is conditional and knows itself again when it is repeated.
public final class CassandraAccounts implements Accounts {

    private static final byte ACTIVE = 0;
    private static final byte DISABLED = 1;
    private static final byte RESTING = 2;
    private static final byte LEAVING = 3;

    /// A resting row is kept a little longer than it rests, so that a clock behind ours sees it still.
    private static final Duration RESTING_KEPT = RESTS.plusDays(1);

    private static final TupleType KEYS =
            DataTypes.tupleOf(DataTypes.TEXT, DataTypes.BLOB, DataTypes.INT, DataTypes.BLOB, DataTypes.BLOB);

    private final Cql cql;
    private final AccountIndex index;
    private final Uids uids;
    private final InstantSource clock;
    private final PreparedStatement claim;
    private final PreparedStatement claimRested;
    private final PreparedStatement select;
    private final PreparedStatement updateCredentials;
    private final PreparedStatement updateStatus;
    private final PreparedStatement leave;
    private final PreparedStatement rest;

    /// Accounts in the keyspace of `cql`. Blocks until the statements are prepared.
    public CassandraAccounts(Cql cql, RandomGenerator random, InstantSource clock) {
        this.cql = cql;
        this.index = new AccountIndex(cql);
        this.uids = new Uids(random);
        this.clock = clock;
        this.claim = cql.prepare("UPDATE %s.account SET uid = ?, status = 0, credentials = ?, created = ?"
                + " WHERE domain = ? AND local = ? IF uid = null");
        this.claimRested = cql.prepare(
                "UPDATE %s.account SET uid = ?, status = 0, credentials = ?, created = ?, resting_until = null"
                        + " WHERE domain = ? AND local = ? IF uid = ? AND status = 2");
        this.select = cql.prepare("SELECT uid, status, credentials, created, resting_until FROM %s.account"
                + " WHERE domain = ? AND local = ?");
        this.updateCredentials =
                cql.prepare("UPDATE %s.account SET credentials = ? WHERE domain = ? AND local = ? IF status IN (0, 1)");
        this.updateStatus =
                cql.prepare("UPDATE %s.account SET status = ? WHERE domain = ? AND local = ? IF status IN (0, 1)");
        this.leave =
                cql.prepare("UPDATE %s.account SET status = ? WHERE domain = ? AND local = ? IF status IN (0, 1, 3)");
        this.rest = cql.prepare("UPDATE %s.account USING TTL ? SET uid = ?, status = 2, resting_until = ?,"
                + " credentials = null, created = null WHERE domain = ? AND local = ? IF uid = ?");
    }

    @Override
    public CompletionStage<Created> create(Jid bare, List<StoredKeys> credentials) {
        Accounts.requireAccount(bare);
        var account = new AccountRecord(
                uids.next(), bare, credentials, Status.ACTIVE, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        // the index first: a name without an account is skipped by a listing, an account without a name would be missed
        return index.add(bare)
                .thenCompose(_ -> cql.applies(
                        Work.ADMIN,
                        claim.bind(account.uid(), tuples(credentials), account.created(), bare.domain(), bare.local())))
                .thenCompose(applied -> applied ? completedFuture(new Created.Ok(account)) : whoHas(account));
    }

    @Override
    public CompletionStage<Optional<AccountRecord>> find(Jid bare) {
        return row(bare)
                .thenApply(row ->
                        row.filter(found -> found.getByte("status") != RESTING).map(found -> account(bare, found)));
    }

    @Override
    public CompletionStage<Boolean> setCredentials(Jid bare, List<StoredKeys> credentials) {
        return cql.applies(Work.ADMIN, updateCredentials.bind(tuples(credentials), bare.domain(), bare.local()));
    }

    @Override
    public CompletionStage<Boolean> setStatus(Jid bare, Status status) {
        var number = switch (status) {
            case ACTIVE -> ACTIVE;
            case DISABLED -> DISABLED;
            case LEAVING -> LEAVING;
        };
        if (status == Status.LEAVING) {
            return cql.applies(Work.ADMIN, leave.bind(number, bare.domain(), bare.local()));
        }
        return cql.applies(Work.ADMIN, updateStatus.bind(number, bare.domain(), bare.local()));
    }

    @Override
    public CompletionStage<Optional<UUID>> delete(Jid bare) {
        return row(bare).thenCompose(found -> {
            if (found.isEmpty()) {
                return completedFuture(Optional.empty());
            }
            var uid = uid(found.get());
            return rest(bare, uid, found.get())
                    .thenCompose(_ -> index.remove(bare))
                    .thenApply(_ -> Optional.of(uid));
        });
    }

    @Override
    public CompletionStage<Page> list(String domain, String afterLocal, int limit) {
        Accounts.requirePage(limit);
        return index.page(domain, afterLocal, limit).thenCompose(names -> accounts(domain, names, limit));
    }

    private CompletionStage<Created> whoHas(AccountRecord claimed) {
        return row(claimed.jid()).thenCompose(found -> {
            if (found.isEmpty() || uid(found.get()).equals(claimed.uid())) {
                return completedFuture(new Created.Ok(claimed)); // an earlier attempt of ours went through
            }
            if (found.get().getByte("status") != RESTING) {
                return completedFuture(new Created.Exists());
            }
            var until = Objects.requireNonNull(found.get().getInstant("resting_until"));
            if (clock.instant().isBefore(until)) {
                return completedFuture(new Created.Resting(until));
            }
            return claimRested(claimed, uid(found.get()));
        });
    }

    private CompletionStage<Created> claimRested(AccountRecord account, UUID before) {
        var jid = account.jid();
        return cql.applies(
                        Work.ADMIN,
                        claimRested.bind(
                                account.uid(),
                                tuples(account.credentials()),
                                account.created(),
                                jid.domain(),
                                jid.local(),
                                before))
                .thenCompose(applied -> applied ? completedFuture(new Created.Ok(account)) : whoHas(account));
    }

    private CompletionStage<?> rest(Jid bare, UUID uid, Row found) {
        if (found.getByte("status") == RESTING) {
            return completedFuture(true);
        }
        var until = clock.instant().plus(RESTS).truncatedTo(ChronoUnit.MILLIS);
        return cql.applies(
                Work.ADMIN, rest.bind((int) RESTING_KEPT.toSeconds(), uid, until, bare.domain(), bare.local(), uid));
    }

    private CompletionStage<Page> accounts(String domain, List<String> names, int limit) {
        var next = names.size() < limit ? Optional.<String>empty() : Optional.of(names.getLast());
        return InOrder.map(names, name -> find(new Jid(name, domain, "")))
                .thenApply(found ->
                        new Page(found.stream().flatMap(Optional::stream).toList(), next));
    }

    private CompletionStage<Optional<Row>> row(Jid bare) {
        Statement<?> statement = select.bind(bare.domain(), bare.local());
        return cql.one(Work.LOGIN, statement);
    }

    private static AccountRecord account(Jid bare, Row row) {
        return new AccountRecord(
                uid(row),
                bare,
                Objects.requireNonNullElse(row.getList("credentials", TupleValue.class), List.<TupleValue>of()).stream()
                        .map(CassandraAccounts::keys)
                        .toList(),
                switch (row.getByte("status")) {
                    case DISABLED -> Status.DISABLED;
                    case LEAVING -> Status.LEAVING;
                    default -> Status.ACTIVE;
                },
                Objects.requireNonNullElse(row.getInstant("created"), Instant.EPOCH));
    }

    private static UUID uid(Row row) {
        return Objects.requireNonNull(row.getUuid("uid"));
    }

    private static List<TupleValue> tuples(List<StoredKeys> credentials) {
        return credentials.stream()
                .map(keys -> KEYS.newValue(
                        keys.mechanism(),
                        ByteBuffer.wrap(keys.salt()),
                        keys.iterations(),
                        ByteBuffer.wrap(keys.storedKey()),
                        ByteBuffer.wrap(keys.serverKey())))
                .toList();
    }

    private static StoredKeys keys(TupleValue tuple) {
        return new StoredKeys(
                Objects.requireNonNull(tuple.getString(0)),
                bytes(tuple, 1),
                tuple.getInt(2),
                bytes(tuple, 3),
                bytes(tuple, 4));
    }

    private static byte[] bytes(TupleValue tuple, int index) {
        return Blobs.bytes(tuple.getByteBuffer(index));
    }
}
