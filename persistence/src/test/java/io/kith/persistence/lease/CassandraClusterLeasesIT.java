package io.kith.persistence.lease;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import io.kith.persistence.Futures;
import io.kith.persistence.cassandra.CassandraForTests;
import io.kith.persistence.cassandra.CassandraStores;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class CassandraClusterLeasesIT implements ClusterLeasesContract {

    private static CassandraStores cassandra;

    @BeforeAll
    static void open() {
        cassandra = CassandraForTests.open("stores_it", InstantSource.system());
    }

    @AfterAll
    static void close() {
        cassandra.close();
    }

    @Override
    public ClusterLeases leases() {
        return cassandra.leases();
    }

    @Test
    void every_part_of_it_expires_by_itself() {
        Futures.get(leases().take(VERONA, Optional.empty()));
        try (CqlSession session = CassandraStores.session(CassandraForTests.settings("stores_it"))) {
            var row = session.execute("SELECT ttl(holder), ttl(data), ttl(members), ttl(beat) FROM stores_it.cluster")
                    .one();
            for (var column = 0; column < 4; column++) {
                assertThat(row.getInt(column)).isBetween(1, (int) ClusterLeases.LIVES.toSeconds());
            }
        }
    }
}
