package io.kith.persistence.roomindex;

import io.kith.persistence.cassandra.CassandraForTests;
import io.kith.persistence.cassandra.CassandraStores;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class CassandraRoomIndexIT implements RoomIndexContract {

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
    public RoomIndex index() {
        return cassandra.stores().roomIndex();
    }
}
