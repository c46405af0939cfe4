package io.kith.node.edge;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import io.kith.node.hostile.Anybody;
import io.kith.sharding.session.UserSession;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Connections on real sockets, with owners that echo.
final class ConnectionStageTest {

    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final String CLOCKED_MESSAGE = "<message to='romeo@montague.example'><body>%s</body></message>";

    private static int hubs;

    private final TestEdge at = new TestEdge();
    private final EchoOwners owners = new EchoOwners();
    private final EdgeHub hub = new EdgeHub(KIT.system(), "verona:2552", 1, owners, InstantSource.system());

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private Listener listen(Admission admission, boolean directTls) {
        owners.speakThrough(hub);
        KIT.spawn(hub.behavior(), EdgeHub.NAME + "-" + hubs++);
        return Listener.bind(
                        KIT.system(),
                        at.edge(owners),
                        hub,
                        admission,
                        InetAddress.getLoopbackAddress().getHostAddress(),
                        0,
                        directTls)
                .toCompletableFuture()
                .join();
    }

    private Listener listen() {
        return listen(new Admission(Admission.Limits.NODE_ONLY), false);
    }

    @Test
    void a_client_logs_in_and_gets_what_its_owner_sends() throws IOException {
        try (var client = new SocketClient(listen().address()).bind()) {
            var echo = client.send(CLOCKED_MESSAGE.formatted("hello")).expect("</message>");

            assertThat(echo).contains("<body>hello</body>", "from='romeo@montague.example'");
        }
    }

    @Test
    void a_closed_stream_ends_the_connection_from_our_side() throws IOException {
        try (var client = new SocketClient(listen().address()).bind()) {
            assertThat(client.send("</stream:stream>").rest()).endsWith("</stream:stream>");
        }
    }

    @Test
    void the_last_words_arrive_although_the_client_goes_on_talking() throws IOException {
        try (var client = new SocketClient(listen().address()).bind()) {
            client.send("<foo xmlns='bar'/>"
                    + CLOCKED_MESSAGE.formatted("x".repeat(1_000)).repeat(100));

            assertThat(client.rest()).contains("<unsupported-stanza-type").endsWith("</stream:stream>");
        }
    }

    @Test
    void a_client_that_goes_away_is_detached_and_forgotten() throws IOException, InterruptedException {
        var client = new SocketClient(listen().address()).bind();
        client.close();

        for (var heard = owners.heard.poll(30, TimeUnit.SECONDS);
                !(heard instanceof UserSession.Detach);
                heard = owners.heard.poll(30, TimeUnit.SECONDS)) {
            assertThat(heard).isNotNull();
        }
        // The owner hears of it first, then the stage stops and the table is cleared.
        var deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (hub.connections() > 0 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(hub.connections()).isZero();
    }

    @Test
    void starttls_and_direct_tls_lead_to_the_same_session() throws IOException, GeneralSecurityException {
        at.allowPlaintext = false;
        var trusting = Anybody.trusted();
        try (var client = new SocketClient(listen().address())) {
            client.send(Client.HEADER).expect("</stream:features>");
            client.send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
                    .expect("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
            encrypt(client, trusting);
            assertThat(client.bind().send(CLOCKED_MESSAGE.formatted("sealed")).expect("</message>"))
                    .contains("sealed");
        }
        try (var client = new SocketClient(
                listen(new Admission(Admission.Limits.NODE_ONLY), true).address())) {
            encrypt(client, trusting);
            var large = "x".repeat(100_000);
            assertThat(client.bind().send(CLOCKED_MESSAGE.formatted(large)).expect("</message>"))
                    .contains(large);
            assertThat(client.send("</stream:stream>").rest()).endsWith("</stream:stream>");
        }
    }

    private static void encrypt(SocketClient client, SSLContext trusting) throws IOException {
        var plain = client.socket;
        var tls = (SSLSocket) trusting.getSocketFactory().createSocket(plain, TestEdge.DOMAIN, plain.getPort(), true);
        tls.setUseClientMode(true);
        tls.startHandshake();
        client.socket = tls;
    }

    @Test
    void beyond_the_half_open_bound_connections_are_closed_and_others_served() throws IOException {
        var admission = new Admission(new Admission.Limits(1_000, 1_000, 1_000, 50));
        var listener = listen(admission, false);
        try (var friend = new SocketClient(listener.address()).bind()) {
            var idle = new ArrayList<SocketClient>();
            for (var i = 0; i < 50; i++) {
                idle.add(new SocketClient(listener.address()));
                idle.getLast().send(Client.HEADER).expect("</stream:features>");
            }
            try (var oneMore = new SocketClient(listener.address())) {
                assertThat(new String(oneMore.socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .contains("<resource-constraint ")
                        .endsWith("</stream:stream>");
            }
            assertThat(admission.halfOpen()).isEqualTo(50);
            assertThat(admission.refused()).isEqualTo(1);
            assertThat(friend.send(CLOCKED_MESSAGE.formatted("still there?")).expect("</message>"))
                    .contains("still there?");
            for (var client : idle) {
                client.close();
            }
        }
    }

    @Test
    void a_node_that_stops_tells_every_client_and_is_done_when_they_are_gone() throws IOException {
        var listener = listen();
        CompletableFuture<Void> done;
        try (var first = new SocketClient(listener.address()).bind();
                var second = new SocketClient(listener.address()).bind()) {
            done = hub.shutDown(1_000).toCompletableFuture();

            assertThat(first.rest()).contains("<system-shutdown").endsWith("</stream:stream>");
            assertThat(second.rest()).contains("<system-shutdown");
        }
        done.orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Test
    void a_client_that_never_reads_is_cut_off_and_others_served() throws IOException, InterruptedException {
        var listener = listen();
        try (var deaf = new SocketClient(listener.address());
                var friend = new SocketClient(listener.address()).bind()) {
            deaf.socket.setReceiveBufferSize(4_096);
            deaf.bind();
            var address = owners.heard.stream()
                    .filter(UserSession.Attach.class::isInstance)
                    .map(UserSession.Attach.class::cast)
                    .toList()
                    .getLast()
                    .edge();
            var heavy = java.util.Collections.nCopies(10, Client.message("x".repeat(100_000)));
            for (var seq = 1; seq < 200; seq += 10) {
                hub.tell(TestEdge.JULIET, address, new io.kith.sharding.edge.EdgeMessage.Outbound(102, seq, heavy));
            }
            for (var heard = owners.heard.poll(30, TimeUnit.SECONDS);
                    !(heard instanceof UserSession.Detach);
                    heard = owners.heard.poll(30, TimeUnit.SECONDS)) {
                assertThat(heard).isNotNull();
            }
            assertThat(friend.send(CLOCKED_MESSAGE.formatted("and I?")).expect("</message>"))
                    .contains("and I?");
        }
    }
}
