package io.kith.node.edge.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.proto.sasl.ChannelBinding;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TlsMachineTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final KeyAndChain CAPULET = SelfSigned.create(List.of("capulet.example"), NOW, RANDOM);
    private static final KeyAndChain MONTAGUE = SelfSigned.create(List.of("montague.example"), NOW, RANDOM);

    private final JdkTlsEngines engines = new JdkTlsEngines(Certificates.of(List.of(CAPULET, MONTAGUE)), RANDOM);
    private final SSLContext clients = TlsPair.trusting();

    private TlsPair pair(String sni, String... protocols) throws TlsFailure {
        return new TlsPair(TlsPair.client(clients, sni, protocols), engines.server(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void carries_bytes_both_ways(String protocol) throws TlsFailure {
        var tls = pair("capulet.example", protocol).settle();

        var sent = tls.clientSends("Romeo, Romeo!");
        tls.server.received(sent, 0, sent.length, tls.atServer::write);
        var answer = tls.server.send(
                new byte[][] {"here ".getBytes(StandardCharsets.UTF_8), "I am".getBytes(StandardCharsets.UTF_8)}, 2);
        tls.client.received(answer, 0, answer.length, tls.atClient::write);

        assertThat(tls.server.protocol()).isEqualTo(protocol);
        assertThat(tls.serverGot()).isEqualTo("Romeo, Romeo!");
        assertThat(tls.clientGot()).isEqualTo("here I am");
    }

    @Test
    void takes_records_in_any_pieces_and_holds_nothing_between_whole_ones() throws TlsFailure {
        var tls = pair("capulet.example");
        while (!tls.client.isOpen() || !tls.server.isOpen()) {
            for (var one : tls.client.takeRecords()) {
                tls.server.received(new byte[] {one}, 0, 1, tls.atServer::write);
            }
            for (var one : tls.server.takeRecords()) {
                tls.client.received(new byte[] {one}, 0, 1, tls.atClient::write);
            }
        }
        var text = "wherefore art thou ".repeat(3_000);
        var sent = tls.clientSends(text);
        for (var at = 0; at < sent.length; at += 700) {
            tls.server.received(sent, at, Math.min(700, sent.length - at), tls.atServer::write);
            assertThat(tls.server.bytesHeld()).isLessThan(RecordBuffers.RECORD_BYTES_MAX);
        }

        assertThat(tls.serverGot()).isEqualTo(text);
        assertThat(tls.server.bytesHeld()).isZero();
    }

    @Test
    void many_small_chunks_leave_as_one_record() throws TlsFailure {
        var tls = pair("capulet.example").settle();
        var chunks = new byte[100][];
        java.util.Arrays.fill(chunks, "0123456789".getBytes(StandardCharsets.UTF_8));

        var sent = tls.server.send(chunks, 100);

        assertThat(sent.length).isLessThan(1_000 + 64);
    }

    @Test
    void shows_the_certificate_of_the_domain_that_the_client_names() throws TlsFailure {
        assertThat(shownTo(pair("montague.example").settle())).isEqualTo(MONTAGUE.certificate());
        assertThat(shownTo(pair("capulet.example").settle())).isEqualTo(CAPULET.certificate());
    }

    @Test
    void shows_the_first_certificate_for_a_domain_without_one() throws TlsFailure {
        assertThat(shownTo(pair("verona.example").settle())).isEqualTo(CAPULET.certificate());
    }

    @Test
    void shows_the_certificate_of_the_streams_domain_to_a_client_without_sni() throws TlsFailure {
        var engine = clients.createSSLEngine();
        engine.setUseClientMode(true);
        var tls = new TlsPair(engine, engines.server("montague.example")).settle();

        assertThat(shownTo(tls)).isEqualTo(MONTAGUE.certificate());
    }

    @Test
    void shows_new_certificates_from_the_next_handshake_on() throws TlsFailure {
        var before = pair("capulet.example").settle();
        engines.use(Certificates.of(MONTAGUE));
        var after = pair("capulet.example").settle();

        var sent = before.clientSends("still here");
        before.server.received(sent, 0, sent.length, before.atServer::write);
        assertThat(before.serverGot()).isEqualTo("still here");
        assertThat(shownTo(after)).isEqualTo(MONTAGUE.certificate());
    }

    @Test
    void speaks_the_xmpp_protocol_to_a_client_that_offers_it_among_others() throws TlsFailure {
        var engine = TlsPair.client(clients, "capulet.example");
        var parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2", "xmpp-client"});
        engine.setSSLParameters(parameters);

        new TlsPair(engine, engines.server("")).settle();

        assertThat(engine.getApplicationProtocol()).isEqualTo("xmpp-client");
    }

    @Test
    void refuses_a_client_that_wants_another_protocol() throws TlsFailure {
        var engine = TlsPair.client(clients, "capulet.example");
        var parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        engine.setSSLParameters(parameters);
        var tls = new TlsPair(engine, engines.server(""));

        assertThatThrownBy(tls::settle).isInstanceOf(TlsFailure.class);
        assertThat(tls.server.takeRecords()).isNotEmpty();
    }

    @Test
    void refuses_a_client_without_forward_secrecy() throws TlsFailure {
        var engine = TlsPair.client(clients, "capulet.example", "TLSv1.2");
        engine.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"});
        var tls = new TlsPair(engine, engines.server(""));

        assertThatThrownBy(tls::settle).isInstanceOf(TlsFailure.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void both_ends_export_the_same_channel_bindings(String protocol) throws TlsFailure {
        var tls = pair("capulet.example", protocol).settle();
        var client = (javax.net.ssl.ExtendedSSLSession) tls.clientEngine.getSession();
        var exported = exported(client);

        var bindings = tls.server.channelBindings();

        assertThat(bindings)
                .extracting(ChannelBinding::type)
                .containsExactly(ChannelBinding.Type.TLS_EXPORTER, ChannelBinding.Type.TLS_SERVER_END_POINT);
        assertThat(bindings.getFirst().data()).isEqualTo(exported);
        assertThat(bindings.getLast()).isEqualTo(endPoint(CAPULET.certificate()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void a_resumed_connection_has_channel_bindings_of_its_own(String protocol) throws TlsFailure {
        var first = pair("capulet.example", protocol).settle();
        var sent = first.clientSends("tickets need a read");
        first.server.received(sent, 0, sent.length, first.atServer::write);
        var firstBindings = first.server.channelBindings();

        var second = pair("capulet.example", protocol).settle();

        assertThat(second.clientEngine.getSession().getCreationTime())
                .isEqualTo(first.clientEngine.getSession().getCreationTime());
        assertThat(second.server.channelBindings())
                .extracting(ChannelBinding::type)
                .containsExactly(ChannelBinding.Type.TLS_EXPORTER, ChannelBinding.Type.TLS_SERVER_END_POINT);
        assertThat(second.server.channelBindings().getFirst()).isNotEqualTo(firstBindings.getFirst());
        assertThat(second.server.channelBindings().getLast()).isEqualTo(firstBindings.getLast());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void a_close_is_announced_both_ways(String protocol) throws TlsFailure {
        var tls = pair("capulet.example", protocol).settle();

        tls.client.close();
        var last = tls.client.takeRecords();
        tls.server.received(last, 0, last.length, tls.atServer::write);
        assertThat(tls.server.isClosedByPeer()).isTrue();

        tls.server.close();
        var answer = tls.server.takeRecords();
        tls.client.received(answer, 0, answer.length, tls.atClient::write);
        assertThat(tls.client.isClosedByPeer()).isTrue();
    }

    @Test
    void plaintext_where_tls_is_spoken_is_refused_at_its_first_byte() throws TlsFailure {
        var server = new TlsMachine(engines.server(""));
        var hello = "<?xml version='1.0'?>".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> server.received(hello, 0, 1, (_, _, _) -> {})).isInstanceOf(TlsFailure.class);
    }

    @Test
    void a_record_larger_than_tls_allows_is_refused_by_its_header() throws TlsFailure {
        var server = new TlsMachine(engines.server(""));
        var oneOver = new byte[] {22, 3, 1, (byte) ((16_384 + 2_049) >> 8), (byte) (16_384 + 2_049)};

        assertThatThrownBy(() -> server.received(oneOver, 0, 5, (_, _, _) -> {}))
                .isInstanceOf(TlsFailure.class);
        assertThat(server.bytesHeld()).isZero();
    }

    @Test
    void a_record_announced_but_not_sent_costs_only_what_came() throws TlsFailure {
        var server = new TlsMachine(engines.server(""));
        var largest = new byte[] {22, 3, 1, (byte) ((16_384 + 2_048) >> 8), (byte) (16_384 + 2_048)};

        server.received(largest, 0, 5, (_, _, _) -> {});

        assertThat(server.bytesHeld()).isEqualTo(5);
    }

    @Test
    void renegotiation_is_refused() throws TlsFailure, SSLException {
        var tls = pair("capulet.example", "TLSv1.2").settle();
        tls.clientEngine.beginHandshake();
        var hello = ByteBuffer.allocate(RecordBuffers.RECORD_BYTES_MAX);
        tls.clientEngine.wrap(ByteBuffer.allocate(0), hello);

        assertThatThrownBy(() -> tls.server.received(hello.array(), 0, hello.position(), tls.atServer::write))
                .isInstanceOf(TlsFailure.class)
                .hasMessageContaining("renegotiation");
    }

    @Test
    void key_updates_in_a_row_are_bounded() throws TlsFailure, SSLException {
        var tls = pair("capulet.example", "TLSv1.3").settle();

        assertThatThrownBy(() -> {
                    for (var i = 0; i <= TlsMachine.FRUITLESS_RECORDS_MAX; i++) {
                        tls.clientEngine.beginHandshake(); // TLS 1.3: a key update
                        tls.client.start();
                        var update = tls.client.takeRecords();
                        tls.server.received(update, 0, update.length, tls.atServer::write);
                        var answer = tls.server.takeRecords();
                        tls.client.received(answer, 0, answer.length, tls.atClient::write);
                    }
                })
                .isInstanceOf(TlsFailure.class)
                .hasMessage("records without content");
    }

    private static X509Certificate shownTo(TlsPair tls) {
        try {
            return (X509Certificate) tls.clientEngine.getSession().getPeerCertificates()[0];
        } catch (SSLException unverified) {
            throw new AssertionError(unverified);
        }
    }

    private static byte[] exported(javax.net.ssl.ExtendedSSLSession session) {
        try {
            return session.exportKeyingMaterialData("EXPORTER-Channel-Binding", new byte[0], 32);
        } catch (SSLException none) {
            throw new AssertionError(none);
        }
    }

    private static ChannelBinding endPoint(X509Certificate certificate) {
        try {
            return ChannelBinding.tlsServerEndPoint(certificate).orElseThrow();
        } catch (java.security.GeneralSecurityException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
