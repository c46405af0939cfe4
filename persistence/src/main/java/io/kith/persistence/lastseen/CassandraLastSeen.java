package io.kith.persistence.lastseen;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import io.kith.persistence.cql.Cql;
import io.kith.persistence.cql.Work;
import io.kith.persistence.cql.WriteTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/// Table `last_seen`, one row for each account, written at the time of the departure.
public final class CassandraLastSeen implements LastSeen {

    private final Cql cql;
    private final InstantSource clock;
    private final PreparedStatement insert;
    private final PreparedStatement select;
    private final PreparedStatement delete;

    /// Departures in the keyspace of `cql`. Blocks until the statements are prepared.
    public CassandraLastSeen(Cql cql, InstantSource clock) {
        this.cql = cql;
        this.clock = clock;
        this.insert = cql.prepare("INSERT INTO %s.last_seen (uid, at, status) VALUES (?, ?, ?) USING TIMESTAMP ?");
        this.select = cql.prepare("SELECT at, status FROM %s.last_seen WHERE uid = ?");
        this.delete = cql.prepare("DELETE FROM %s.last_seen USING TIMESTAMP ? WHERE uid = ?");
    }

    @Override
    public CompletionStage<Void> record(UUID uid, Departure departure) {
        return cql.run(
                Work.DELIVERY, insert.bind(uid, departure.at(), departure.status(), WriteTime.of(departure.at())));
    }

    @Override
    public CompletionStage<Optional<Departure>> find(UUID uid) {
        return cql.one(Work.ARCHIVE, select.bind(uid))
                .thenApply(found -> found.map(row -> new Departure(
                        Objects.requireNonNullElse(row.getInstant("at"), Instant.EPOCH),
                        Objects.requireNonNullElse(row.getString("status"), ""))));
    }

    @Override
    public CompletionStage<Void> erase(UUID uid) {
        return cql.run(Work.ADMIN, delete.bind(WriteTime.erasing(clock.instant()), uid));
    }
}
