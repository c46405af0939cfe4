package io.kith.persistence.account;

import io.kith.persistence.cassandra.CassandraForTests;
import io.kith.persistence.cassandra.CassandraStores;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class CassandraAccountStatesIT implements AccountStatesContract {

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
    public AccountStates states() {
        return cassandra.stores().states();
    }
}
