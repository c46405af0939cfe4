package io.kith.node.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many connections, and slow ones, on a node with a clock that can be put forward.
final class CrowdTest {

    /// What one address may have without a session, by the node's default.
    private static final int HALF_OPEN_MAX = 500;

    private static final int INNOCENTS = 2;

    private static final String CROWD = "127.0.0.9";

    /// More than a socket and the kernel on both sides hold, and more than waits for one client.
    private static final int FLOOD_BYTES = 32 << 20;

    /// Of the kernel, for who never reads: left to itself it may take as much as all bounds together.
    private static final int DEAF_BYTES = 64 << 10;

    private static final Duration LOGIN_WITHIN = Duration.ofSeconds(30);
    private static final Duration SLOT = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static Victim victim;
    private static Innocents innocents;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        // what is flooded here shall meet the bounds behind the limits of speed
        var fast = Map.of(
                "limits.session-bytes",
                "100000000",
                "limits.session-stanzas",
                "1000000",
                "limits.account-bytes",
                "100000000",
                "limits.account-stanzas",
                "1000000");
        victim = Victim.start(data, fast, "juliet", "romeo", "tybalt", "nurse");
        innocents = new Innocents(victim);
    }

    @AfterAll
    static void stop() throws IOException {
        innocents.close();
        victim.close();
    }

    private static List<Wire> crowd(int size) throws IOException {
        var crowd = new ArrayList<Wire>();
        for (var i = 0; i < size; i++) {
            crowd.add(victim.connect(CROWD));
        }
        return crowd;
    }

    /// What operators see goes down to what is still there.
    private static void untilAtMost(int open, String metric) throws Exception {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (victim.metric(metric) > open && System.nanoTime() < deadline) {
            innocents.chat(); // takes a moment each
        }
        assertThat(victim.metric(metric)).as(metric).isEqualTo(open);
    }

    private static void disperse(List<Wire> crowd) throws IOException {
        for (var wire : crowd) {
            wire.close();
        }
    }

    @Test
    void an_address_has_a_bounded_number_of_half_open_connections_and_they_time_out() throws Exception {
        var crowd = crowd(HALF_OPEN_MAX);
        try {
            crowd.getLast().open();
            try (var over = victim.connect(CROWD)) {
                assertThat(over.rest()).contains("<resource-constraint ").endsWith("</stream:stream>");
            }
            innocents.chat();
            assertThat(victim.metric("kith_connections_halfopen")).isEqualTo(HALF_OPEN_MAX);

            victim.clock.leap(LOGIN_WITHIN.plus(SLOT));

            for (var wire : crowd) {
                assertThat(wire.rest()).contains("<connection-timeout ");
            }
        } finally {
            disperse(crowd);
        }
        untilAtMost(0, "kith_connections_halfopen");
        innocents.chat();
        try (var again = victim.connect(CROWD)) {
            again.login("tybalt", "street");
        }
    }

    @Test
    void who_speaks_one_byte_at_a_time_has_no_more_time_than_others() throws Exception {
        try (var loris = victim.connect()) {
            for (var i = 0; i < Wire.HEADER.length() - 1; i++) {
                loris.send(Wire.HEADER.substring(i, i + 1));
            }
            victim.clock.leap(LOGIN_WITHIN.dividedBy(2));
            loris.send(">").until("</stream:features>");
            innocents.chat();
            victim.clock.leap(LOGIN_WITHIN.dividedBy(2).plus(SLOT));
            assertThat(loris.rest()).contains("<connection-timeout ").endsWith("</stream:stream>");
        }
        innocents.chat();
    }

    @Test
    void a_thousand_sockets_that_are_cut_leave_nothing_behind() throws Exception {
        for (var i = 0; i < 1_000; i++) {
            var wire = victim.connect(CROWD);
            switch (i % 4) {
                case 0 -> {}
                case 1 -> wire.send(Wire.HEADER.substring(0, 30));
                case 2 -> wire.send(Wire.HEADER + "<auth");
                default ->
                    wire.send(Wire.HEADER
                            + Wire.auth("PLAIN", Wire.plain("", "tybalt", "tybalt"))
                            + Wire.HEADER
                            + Wire.bind("street" + i % 3)
                            + "<presence/><message to='nurse@localhost");
            }
            wire.cut();
        }
        innocents.chat();
        victim.clock.leap(LOGIN_WITHIN.plus(SLOT));
        victim.connect().login("tybalt", "street").close();
        untilAtMost(0, "kith_connections_halfopen");
        untilAtMost(INNOCENTS, "kith_sessions");
    }

    @Test
    void a_client_that_never_reads_is_dropped_at_the_bound_and_what_it_was_sent_is_kept() throws Exception {
        try (var deaf = deaf().login("nurse", "nursery").send("<presence/>").settled();
                var tybalt = victim.online("tybalt", "street")) {
            var body = "x".repeat(64 << 10);
            for (var i = 0; i < FLOOD_BYTES / body.length(); i++) {
                tybalt.send(
                        "<message to='nurse@localhost/nursery' type='headline'><body>" + body + "</body></message>");
                if (i % 64 == 0) {
                    tybalt.settled();
                    innocents.chat();
                }
            }
            tybalt.settled();
            innocents.chat();
            victim.clock.leap(Duration.ofSeconds(62)); // what is stuck is given up
            assertThat(deaf.rest()).hasSizeLessThan(FLOOD_BYTES / 2);
            victim.online("nurse", "nursery").close();
        }
        innocents.chat();
    }

    @Test
    void who_asks_without_end_and_never_reads_is_not_answered_without_end() throws Exception {
        try (var deaf = deaf().login("nurse", "nursery").send("<presence/>").settled()) {
            flood(deaf, "<iq type='get' id='flood'><query xmlns='urn:unknown'/></iq>");
        }
        innocents.chat();
    }

    @Test
    void a_flood_of_requests_for_acknowledgements_is_not_kept_for_who_never_reads() throws Exception {
        try (var deaf = deaf().login("nurse", "nursery").send("<presence/>").settled()) {
            deaf.send("<enable xmlns='urn:xmpp:sm:3'/>");
            flood(deaf, "<r xmlns='urn:xmpp:sm:3'/>");
        }
        innocents.chat();
    }

    @Test
    void a_flood_before_the_login_is_not_kept_for_who_never_reads() throws Exception {
        try (var deaf = deaf()) {
            deaf.authenticate("nurse");
            flood(deaf, "<enable xmlns='urn:xmpp:sm:3'/>");
        }
        innocents.chat();
    }

    @Test
    void a_flood_of_bad_bindings_is_not_answered_without_end() throws Exception {
        try (var deaf = deaf()) {
            deaf.authenticate("nurse");
            flood(deaf, "<iq type='get' id='flood'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
        }
        innocents.chat();
    }

    private static Wire deaf() throws IOException {
        return victim.connect(Victim.HOME, DEAF_BYTES);
    }

    /// Writes what is answered, and reads nothing, until the node has had enough: it stops reading, or cuts.
    private static void flood(Wire deaf, String question) throws Exception {
        var piece = question.repeat(16_384 / question.length());
        var cut = new boolean[1];
        var written = new AtomicLong();
        var flood = Thread.ofVirtual().start(() -> {
            try {
                while (written.get() < FLOOD_BYTES) {
                    deaf.send(piece);
                    written.addAndGet(piece.length());
                }
            } catch (IOException enough) {
                cut[0] = true;
            }
        });
        var before = -1L;
        while (written.get() > before) {
            before = written.get();
            for (var i = 0; i < 20; i++) {
                innocents.chat();
            }
            flood.join(Duration.ofSeconds(1));
        }
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        do { // again where it was the machine that stood still, and the node had not had enough
            victim.clock.leap(Duration.ofSeconds(62));
            innocents.chat();
        } while (!flood.join(Duration.ofSeconds(1)) && System.nanoTime() < deadline);
        assertThat(cut[0]).as("cut after %,d bytes", written.get()).isTrue();
        assertThat(written.get()).isLessThan(FLOOD_BYTES);
    }
}
