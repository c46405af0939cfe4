package io.kith.node.admin;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.kith.persistence.failure.StoreException;
import io.kith.sharding.log.Heard;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// An operator reads words, and never the name of a class.
final class OutageTest {

    private final Heard heard = new Heard(Level.DEBUG);

    @AfterEach
    void close() {
        heard.close();
    }

    @Test
    void a_store_that_is_away_is_said_to_be_and_nothing_of_it_is_logged() {
        var away = new StoreException(StoreException.Outcome.REFUSED, "Cassandra is shut off, it does not answer");
        assertThat(Outage.words(away, false))
                .isEqualTo("the store gives no answer (Cassandra is shut off, it does not answer)");

        var unanswered = new StoreException(StoreException.Outcome.UNKNOWN, "no answer to 3 attempts");
        assertThat(Outage.words(unanswered, true))
                .isEqualTo("the store gives no answer (no answer to 3 attempts); whether it was done is not known");
        assertThat(heard.lines()).isEmpty();
    }

    @Test
    void what_takes_too_long_is_said_to() {
        assertThat(Outage.words(new TimeoutException("Ask timed out on [Actor[...]]"), true))
                .isEqualTo("the node does not get it done in time; its store may be away; whether it was done is not"
                        + " known");
        assertThat(heard.lines()).isEmpty();
    }

    @Test
    void what_nobody_has_thought_of_is_in_the_log() {
        assertThat(Outage.words(new IllegalStateException("a defect"), false))
                .isEqualTo("the node failed; its log says why");
        var rejected = new StoreException(StoreException.Outcome.FAILED, "Cassandra rejected the request");
        assertThat(Outage.words(rejected, false)).isEqualTo("the node failed; its log says why");
        assertThat(heard.lines()).hasSize(2).allMatch(line -> line.startsWith("WARN"));
    }
}
