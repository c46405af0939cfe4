package io.kith.persistence.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class CopiesTest {

    private static final String NETWORK = "org.apache.cassandra.locator.NetworkTopologyStrategy";

    @Test
    void they_are_told_by_data_centre() {
        assertThat(new Copies("kith", Map.of("class", NETWORK, "dc2", "2", "dc1", "3")))
                .hasToString("keyspace kith: NetworkTopologyStrategy, dc1: 3, dc2: 2");
    }

    @Test
    void they_are_as_wanted_in_each_data_centre_or_not_at_all() {
        var copies = new Copies("kith", Map.of("class", NETWORK, "dc1", "3"));

        assertThat(copies.are(Map.of("dc1", 3))).isTrue();
        assertThat(copies.are(Map.of("dc1", 2))).isFalse();
        assertThat(copies.are(Map.of("dc1", 3, "dc2", 1))).isFalse();
    }

    @Test
    void one_copy_wherever_it_may_be_is_not_one_in_a_data_centre() {
        var simple = Map.of("class", "org.apache.cassandra.locator.SimpleStrategy", "replication_factor", "1");

        assertThat(new Copies("kith_journal", simple).are(Map.of("dc1", 1))).isFalse();
    }
}
