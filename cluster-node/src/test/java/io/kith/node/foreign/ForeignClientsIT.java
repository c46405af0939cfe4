package io.kith.node.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kith.node.process.NodeProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two people chat through a node with their own clients, over TLS. A client that is not installed
/// is a skip on a laptop and a failure in CI.
final class ForeignClientsIT {

    private static final Path CLIENTS = NodeProcess.root().resolve("cluster-node/src/test/clients");

    @TempDir
    static @Nullable Path directory;

    private static @Nullable NodeProcess node;

    @BeforeAll
    static void start() throws InterruptedException {
        var started = new NodeProcess(directory().resolve("data"), "--store", "memory");
        node = started;
        started.awaitReady();
        started.addUsers("juliet", "romeo");
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            node.close();
        }
    }

    @Test
    void slixmpp_logs_in_by_starttls_subscribes_and_chats_with_receipts() {
        assertThat(slixmpp("chat.py")).contains("40 messages came, in order", "20 receipts came", "slixmpp: ok");
    }

    @Test
    void slixmpp_makes_a_room_in_which_two_talk_and_one_is_put_out() {
        assertThat(slixmpp("rooms.py"))
                .contains("both heard 20 messages in one order", "romeo is put out", "juliet has left", "slixmpp: ok");
    }

    @Test
    void xmpp_js_logs_in_and_chats_by_starttls_and_by_direct_tls() {
        require(installed("node", "--version") && Files.exists(CLIENTS.resolve("node_modules")), "npm packages");
        for (var service : List.of(
                "xmpp://127.0.0.1:" + node().c2s().getPort(),
                "xmpps://127.0.0.1:" + node().c2sTls().getPort())) {
            var said = NodeProcess.run(
                    CLIENTS,
                    List.of(
                            "env",
                            "NODE_TLS_REJECT_UNAUTHORIZED=0",
                            "node",
                            "chat.mjs",
                            service,
                            "localhost",
                            "juliet",
                            "juliet",
                            "romeo",
                            "romeo"));
            assertThat(said).contains("40 messages came, in order", "@xmpp/client: ok");
        }
    }

    /// Plays this script with two people of the node, and gives what it says.
    private static String slixmpp(String script) {
        require(installed("/usr/bin/python3", "-c", "import slixmpp"), "python3-slixmpp");
        return NodeProcess.run(
                CLIENTS,
                List.of(
                        "/usr/bin/python3",
                        script,
                        "127.0.0.1",
                        port(node().c2s().getPort()),
                        "localhost",
                        "juliet",
                        "juliet",
                        "romeo",
                        "romeo"));
    }

    private static NodeProcess node() {
        if (node == null) {
            throw new IllegalStateException("not started");
        }
        return node;
    }

    private static Path directory() {
        if (directory == null) {
            throw new IllegalStateException("no directory");
        }
        return directory;
    }

    private static String port(int port) {
        return Integer.toString(port);
    }

    private static void require(boolean there, String what) {
        if (System.getenv("CI") != null) {
            assertThat(there).as(what + " must be installed in CI").isTrue();
        }
        assumeTrue(there, what + " not installed");
    }

    private static boolean installed(String... command) {
        try {
            NodeProcess.run(Path.of("."), List.of(command));
            return true;
        } catch (AssertionError | java.io.UncheckedIOException _) {
            return false;
        }
    }
}
