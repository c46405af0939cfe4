package io.kith.node.edge.tls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
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
import org.bouncycastle.crypto.ec.CustomNamedCurves;
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
            return certify(generator.generateKeyPair(), domains, now, random);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java runtime has no P-256", missing);
        }
    }

    /// Another certificate for a key that there is.
    ///
    /// @param domains in A-labels; not empty
    static KeyAndChain certify(KeyPair pair, List<String> domains, Instant now, SecureRandom random) {
        try {
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
                    .build(new JcaContentSignerBuilder(signature(pair.getPrivate()))
                            .setSecureRandom(random)
                            .build(pair.getPrivate()));
            return new KeyAndChain(
                    pair.getPrivate(), List.of(new JcaX509CertificateConverter().getCertificate(certificate)));
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException missing) {
            throw new IllegalStateException("this Java runtime can't sign a certificate", missing);
        }
    }

    private static String signature(PrivateKey key) {
        return key instanceof RSAKey ? "SHA256withRSA" : KeyAndChain.algorithm(key);
    }

    /// The pair of a private key on P-256 alone.
    ///
    /// @throws GeneralSecurityException if it is of another kind
    static KeyPair pairOf(PrivateKey key) throws GeneralSecurityException {
        var curve = CustomNamedCurves.getByOID(SECObjectIdentifiers.secp256r1);
        if (!(key instanceof ECPrivateKey own) || !own.getParams().getOrder().equals(curve.getN())) {
            throw new InvalidKeySpecException("not on P-256");
        }
        var point = curve.getG().multiply(own.getS()).normalize();
        var at = new ECPoint(
                point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger());
        var certified = KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(at, own.getParams()));
        return new KeyPair(certified, key);
    }

    private static GeneralNames names(List<String> domains) {
        return new GeneralNames(domains.stream()
                .map(domain -> new GeneralName(GeneralName.dNSName, domain))
                .toArray(GeneralName[]::new));
    }
}
