package io.kith.node.edge.tls;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/// The JDK's own TLS.
///
/// Sessions resume by tickets (RFC 8446 §4.6.1, RFC 5077), which hold their state at the client; the cache
/// for clients without tickets is bounded. New certificates count from the next handshake on; with them old
/// tickets are void.
public final class JdkTlsEngines implements TlsEngines {

    /// XEP-0368 §4.
    public static final String ALPN = "xmpp-client";

    /// Sessions kept for clients that know no tickets.
    private static final int CACHED_SESSIONS_MAX = 2_000;

    private static final int SESSION_SECONDS = 24 * 60 * 60;

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    /// RFC 9325 §4.2: authenticated encryption behind an ephemeral elliptic-curve exchange. AES first:
    /// nearly every client has it in hardware.
    private static final String[] CIPHERS = {
        "TLS_AES_128_GCM_SHA256",
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
    };

    private final SecureRandom random;
    private final String[] ciphers;
    private volatile SSLContext context;

    /// @throws IllegalStateException when this Java runtime has no TLS 1.3
    public JdkTlsEngines(Certificates certificates, SecureRandom random) {
        this.random = random;
        this.context = context(certificates, random);
        var known = Set.of(context.getSupportedSSLParameters().getCipherSuites());
        this.ciphers = Arrays.stream(CIPHERS).filter(known::contains).toArray(String[]::new);
    }

    /// Shows other certificates from now on; connections that live are not touched.
    public void use(Certificates certificates) {
        context = context(certificates, random);
    }

    @Override
    public SSLEngine server(String domain) {
        // The JDK calls it the peer's host; for a server it is advice that only our own key manager reads.
        var engine = context.createSSLEngine(domain, 0);
        engine.setUseClientMode(false);
        engine.setSSLParameters(parameters());
        return engine;
    }

    private SSLParameters parameters() {
        var parameters = new SSLParameters(ciphers, PROTOCOLS);
        parameters.setUseCipherSuitesOrder(true);
        parameters.setApplicationProtocols(new String[] {ALPN});
        parameters.setNeedClientAuth(false);
        return parameters;
    }

    private static SSLContext context(Certificates certificates, SecureRandom random) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new DomainKeys(certificates)}, null, random);
            var sessions = context.getServerSessionContext();
            sessions.setSessionCacheSize(CACHED_SESSIONS_MAX);
            sessions.setSessionTimeout(SESSION_SECONDS);
            return context;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java runtime has no TLS", missing);
        }
    }
}
