package io.kith.node.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.node.hostile.Wire;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Domains that are added and removed at one node while clients are on the others.
final class DomainsAcrossNodesTest {

    private static final int NODES = 3;
    private static final String PADUA = "padua.example";
    private static final String ROOM = "school@conference." + PADUA;

    private static final NodesStage STAGE = NodesStage.of(NODES).next();

    @AfterAll
    static void stop() {
        STAGE.close();
    }

    @Test
    void what_one_node_is_told_all_of_them_do() throws Exception {
        done(STAGE.operator(1).addDomain(PADUA));
        done(STAGE.operator(1).addUser("kate@" + PADUA, "kate"));
        done(STAGE.operator(1).addUser("petruchio@" + PADUA, "petruchio"));
        STAGE.account("romeo");
        for (var node = 1; node <= NODES; node++) {
            untilServed(node, true);
        }
        try (var kate = at(2, PADUA).login("kate", "home").send("<presence/>");
                var petruchio = at(3, PADUA).login("petruchio", "road").send("<presence/>");
                var romeo = at(2, STAGE.domain()).login("romeo", "orchard")) {
            kate.send("<message type='chat' to='" + petruchio.jid() + "'><body>no such jade</body></message>");
            assertThat(petruchio.until("</message>")).contains("from='" + kate.jid() + "'", "no such jade");
            romeo.send("<presence to='" + ROOM + "/romeo'><x xmlns='http://jabber.org/protocol/muc'/></presence>")
                    .until("<subject");

            done(STAGE.operator(3).removeDomain(PADUA));

            assertThat(petruchio.rest()).contains("<host-gone ").endsWith("</stream:stream>");
            assertThat(kate.rest()).contains("<host-gone ").endsWith("</stream:stream>");
            assertThat(romeo.until("<status code='332'/>")).contains("from='" + ROOM + "/romeo'", "'unavailable'");
            for (var node = 1; node <= NODES; node++) {
                untilServed(node, false);
            }
            assertThat(romeo.answers()).doesNotContain("stream:error");
        }

        done(STAGE.operator(2).addDomain(PADUA));
        untilServed(1, true);
        at(1, PADUA).login("kate", "home").close();
    }

    /// A node is told by another one moments later.
    private static void untilServed(int node, boolean served) throws IOException {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (isServed(node) != served && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(isServed(node)).as("node %d", node).isEqualTo(served);
    }

    private static boolean isServed(int node) throws IOException {
        try (var wire = at(node, PADUA)) {
            wire.send(Wire.headerTo(PADUA) + "</stream:stream>");
            return !wire.rest().contains("<host-unknown ");
        }
    }

    private static Wire at(int node, String domain) throws IOException {
        return Wire.connect("127.0.0.1", STAGE.listener(node).getPort()).in(domain);
    }

    private static <T> T done(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
