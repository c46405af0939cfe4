package io.kith.node.edge.tls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate that nobody vouches for, so that a server on a laptop has TLS from its first start.
public final class SelfSigned {

    /// How long one is valid.
    public static final Duration VALID = Duration.ofDays(3_650);

    /// A client whose clock is behind accepts it too.
    private static final Duration CLOCK_SKEW = Duration.ofDays(1);

    private static final int SERIAL_BITS = 127;

    /// The longest common name (RFC 5280, ub-common-name); the alternative names are what counts.
    private static final int COMMON_NAME_CHARS_MAX = 64;

    private SelfSigned() {}

    /// A new key on P-256 with a certificate for all these domains, from a day ago on.
    ///
    /// @param domains in A-labels; not empty
    public static KeyAndChain create(List<String> domains, Instant now, SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            var pair = generator.generateKeyPair();
            var first = domains.getFirst();
            var name = new X500NameBuilder()
                    .addRDN(BCStyle.CN, first.length() > COMMON_NAME_CHARS_MAX ? "kith" : first)
                    .build();
            var certificate = new JcaX509v3CertificateBuilder(
                            name,
                            new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1),
                            Date.from(now.minus(CLOCK_SKEW)),
                            Date.from(now.plus(VALID)),
                            name,
                            pair.getPublic())
                    .addExtension(Extension.subjectAlternativeName, false, names(domains))
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                        KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                    }))
                    .build(new JcaContentSignerBuilder("SHA256withECDSA")
                            .setSecureRandom(random)
                            .build(pair.getPrivate()));
            return new KeyAndChain(
                    pair.getPrivate(), List.of(new JcaX509CertificateConverter().getCertificate(certificate)));
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException missing) {
            throw new IllegalStateException("this Java runtime can't sign a certificate", missing);
        }
    }

    private static GeneralNames names(List<String> domains) {
        return new GeneralNames(domains.stream()
                .map(domain -> new GeneralName(GeneralName.dNSName, domain))
                .toArray(GeneralName[]::new));
    }
}
