package io.kith.sharding.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.jid.Jid;
import io.kith.sharding.edge.EdgeAddress;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PartingsTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final List<Jid> SEEN = List.of(Jid.parse("romeo@montague.example/orchard"));

    private final Partings partings = new Partings();

    private static EdgeAddress connection(long number) {
        return new EdgeAddress("west", 1, number);
    }

    @Test
    void an_answer_is_there_until_the_owner_has_it_or_its_time_is_over() {
        partings.keep(connection(1), SEEN, NOW);
        partings.keep(connection(2), SEEN, NOW);
        partings.remove(connection(1));
        assertThat(partings.find(connection(1))).isNull();

        partings.expire(NOW.plus(Partings.KEPT).minusMillis(1));
        assertThat(partings.find(connection(2))).isEqualTo(SEEN);
        partings.expire(NOW.plus(Partings.KEPT));
        assertThat(partings.find(connection(2))).isNull();
    }

    @Test
    void beyond_the_bound_the_oldest_is_forgotten() {
        for (var number = 0; number <= Partings.CONNECTIONS_MAX; number++) {
            partings.keep(connection(number), SEEN, NOW);
        }
        assertThat(partings.find(connection(0))).isNull();
        assertThat(partings.find(connection(1))).isEqualTo(SEEN);
    }
}
