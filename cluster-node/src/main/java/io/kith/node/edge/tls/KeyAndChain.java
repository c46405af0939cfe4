package io.kith.node.edge.tls;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A certificate with the chain behind it and its private key.
///
/// @param chain the server's own certificate first
public record KeyAndChain(PrivateKey key, List<X509Certificate> chain) {

    private static final int DNS_NAME = 2;
    private static final byte[] PROBE = {'k', 'i', 't', 'h'};

    public KeyAndChain {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a key without a certificate");
        }
        if (!belongs(key, chain.getFirst().getPublicKey())) {
            throw new IllegalArgumentException("the private key is not that of the certificate");
        }
    }

    /// Whether they are of one modulus, or what one signs the other verifies.
    private static boolean belongs(PrivateKey key, PublicKey certified) {
        if (key instanceof RSAKey own && certified instanceof RSAKey its) {
            return own.getModulus().equals(its.getModulus());
        }
        if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
            return false;
        }
        try {
            var algorithm = algorithm(key);
            var signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(PROBE);
            var verifying = Signature.getInstance(algorithm);
            verifying.initVerify(certified);
            verifying.update(PROBE);
            return verifying.verify(signing.sign());
        } catch (InvalidKeyException | SignatureException _) {
            return false; // of another size
        } catch (NoSuchAlgorithmException unknown) {
            throw new IllegalArgumentException("a private key of a kind that is not known", unknown);
        }
    }

    /// What such a key signs with.
    static String algorithm(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "DSA" -> "SHA256withDSA";
            default -> key.getAlgorithm(); // Ed25519 and Ed448 sign under their own names
        };
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

    /// Whether it is valid for that domain, by its own name or by `*.` and its parent's (RFC 6125 §6.4.3).
    ///
    /// @param domain in A-labels
    public boolean isFor(String domain) {
        var wildcard = wildcardOf(domain);
        return names().stream().anyMatch(name -> name.equalsIgnoreCase(domain) || name.equalsIgnoreCase(wildcard));
    }

    /// `*.` and a domain's parent: the other name by which a certificate may be valid for it.
    static String wildcardOf(String domain) {
        return "*" + domain.substring(Math.max(domain.indexOf('.'), 0));
    }

    /// When the first of the chain runs out.
    public Instant runsOut() {
        return chain.stream()
                .map(one -> one.getNotAfter().toInstant())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /// Without the key.
    @Override
    public String toString() {
        return "KeyAndChain[" + certificate().getSubjectX500Principal() + ", " + names() + "]";
    }
}
