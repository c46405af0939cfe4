package io.kith.node.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sessions that want more than their share, on a node with its default limits.
final class OverloadTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private static final int NAMES = 10_000;

    /// By the node's default: at once, and again each minute.
    private static final int NEW_RECIPIENTS = 200;

    private static final int DEAF = 30;
    private static final int DEAF_RECEIVE_BUFFER = 4_096;
    private static final int FLOOD_STANZAS = 224;
    private static final int FLOOD_STANZA_BYTES = 48 << 10;

    /// What waits for one client in any case at most (3 MiB), the stanza over it, and the session itself.
    private static final long DEAF_BYTES_MAX = (3 << 20) + 2 * FLOOD_STANZA_BYTES + 64_000;

    /// What waits for all of them together at most, before none may have more than that.
    private static final long LENT_BYTES_MAX = Runtime.getRuntime().maxMemory() / 8;

    /// Whatever the flood is, beside what waits for each client.
    private static final long AROUND_BYTES_MAX = 16 << 20;

    private static Victim victim;
    private static Innocents innocents;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        // who floods the deaf shall meet the bounds behind the limits of speed
        var fast = Map.of(
                "limits.session-bytes", "100000000",
                "limits.account-bytes", "100000000");
        victim = Victim.start(data, fast, "juliet", "romeo", "tybalt", "nurse", "paris");
        innocents = new Innocents(victim);
    }

    @AfterAll
    static void stop() throws IOException {
        innocents.close();
        victim.close();
    }

    private static double reads() throws IOException, InterruptedException {
        return victim.metrics("kith_store_seconds_count", "operation=\"find\"")
                + victim.metrics("kith_store_seconds_count", "operation=\"load\"");
    }

    @Test
    void who_writes_to_ten_thousand_made_up_names_is_slowed_and_refused_and_nobody_else() throws Exception {
        try (var tybalt = victim.online("tybalt", "street")) {
            innocents.chat();
            var began = victim.clock.instant();
            var readsBefore = reads();
            assertThat(readsBefore).isPositive();
            var pausesBefore = victim.metric("kith_limits_pauses_total");
            var failure = new AtomicReference<@Nullable IOException>();
            var writer = Thread.ofVirtual().start(() -> {
                try {
                    for (var i = 0; i < NAMES; i++) {
                        tybalt.send("<message type='chat' id='m" + i + "' to='name" + i
                                + "@localhost'><body>buy</body></message>");
                    }
                } catch (IOException cut) {
                    failure.set(cut);
                }
            });
            var served = 0;
            var refused = 0;
            var each = NAMES / 50;
            while (served + refused < NAMES) {
                for (var i = 0; i < each; i++) {
                    var answer = tybalt.until("</message>");
                    assertThat(answer).contains("type='error'");
                    served += answer.contains("<service-unavailable ") ? 1 : 0;
                    refused += answer.contains("<resource-constraint ") ? 1 : 0;
                }
                if (victim.metric("kith_limits_pauses_total") > pausesBefore) {
                    victim.clock.leap(SECOND); // worth as many as are read at a time
                }
                innocents.chat();
            }
            writer.join(SECOND);
            assertThat(failure.get()).isNull();

            // it took the time that the clock has leapt and the test itself
            var seconds = (int) Duration.between(began, victim.clock.instant()).toSeconds() + 1;
            var most = NEW_RECIPIENTS + seconds * NEW_RECIPIENTS / 60 + 1;
            assertThat(served).isBetween(NEW_RECIPIENTS, most);
            assertThat(served + refused).isEqualTo(NAMES);
            assertThat(reads() - readsBefore).isLessThanOrEqualTo(2.0 * served);
            assertThat(victim.metric("kith_owners")).isLessThanOrEqualTo(served + 5.0);
            assertThat(victim.metric("kith_limits_pauses_total")).isGreaterThan(pausesBefore);
            assertThat(victim.metric("kith_limits_recipients_refused_total")).isEqualTo(refused);
        }
        try (var paris = victim.online("paris", "street")) {
            paris.settled();
        }
        innocents.chat();
    }

    @Test
    void many_clients_that_never_read_hold_no_more_than_their_bounds_together() throws Exception {
        var deaf = new ArrayList<Wire>();
        try (var tybalt = victim.online("tybalt", "street")) {
            for (var i = 0; i < DEAF; i++) {
                deaf.add(victim.connect("127.0.4.1", DEAF_RECEIVE_BUFFER)
                        .login("nurse", "nursery" + i)
                        .send("<presence/>"));
            }
            innocents.chat();
            var before = Heap.bytes();
            var most = 0L;
            var body = "x".repeat(FLOOD_STANZA_BYTES);
            for (var i = 1; i <= FLOOD_STANZAS; i++) {
                tybalt.send("<message to='nurse@localhost' type='headline'><body>" + body + "</body></message>");
                if (i % 8 == 0) {
                    tybalt.settled();
                    innocents.chat();
                    most = Math.max(most, Heap.bytes() - before);
                }
            }
            assertThat(most).isLessThan(Math.max(LENT_BYTES_MAX, DEAF * DEAF_BYTES_MAX) + AROUND_BYTES_MAX);
            assertThat(DEAF * (long) FLOOD_STANZAS * FLOOD_STANZA_BYTES).isGreaterThan(2 * LENT_BYTES_MAX);
            assertThat((long) FLOOD_STANZAS * FLOOD_STANZA_BYTES).isGreaterThan(3 * DEAF_BYTES_MAX);

            victim.clock.leap(Duration.ofSeconds(62)); // what is stuck is given up
            for (var patience = 0;
                    patience < 200 && victim.metric("kith_outbound_queued_bytes") > FLOOD_STANZA_BYTES;
                    patience++) {
                innocents.chat(); // takes a moment each
            }
            for (var wire : deaf) {
                assertThat(wire.rest()).hasSizeLessThan(FLOOD_STANZAS * FLOOD_STANZA_BYTES / 2);
            }
            deaf.clear();
            assertThat(Heap.bytes() - before).isLessThan(AROUND_BYTES_MAX);
            innocents.chat();
        } finally {
            for (var wire : deaf) {
                wire.close();
            }
        }
    }
}
