package io.kith.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.node.admin.NamedDomains;
import io.kith.node.admin.Refusal;
import io.kith.node.hostile.Anybody;
import io.kith.node.hostile.Wire;
import io.kith.node.settings.SettingsSource;
import io.kith.persistence.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What clients notice when operators change domains and sessions.
final class DomainsOnTheWireTest {

    private static final String MANTUA = "mantua.example";

    @TempDir
    private static Path data;

    private static Node node;

    @BeforeAll
    static void start() throws Exception {
        var options = Map.of(
                "data", List.of(data.toString()),
                "domains", List.of("localhost"),
                "store", List.of("memory"),
                "allow-plaintext", List.of("true"),
                "registration", List.of("open"),
                "c2s.port", List.of("0"),
                "c2s.tls-port", List.of("0"),
                "admin.port", List.of("0"));
        var clock = InstantSource.system();
        node = Node.start(SettingsSource.of(options).read(), Stores.inMemory(new Random(1), clock), clock);
        done(node.administration().addDomain(MANTUA));
        done(node.administration().addUser("romeo@localhost", "romeo"));
        done(node.administration().addUser("juliet@" + MANTUA, "juliet"));
        done(node.administration().addUser("nurse@" + MANTUA, "nurse"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @BeforeEach
    void serveMantua() throws Exception {
        if (node.administration().domains().toCompletableFuture().get().size() < 2) {
            done(node.administration().addDomain(MANTUA));
        }
    }

    private static void refused(CompletionStage<?> stage, Refusal.Reason reason, String words) {
        assertThatThrownBy(() -> done(stage))
                .cause()
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason))
                .hasMessageContaining(words);
    }

    private static <T> T done(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static Wire connect(String domain) throws IOException {
        return Wire.connect("127.0.0.1", node.port()).in(domain);
    }

    @Test
    void a_domain_that_is_removed_ends_its_streams_and_takes_no_more_while_others_go_on() throws Exception {
        try (var juliet = connect(MANTUA).login("juliet", "balcony");
                var nurse = connect(MANTUA).authenticate("nurse");
                var romeo = connect("localhost").login("romeo", "orchard")) {
            done(node.administration().removeDomain(MANTUA));

            try (var late = connect(MANTUA)) {
                assertThat(late.send(Wire.headerTo(MANTUA)).rest()).contains("<host-unknown ");
            }
            nurse.send(Wire.bind("nursery"));
            assertThat(nurse.rest()).contains("<host-gone ").doesNotContain("<jid>");
            assertThat(juliet.rest()).contains("<host-gone ").endsWith("</stream:stream>");
            assertThat(romeo.answers()).isEmpty();
        }
    }

    @Test
    void what_was_parked_in_a_domain_that_is_removed_is_not_there_when_it_is_back() throws Exception {
        var nurse = connect(MANTUA).login("nurse", "nursery");
        var enabled =
                nurse.send("<enable xmlns='urn:xmpp:sm:3' resume='true'/>").until("/>");
        var id = enabled.replaceAll("(?s).* id=['\"]([^'\"]+)['\"].*", "$1");
        nurse.cut();
        done(node.administration().removeDomain(MANTUA));
        done(node.administration().addDomain(MANTUA));
        try (var back = connect(MANTUA).authenticate("nurse")) {
            back.send("<resume xmlns='urn:xmpp:sm:3' previd='" + id + "' h='0'/>");
            assertThat(back.until("</failed>")).contains("<item-not-found ").doesNotContain("<resumed");
        }
    }

    @Test
    void who_is_in_a_room_of_a_domain_that_is_removed_is_told_that_it_is_shut() throws Exception {
        try (var romeo = connect("localhost").login("romeo", "orchard")) {
            romeo.send("<presence to='vault@conference." + MANTUA
                    + "/romeo'><x xmlns='http://jabber.org/protocol/muc'/></presence>");
            romeo.until("<subject");
            done(node.administration().removeDomain(MANTUA));
            assertThat(romeo.until("</presence>"))
                    .contains("from='vault@conference." + MANTUA + "/romeo'", "type='unavailable'")
                    .contains("<status code='110'/>", "<status code='332'/>");

            romeo.send("<message type='groupchat' id='late' to='vault@conference." + MANTUA
                    + "'><body>o true apothecary</body></message>");
            assertThat(romeo.until("</message>")).contains("id='late'", "<remote-server-not-found ");
        }
    }

    @Test
    void a_domain_that_an_operator_closes_takes_no_registrations_whatever_the_node_says() throws Exception {
        assertThat(offersRegistration(MANTUA)).isTrue();
        done(node.administration().setDomain(MANTUA, Map.of("registration", "closed")));
        assertThat(offersRegistration(MANTUA)).isFalse();
        assertThat(offersRegistration("localhost")).isTrue();
        done(node.administration().setDomain(MANTUA, Map.of("registration", "default")));
        assertThat(offersRegistration(MANTUA)).isTrue();
    }

    private static boolean offersRegistration(String domain) throws IOException {
        try (var stranger = connect(domain)) {
            return stranger.send(Wire.headerTo(domain))
                    .until("</stream:features>")
                    .contains("<register ");
        }
    }

    @Test
    void the_domains_of_a_nodes_own_settings_are_not_removed() throws Exception {
        refused(node.administration().removeDomain("localhost"), Refusal.Reason.CONFLICT, "this node's settings");
        assertThat(node.domains()).contains("localhost");
    }

    @Test
    void accounts_of_a_domain_that_is_not_served_are_not_listed_but_stay() throws Exception {
        done(node.administration().removeDomain(MANTUA));
        refused(node.administration().users(MANTUA, ""), Refusal.Reason.UNKNOWN, MANTUA + " is not served here");
        done(node.administration().addDomain(MANTUA));
        assertThat(done(node.administration().users(MANTUA, "")).users()).hasSize(2);
    }

    @Test
    void what_is_added_is_served_and_named_when_the_operator_is_told_so() throws Exception {
        done(node.administration().removeDomain(MANTUA));
        assertThat(NamedDomains.in(node.domains())).isEqualTo("localhost");
        done(node.administration().addDomain(MANTUA));
        assertThat(NamedDomains.in(node.domains())).isEqualTo("localhost, " + MANTUA);
        connect(MANTUA).login("juliet", "balcony").close();
    }

    @Test
    void the_certificate_that_is_made_anew_for_another_domain_is_given_to_who_connects_then() throws Exception {
        var before = certificate();
        assertThat(before.getSubjectAlternativeNames().toString()).doesNotContain("padua.example");
        done(node.administration().addDomain("padua.example"));
        try {
            var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            var now = certificate();
            while (now.equals(before) && System.nanoTime() < deadline) {
                now = certificate();
            }
            assertThat(now.getSubjectAlternativeNames().toString()).contains("localhost", "padua.example");
        } finally {
            done(node.administration().removeDomain("padua.example"));
        }
    }

    /// What a client is shown that connects now.
    private static X509Certificate certificate() throws Exception {
        try (var socket = (SSLSocket) Anybody.trusted().getSocketFactory().createSocket("127.0.0.1", node.tlsPort())) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    @Test
    void who_is_kicked_is_gone_when_the_operator_is_told_so() throws Exception {
        try (var juliet = connect(MANTUA).login("juliet", "balcony");
                var romeo = connect("localhost").login("romeo", "orchard")) {
            done(node.administration().kickUser("juliet@" + MANTUA));
            romeo.send("<iq type='get' id='there' to='" + juliet.jid() + "'><ping xmlns='urn:xmpp:ping'/></iq>");
            assertThat(romeo.until("</iq>")).contains("id='there'", "type='error'", "<service-unavailable ");
            assertThat(juliet.rest()).contains("<policy-violation ").doesNotContain("urn:xmpp:ping");
        }
    }
}
