package io.kith.persistence.archive;

import static io.kith.persistence.Futures.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.persistence.cassandra.CassandraForTests;
import io.kith.persistence.cassandra.CassandraStores;
import java.time.InstantSource;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class CassandraArchiveIT implements ArchiveContract {

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
    public Archive archive() {
        return cassandra.stores().archive();
    }

    @Test
    void hidden_rows_have_a_time_to_live_and_the_others_have_none() {
        var uid = UUID.randomUUID();
        get(archive().append(uid, 1, ArchiveContract.row(1)));
        get(archive().append(uid, 1, new Row(2, Direction.IN, ROMEO, "", true, true, 0, "", 0, "", new byte[] {1})));

        try (var session = CassandraStores.session(CassandraForTests.settings("stores_it"))) {
            var rows = session.execute(
                            "SELECT id, TTL(stanza) AS ttl FROM stores_it.archive WHERE uid = ? AND bucket = 1", uid)
                    .all();
            var week = (int) Retention.DEFAULT.hidden().toSeconds();
            assertThat(rows.get(0).getInt("ttl")).isBetween(week - 60, week);
            assertThat(rows.get(1).isNull("ttl")).isTrue();
        }
    }

    @Test
    void a_page_larger_than_one_answer_of_cassandra_is_whole() {
        var uid = UUID.randomUUID();
        var writes = LongStream.rangeClosed(1, Archive.PAGE_MAX + 1)
                .mapToObj(id -> archive().append(uid, 1, ArchiveContract.row(id)))
                .toList();
        writes.forEach(write -> get(write));

        assertThat(ArchiveContract.ids(get(archive().after(uid, ArchiveContract.buckets(1), 0, Archive.PAGE_MAX))))
                .isEqualTo(LongStream.rangeClosed(1, Archive.PAGE_MAX).boxed().toList());
    }
}
