package io.kith.node.edge.tls;

import javax.net.ssl.SSLEngine;

/// Where the server side of a TLS connection comes from. Safe for use by several threads.
public interface TlsEngines {

    /// A new engine in server mode that speaks TLS 1.2 and 1.3 with forward secrecy only, answers ALPN with
    /// `xmpp-client` (XEP-0368 §4) and chooses its certificate by the client's SNI (RFC 7590 §3.6).
    ///
    /// @param domain the domain whose certificate to show to a client that sends no SNI; "" when it is not
    ///     known
    SSLEngine server(String domain);
}
