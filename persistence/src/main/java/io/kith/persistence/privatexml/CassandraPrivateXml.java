package io.kith.persistence.privatexml;

import static java.util.concurrent.CompletableFuture.completedFuture;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.kith.persistence.cql.Blobs;
import io.kith.persistence.cql.Cql;
import io.kith.persistence.cql.Work;
import io.kith.persistence.cql.WriteTime;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/// Table `private_xml`, one partition for each account.
public final class CassandraPrivateXml implements PrivateXml {

    private final Cql cql;
    private final InstantSource clock;
    private final PreparedStatement insert;
    private final PreparedStatement names;
    private final PreparedStatement select;
    private final PreparedStatement erase;

    /// Private elements in the keyspace of `cql`. Blocks until the statements are prepared.
    public CassandraPrivateXml(Cql cql, InstantSource clock) {
        this.cql = cql;
        this.clock = clock;
        this.insert = cql.prepare("INSERT INTO %s.private_xml (uid, namespace, name, value) VALUES (?, ?, ?, ?)");
        this.names = cql.prepare("SELECT namespace, name FROM %s.private_xml WHERE uid = ? LIMIT " + ELEMENTS_MAX);
        this.select = cql.prepare("SELECT value FROM %s.private_xml WHERE uid = ? AND namespace = ? AND name = ?");
        this.erase = cql.prepare("DELETE FROM %s.private_xml USING TIMESTAMP ? WHERE uid = ?");
    }

    @Override
    public CompletionStage<Boolean> put(UUID uid, String name, String namespace, byte[] element) {
        return cql.all(Work.ARCHIVE, names.bind(uid), ELEMENTS_MAX)
                .thenCompose(known -> known.size() == ELEMENTS_MAX && !has(known, name, namespace)
                        ? completedFuture(false)
                        : cql.run(Work.ARCHIVE, insert.bind(uid, namespace, name, ByteBuffer.wrap(element)))
                                .thenApply(_ -> true));
    }

    @Override
    public CompletionStage<Optional<byte[]>> find(UUID uid, String name, String namespace) {
        return cql.one(Work.ARCHIVE, select.bind(uid, namespace, name))
                .thenApply(found -> found.map(row -> Blobs.bytes(row.getByteBuffer("value"))));
    }

    @Override
    public CompletionStage<Void> erase(UUID uid) {
        return cql.run(Work.ADMIN, erase.bind(WriteTime.erasing(clock.instant()), uid));
    }

    private static boolean has(List<Row> known, String name, String namespace) {
        return known.stream()
                .anyMatch(row -> name.equals(row.getString("name")) && namespace.equals(row.getString("namespace")));
    }
}
