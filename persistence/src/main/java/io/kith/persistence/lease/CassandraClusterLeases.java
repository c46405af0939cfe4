package io.kith.persistence.lease;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.kith.persistence.cql.Cql;
import io.kith.persistence.cql.Work;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/// Table `cluster`, whose only row is written by light-weight transactions and expires by itself.
public final class CassandraClusterLeases implements ClusterLeases {

    private static final UUID NOWHERE = new UUID(0, 0);

    private final Cql cql;
    private final PreparedStatement select;
    private final PreparedStatement takeFree;
    private final PreparedStatement takeHeld;
    private final PreparedStatement delete;

    /// The lease of the keyspace of `cql`. Blocks until the statements are prepared.
    public CassandraClusterLeases(Cql cql) {
        this.cql = cql;
        this.select = cql.prepare("SELECT holder, data, members, beat FROM %s.cluster WHERE part = 0");
        var update = "UPDATE %s.cluster USING TTL " + LIVES.toSeconds()
                + " SET holder = ?, data = ?, members = ?, beat = ? WHERE part = 0 IF holder = ";
        this.takeFree = cql.prepare(update + "null");
        this.takeHeld = cql.prepare(update + "?");
        this.delete = cql.prepare("DELETE holder, data, members, beat FROM %s.cluster WHERE part = 0 IF holder = ?");
    }

    @Override
    public CompletionStage<Optional<Lease>> find() {
        return cql.one(Work.ADMIN, select.bind())
                .thenApply(found -> found.filter(row -> !row.isNull("holder")).map(CassandraClusterLeases::read));
    }

    @Override
    public CompletionStage<Boolean> take(Lease lease, Optional<String> before) {
        var statement = before.isEmpty()
                ? takeFree.bind(lease.holder(), lease.data(), lease.members(), lease.beat())
                : takeHeld.bind(lease.holder(), lease.data(), lease.members(), lease.beat(), before.get());
        return cql.applies(Work.ADMIN, statement);
    }

    @Override
    public CompletionStage<Void> release(String holder) {
        return cql.run(Work.ADMIN, delete.bind(holder));
    }

    private static Lease read(Row row) {
        return new Lease(
                Objects.requireNonNullElse(row.getString("holder"), ""),
                Objects.requireNonNullElse(row.getUuid("data"), NOWHERE),
                row.getInt("members"),
                row.getLong("beat"));
    }
}
