package io.kith.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.node.settings.SettingsSource;
import io.kith.persistence.Stores;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nodes that know each other by certificates. Several seconds: one of them has to give up joining.
final class ClusterTlsTest {

    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir
    private Path data;

    /// Signs the certificates of one cluster.
    private record Authority(String name, KeyPair keys, X509Certificate certificate) {

        static Authority create(String name) {
            var keys = newKeys();
            return new Authority(name, keys, sign(name, keys, name, keys, true));
        }
    }

    @Test
    void nodes_with_certificates_of_one_authority_are_a_cluster_and_others_stay_outside() throws IOException {
        var verona = Authority.create("verona");
        var mantua = Authority.create("mantua");
        try (var first = Node.start(
                        SettingsSource.of(options("first", verona, null)).read(), stores(), CLOCK);
                var second = Node.start(
                        SettingsSource.of(options("second", verona, first)).read(), stores(), CLOCK)) {
            assertThat(first.members()).hasSize(2).isEqualTo(second.members());

            assertThatThrownBy(() -> join("stranger", mantua, first)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> join("plain", null, first)).isInstanceOf(IOException.class);

            assertThat(first.members()).hasSize(2);
        }
    }

    private void join(String name, @Nullable Authority authority, Node seed) throws IOException {
        var impatient = Files.writeString(
                data.resolve(name + ".conf"), "akka.cluster.shutdown-after-unsuccessful-join-seed-nodes = 5s");
        var settings = new SettingsSource(impatient, Map.of(), options(name, authority, seed)).read();
        Node.start(settings, stores(), CLOCK).close();
    }

    private static Stores stores() {
        return Stores.inMemory(new Random(1), CLOCK);
    }

    private Map<String, List<String>> options(String name, @Nullable Authority authority, @Nullable Node seed)
            throws IOException {
        var options = new HashMap<>(Map.of(
                "data", List.of(data.resolve(name).toString()),
                "store", List.of("memory"),
                "cluster.secret", List.of("a secret of this test"),
                "c2s.port", List.of("0"),
                "c2s.tls-port", List.of("0"),
                "admin.port", List.of("0")));
        if (seed != null) {
            var address = seed.clusterAddress();
            options.put("cluster.seed-nodes", List.of(address.getHostString() + ":" + address.getPort()));
        }
        if (authority != null) {
            var keys = newKeys();
            options.put("cluster.tls.key", List.of(pem(name + "-key", new JcaPKCS8Generator(keys.getPrivate(), null))));
            options.put(
                    "cluster.tls.cert",
                    List.of(pem(name + "-cert", sign("kith", keys, authority.name(), authority.keys(), false))));
            options.put("cluster.tls.ca", List.of(pem(name + "-ca", authority.certificate())));
        }
        return options;
    }

    private String pem(String name, Object content) throws IOException {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(content);
        }
        return Files.writeString(data.resolve(name + ".pem"), text.toString()).toString();
    }

    private static KeyPair newKeys() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2_048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate sign(String subject, KeyPair of, String issuer, KeyPair by, boolean authority) {
        try {
            var now = Instant.now();
            return new JcaX509CertificateConverter()
                    .getCertificate(new JcaX509v3CertificateBuilder(
                                    new X500Name("CN=" + issuer),
                                    BigInteger.valueOf(now.toEpochMilli()),
                                    Date.from(now.minusSeconds(3_600)),
                                    Date.from(now.plusSeconds(3_600)),
                                    new X500Name("CN=" + subject),
                                    of.getPublic())
                            .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority))
                            .addExtension(
                                    Extension.subjectAlternativeName,
                                    false,
                                    new GeneralNames(new GeneralName(GeneralName.dNSName, subject)))
                            .build(new JcaContentSignerBuilder("SHA256withRSA").build(by.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new IllegalStateException(e);
        }
    }
}
