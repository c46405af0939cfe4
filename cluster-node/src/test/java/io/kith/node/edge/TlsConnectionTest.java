package io.kith.node.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.node.edge.tls.TlsFailure;
import io.kith.node.edge.tls.TlsMachine;
import io.kith.node.hostile.Anybody;
import io.kith.proto.sasl.ChannelBinding;
import io.kith.proto.sasl.ClientPassword;
import io.kith.proto.sasl.Mechanism;
import io.kith.proto.sasl.Password;
import io.kith.proto.sasl.SaslPayload;
import io.kith.proto.sasl.ScramClient;
import io.kith.sharding.session.UserSession;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Random;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

/// STARTTLS (RFC 6120 §5), direct TLS (XEP-0368) and logins bound to the channel, with a client's TLS in
/// memory.
final class TlsConnectionTest {

    private static final String STARTTLS = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";
    private static final String PROCEED = "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";

    private final TestEdge at = TestEdge.secure();

    /// A client whose wire is encrypted.
    private static final class Sealed {

        private final Client wire;
        private final SSLEngine engine = engine();
        private final TlsMachine tls;
        private final ByteArrayOutputStream plaintext = new ByteArrayOutputStream();

        Sealed(Client wire) throws TlsFailure {
            this.wire = wire;
            this.tls = new TlsMachine(engine);
            tls.start();
            exchange(new byte[0]);
        }

        private static SSLEngine engine() {
            try {
                var engine = Anybody.trusted().createSSLEngine();
                engine.setUseClientMode(true);
                return engine;
            } catch (GeneralSecurityException missing) {
                throw new IllegalStateException(missing);
            }
        }

        /// Sends and gives what comes back.
        String send(String text) throws TlsFailure {
            exchange(tls.send(new byte[][] {text.getBytes(StandardCharsets.UTF_8)}, 1));
            var read = plaintext.toString(StandardCharsets.UTF_8);
            plaintext.reset();
            return read;
        }

        private void exchange(byte[] first) throws TlsFailure {
            var there = first.length > 0 ? first : tls.takeRecords();
            while (true) {
                wire.connection.received(there, 0, there.length);
                var back = wire.connection.output();
                if (back.length == 0) {
                    return;
                }
                wire.connection.written();
                tls.received(back, 0, back.length, plaintext::write);
                there = tls.takeRecords();
            }
        }
    }

    private Client startingTls(String pipelined) {
        var client = new Client(at).send(Client.HEADER);
        client.read();
        assertThat(client.send(STARTTLS + pipelined).read()).isEqualTo(PROCEED);
        return client;
    }

    @Test
    void after_starttls_the_stream_begins_anew_and_offers_logins() throws TlsFailure {
        var client = new Sealed(startingTls(""));

        assertThat(client.send(Client.HEADER))
                .contains("<stream:stream ", "SCRAM-SHA-256-PLUS", "<mechanism>PLAIN</mechanism>")
                .doesNotContain("starttls");
    }

    /// XEP-0440 §3: a feature of its own, beside the mechanisms, only where there is a channel to bind to.
    @Test
    void the_kinds_of_channel_binding_are_offered_with_the_mechanisms() throws TlsFailure {
        assertThat(new Sealed(startingTls("")).send(Client.HEADER))
                .contains("</mechanisms><sasl-channel-binding xmlns='urn:xmpp:sasl-cb:0'>"
                        + "<channel-binding type='tls-exporter'/><channel-binding type='tls-server-end-point'/>"
                        + "</sasl-channel-binding>");
        assertThat(new Client(new TestEdge()).send(Client.HEADER).read())
                .contains("</mechanisms>")
                .doesNotContain("channel-binding");
    }

    @Test
    void what_was_pipelined_in_the_clear_is_forgotten() throws TlsFailure {
        var injected = Client.HEADER + "<iq type='get' id='injected'><query xmlns='jabber:iq:register'/></iq><foo";
        var client = new Sealed(startingTls(injected));

        assertThat(client.send(Client.HEADER)).contains("<stream:features>").doesNotContain("injected", "error");
    }

    @Test
    void direct_tls_begins_with_the_handshake() throws TlsFailure {
        var client = new Sealed(new Client(at, true, false));

        assertThat(client.send(Client.HEADER)).contains("PLAIN").doesNotContain("starttls");
    }

    @Test
    void a_login_is_bound_to_its_channel() throws TlsFailure {
        for (var type : ChannelBinding.Type.values()) {
            var client = new Sealed(startingTls(""));
            client.send(Client.HEADER);
            var binding = client.tls.channelBindings().stream()
                    .filter(one -> one.type() == type)
                    .findFirst()
                    .orElseGet(() -> serversCertificate(client));
            assertThat(login(client, binding)).startsWith("<success");
        }
    }

    @Test
    void a_login_bound_to_another_channel_fails() throws TlsFailure {
        var client = new Sealed(startingTls(""));
        client.send(Client.HEADER);
        var elsewhere = new ChannelBinding(ChannelBinding.Type.TLS_EXPORTER, new byte[32]);

        assertThat(login(client, elsewhere)).contains("<not-authorized/>");
    }

    @Test
    void an_offer_that_was_stripped_on_the_way_is_noticed() throws TlsFailure {
        var client = new Sealed(startingTls(""));
        client.send(Client.HEADER);
        var scram = new ScramClient(
                Mechanism.SCRAM_SHA_256, "juliet", "", password(), new ScramClient.Channel.NotOffered(), new Random(1));

        assertThat(client.send(auth("SCRAM-SHA-256", scram.first()))).contains("<not-authorized/>");
    }

    @Test
    void plaintext_on_the_port_of_direct_tls_ends_the_connection() {
        var client = new Client(at, true, false).send(Client.HEADER);
        client.connection.output();

        assertThat(client.connection.isDone()).isTrue();
    }

    @Test
    void a_handshake_that_stalls_is_cut_off_with_the_login() {
        var client = new Client(at, true, false);
        client.connection.received(new byte[] {22, 3, 1, 0, 100, 1}, 0, 6);
        at.clock.advance(at.settings.loginWithin());
        client.connection.tick();

        assertThat(client.connection.isOver()).isTrue();
    }

    @Test
    void a_closed_stream_ends_tls_too() throws TlsFailure {
        var client = new Sealed(startingTls(""));
        client.send(Client.HEADER);

        assertThat(client.send("</stream:stream>")).endsWith("</stream:stream>");
        assertThat(client.tls.isClosedByPeer()).isTrue();
        assertThat(client.wire.connection.isDone()).isTrue();
    }

    @Test
    void tls_that_is_closed_under_a_session_loses_it() throws TlsFailure {
        var client = new Sealed(startingTls(""));
        client.send(Client.HEADER);
        client.send(Client.auth(TestEdge.PASSWORD));
        client.send(Client.HEADER);
        client.send("<iq type='set' id='b1'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
        client.wire.tell(new io.kith.sharding.edge.EdgeMessage.Attached(Client.EPOCH, Client.BALCONY, "s-1"));
        client.tls.close();
        client.exchange(client.tls.takeRecords());

        assertThat(client.wire.heard(UserSession.Detach.class)).hasSize(1);
    }

    @Test
    void tls_is_not_started_twice() throws TlsFailure {
        var client = new Sealed(startingTls(""));
        client.send(Client.HEADER);

        assertThat(client.send(STARTTLS)).contains("<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
    }

    private static String login(Sealed client, ChannelBinding binding) throws TlsFailure {
        var scram = new ScramClient(
                Mechanism.SCRAM_SHA_256_PLUS,
                "juliet",
                "",
                password(),
                new ScramClient.Channel.Bound(binding),
                new Random(1));
        var challenge = client.send(auth("SCRAM-SHA-256-PLUS", scram.first()));
        var answer = scram.answer(
                        SaslPayload.decode(challenge.replaceAll("<[^>]*>", "")).orElseThrow())
                .orElseThrow();
        return client.send(
                "<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>" + SaslPayload.encode(answer) + "</response>");
    }

    private static ChannelBinding serversCertificate(Sealed client) {
        try {
            return ChannelBinding.tlsServerEndPoint(
                            (X509Certificate) client.engine.getSession().getPeerCertificates()[0])
                    .orElseThrow();
        } catch (GeneralSecurityException | SSLException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static ClientPassword password() {
        return new ClientPassword(Password.of(TestEdge.PASSWORD).orElseThrow());
    }

    private static String auth(String mechanism, String message) {
        return "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='" + mechanism + "'>"
                + SaslPayload.encode(message) + "</auth>";
    }
}
