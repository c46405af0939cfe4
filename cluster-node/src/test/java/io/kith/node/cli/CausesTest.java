package io.kith.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.persistence.failure.StoreException;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

final class CausesTest {

    private final Exception drivers = new IOException("Node(hostId=null): [java.net.ConnectException]");

    @Test
    void a_store_that_is_away_says_all_in_its_own_words() {
        for (var outcome :
                new StoreException.Outcome[] {StoreException.Outcome.REFUSED, StoreException.Outcome.UNKNOWN}) {
            assertThat(Causes.words(new StoreException(outcome, "no Cassandra at [a:1]: it does not answer", drivers)))
                    .isEqualTo("no Cassandra at [a:1]: it does not answer");
        }
    }

    @Test
    void what_a_store_rejects_is_told_with_its_reason() {
        var rejected = new StoreException(
                StoreException.Outcome.FAILED, "Cassandra rejected the request", new IOException("no such table"));
        assertThat(Causes.words(Causes.root(new CompletionException(rejected))))
                .isEqualTo("Cassandra rejected the request: no such table");
    }
}
