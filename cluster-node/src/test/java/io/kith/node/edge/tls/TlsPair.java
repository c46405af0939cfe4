package io.kith.node.edge.tls;

import io.kith.node.hostile.Anybody;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/// A client's and a server's TLS with the wire between them in memory.
final class TlsPair {

    final TlsMachine client;
    final TlsMachine server;
    final SSLEngine clientEngine;
    final ByteArrayOutputStream atServer = new ByteArrayOutputStream();
    final ByteArrayOutputStream atClient = new ByteArrayOutputStream();

    TlsPair(SSLEngine clientEngine, SSLEngine serverEngine) throws TlsFailure {
        this.clientEngine = clientEngine;
        this.client = new TlsMachine(clientEngine);
        this.server = new TlsMachine(serverEngine);
        client.start();
    }

    /// Carries what both want to say until neither has more.
    TlsPair settle() throws TlsFailure {
        while (true) {
            var fromClient = client.takeRecords();
            var fromServer = server.takeRecords();
            if (fromClient.length + fromServer.length == 0) {
                return this;
            }
            server.received(fromClient, 0, fromClient.length, atServer::write);
            client.received(fromServer, 0, fromServer.length, atClient::write);
        }
    }

    byte[] clientSends(String text) throws TlsFailure {
        return client.send(new byte[][] {text.getBytes(StandardCharsets.UTF_8)}, 1);
    }

    String serverGot() {
        return atServer.toString(StandardCharsets.UTF_8);
    }

    String clientGot() {
        return atClient.toString(StandardCharsets.UTF_8);
    }

    /// A client that trusts everybody and asks for `sni`.
    static SSLEngine client(SSLContext context, String sni, String... protocols) {
        var engine = context.createSSLEngine(sni, 5222);
        engine.setUseClientMode(true);
        var parameters = engine.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(sni)));
        if (protocols.length > 0) {
            parameters.setProtocols(protocols);
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    static SSLContext trusting() {
        try {
            return Anybody.trusted();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
