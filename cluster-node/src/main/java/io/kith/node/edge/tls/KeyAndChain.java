package io.kith.node.edge.tls;

import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/// A certificate with the chain behind it and its private key.
///
/// @param chain the server's own certificate first
public record KeyAndChain(PrivateKey key, List<X509Certificate> chain) {

    private static final int DNS_NAME = 2;

    public KeyAndChain {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a key without a certificate");
        }
        if (!key.getAlgorithm().equals(chain.getFirst().getPublicKey().getAlgorithm())) {
            throw new IllegalArgumentException("the private key is not that of the certificate");
        }
    }

    /// The server's own certificate.
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /// Whether nobody else vouches for it.
    public boolean isSelfSigned() {
        return certificate().getIssuerX500Principal().equals(certificate().getSubjectX500Principal());
    }

    /// The DNS names that the certificate is valid for (RFC 6125 §6.4: those of its alternative names).
    public List<String> names() {
        try {
            var alternatives = certificate().getSubjectAlternativeNames();
            if (alternatives == null) {
                return List.of();
            }
            var names = new ArrayList<String>();
            for (var alternative : alternatives) {
                if (alternative.get(0).equals(DNS_NAME)) {
                    names.add((String) alternative.get(1));
                }
            }
            return names;
        } catch (CertificateParsingException unreadable) {
            throw new IllegalArgumentException("a certificate's names can't be read", unreadable);
        }
    }

    /// Without the key.
    @Override
    public String toString() {
        return "KeyAndChain[" + certificate().getSubjectX500Principal() + ", " + names() + "]";
    }
}
