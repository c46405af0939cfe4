package io.kith.node.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.node.hostile.Wire;
import io.kith.persistence.cassandra.CassandraSettings;
import io.kith.persistence.cassandra.CassandraStores;
import io.kith.persistence.launcher.CassandraProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/// What two people notice who chat while the Cassandra beside their node hangs, and dies.
final class StoreFaults implements AutoCloseable {

    /// Until a hung store is found out: ten seconds for a request, as long again where the health is asked just after
    /// another one was answered, and what a busy machine takes.
    private static final Duration FOUND_OUT = Duration.ofSeconds(40);

    private static final Duration BACK = Duration.ofSeconds(90);
    private static final String SM = " xmlns='urn:xmpp:sm:3'";
    private static final Pattern HANDLED = Pattern.compile("<a [^>]*h='(\\d+)'");

    private final NodeProcess node;
    private final Wire juliet;
    private final Wire romeo;
    private int said;

    /// Two accounts of that name must be there.
    StoreFaults(NodeProcess node) throws IOException {
        this.node = node;
        juliet = online("juliet", "balcony");
        romeo = online("romeo", "orchard");
        juliet.send("<enable" + SM + "/>").until("<enabled");
        say("before");
        romeo.until("<body>before</body>");
    }

    private Wire online(String user, String resource) throws IOException {
        var wire = Wire.connect("127.0.0.1", node.c2s().getPort()).login(user, resource);
        wire.send("<presence/>").until("<presence");
        return wire;
    }

    /// Messages are shown unstored once the breaker is open, their acknowledgements come when they are stored.
    void itHangs() throws Exception {
        awaitAllHandled();
        var before = said;
        var cassandra = node.cassandra().orElseThrow();
        signal("STOP", cassandra);
        try {
            say("while it hangs");
            awaitHealth("Cassandra does not answer", FOUND_OUT);
            romeo.until("<body>while it hangs</body>");
            say("while it is known to hang");
            romeo.until("<body>while it is known to hang</body>");
            for (var asked = 0; asked < 3; asked++) {
                assertThat(handled()).as("nothing is stored").isLessThanOrEqualTo(before);
            }
        } finally {
            signal("CONT", cassandra);
        }
        awaitHealth("", BACK);
        awaitAllHandled();
        assertThat(rows("while it hangs")).as("one of each side").isEqualTo(2);
        assertThat(rows("while it is known to hang")).isEqualTo(2);
        assertThat(romeo.answers()).doesNotContain("<body>");
    }

    /// It is started again, and nobody hears of it but by waiting.
    void itDies() throws Exception {
        var killed = node.cassandra().orElseThrow();
        assertThat(node.killCassandra()).isTrue();
        say("while it is dead");
        awaitAllHandled();
        romeo.until("<body>while it is dead</body>");
        assertThat(node.cassandra()).isPresent().get().isNotEqualTo(killed);
        assertThat(node.said()).contains("Cassandra ended with 137, next start in");
        awaitHealth("", BACK);
        assertThat(rows("while it is dead")).isEqualTo(2);
        assertThat(juliet.answers() + romeo.answers()).doesNotContain("<body>", "type='error'");
    }

    private void say(String words) throws IOException {
        said++;
        juliet.send("<message type='chat' to='" + romeo.jid() + "'><body>" + words + "</body></message>");
    }

    /// What an acknowledgement says, which may be an older one that came unasked.
    private int handled() throws IOException {
        var answer = juliet.send("<r" + SM + "/>").until("<a ") + juliet.until(">");
        var found = HANDLED.matcher(answer);
        assertThat(found.find()).as(answer).isTrue();
        return Integer.parseInt(found.group(1));
    }

    private void awaitAllHandled() throws Exception {
        var deadline = System.nanoTime() + BACK.toNanos();
        for (var handled = handled(); handled < said; handled = handled()) {
            assertThat(System.nanoTime()).as("%d of %d handled", handled, said).isLessThan(deadline);
            Thread.sleep(100); // a real process has no other clock
        }
    }

    /// @param trouble what readiness must say of the store; "" when it must be ready
    private void awaitHealth(String trouble, Duration within) throws Exception {
        var deadline = System.nanoTime() + within.toNanos();
        var said = Readiness.said(node.adminPort());
        while (!(trouble.isEmpty() ? said.startsWith("200") : said.startsWith("503") && said.contains(trouble))) {
            assertThat(System.nanoTime()).as("not within %s: %s", within, said).isLessThan(deadline);
            Thread.sleep(100); // a real process has no other clock
            said = Readiness.said(node.adminPort());
        }
    }

    private int rows(String body) {
        var directory = Path.of(node.data()).resolve("cassandra");
        var address = CassandraProcess.address(directory).orElseThrow();
        try (var session =
                CassandraStores.session(CassandraSettings.local(address, CassandraProcess.DATA_CENTRE, "kith"))) {
            return (int) session.execute("SELECT stanza FROM kith.archive").all().stream()
                    .map(row ->
                            StandardCharsets.UTF_8.decode(row.getByteBuffer(0)).toString())
                    .filter(stanza -> stanza.contains("<body>" + body + "</body>"))
                    .count();
        }
    }

    private static void signal(String name, ProcessHandle to) {
        NodeProcess.run(Path.of("."), List.of("kill", "-" + name, Long.toString(to.pid())));
    }

    @Override
    public void close() throws IOException {
        juliet.close();
        romeo.close();
    }
}
