package io.kith.node.transcript;

import io.kith.persistence.cassandra.CassandraForTests;
import io.kith.persistence.cassandra.CassandraStores;
import io.kith.persistence.cql.Work;
import java.io.IOException;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The transcripts of what is kept, with their rows in a real Cassandra.
@TestInstance(Lifecycle.PER_CLASS)
final class TranscriptsOnCassandraIT {

    private @Nullable CassandraStores cassandra;

    private final NodesStage one = NodesStage.of(
                    1,
                    clock -> {
                        var opened = CassandraForTests.open("transcripts_it", clock);
                        cassandra = opened;
                        return opened.stores();
                    },
                    UnaryOperator.identity())
            .waitingFor(this::isAtRest);

    private boolean isAtRest() {
        var requests = Objects.requireNonNull(cassandra).bulkheads();
        return Stream.of(Work.values()).allMatch(work -> requests.inFlight(work) == 0);
    }

    @AfterAll
    void stop() {
        one.close();
        Objects.requireNonNull(cassandra).close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "blocking",
                "carbons",
                "chatmarkers",
                "delay",
                "inbandregistration",
                "lastactivity",
                "offlinemessages",
                "presence",
                "privatestorage",
                "processinghints",
                "receipts",
                "rosterversioning",
                "stanzaids",
                "vcard"
            })
    void is_played_on_cassandra(String name) throws IOException {
        TranscriptsTest.play(name + ".xmpp", one);
    }
}
