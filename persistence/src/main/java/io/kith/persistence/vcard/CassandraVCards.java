package io.kith.persistence.vcard;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import io.kith.persistence.cql.Blobs;
import io.kith.persistence.cql.Cql;
import io.kith.persistence.cql.Work;
import io.kith.persistence.cql.WriteTime;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/// Table `vcard`, one row for each account.
public final class CassandraVCards implements VCards {

    private final Cql cql;
    private final InstantSource clock;
    private final PreparedStatement insert;
    private final PreparedStatement select;
    private final PreparedStatement delete;

    /// Cards in the keyspace of `cql`. Blocks until the statements are prepared.
    public CassandraVCards(Cql cql, InstantSource clock) {
        this.cql = cql;
        this.clock = clock;
        this.insert = cql.prepare("INSERT INTO %s.vcard (uid, card) VALUES (?, ?)");
        this.select = cql.prepare("SELECT card FROM %s.vcard WHERE uid = ?");
        this.delete = cql.prepare("DELETE FROM %s.vcard USING TIMESTAMP ? WHERE uid = ?");
    }

    @Override
    public CompletionStage<Void> put(UUID uid, byte[] card) {
        return cql.run(Work.ARCHIVE, insert.bind(uid, ByteBuffer.wrap(card)));
    }

    @Override
    public CompletionStage<Optional<byte[]>> find(UUID uid) {
        return cql.one(Work.ARCHIVE, select.bind(uid))
                .thenApply(found -> found.map(row -> Blobs.bytes(row.getByteBuffer("card"))));
    }

    @Override
    public CompletionStage<Void> erase(UUID uid) {
        return cql.run(Work.ADMIN, delete.bind(WriteTime.erasing(clock.instant()), uid));
    }
}
