package io.kith.node.edge.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PemFilesTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-01T12:00:00Z"));
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final List<String> DOMAINS = List.of("capulet.example", "montague.example");

    @TempDir
    Path directory;

    private PemFiles files() {
        return new PemFiles(directory.resolve("tls/cert.pem"), directory.resolve("tls/key.pem"));
    }

    @Test
    void makes_a_certificate_on_the_first_run_and_keeps_it() throws IOException {
        var made = files().readOrCreate(DOMAINS, CLOCK, RANDOM);
        var kept = files().readOrCreate(DOMAINS, CLOCK, RANDOM);

        assertThat(made.names()).containsExactlyElementsOf(DOMAINS);
        assertThat(kept).isEqualTo(made);
    }

    @Test
    void makes_a_self_signed_certificate_anew_when_it_lacks_a_domain_and_keeps_one_that_has_more() throws IOException {
        var made = files().readOrCreate(DOMAINS, CLOCK, RANDOM);
        var more = new ArrayList<>(DOMAINS);
        more.add("verona.example");

        var anew = files().readOrCreate(more, CLOCK, RANDOM);
        assertThat(anew.names()).containsExactlyElementsOf(more);
        assertThat(anew).isNotEqualTo(made);
        assertThat(anew.key()).isEqualTo(made.key());
        assertThat(files().readOrCreate(DOMAINS, CLOCK, RANDOM)).isEqualTo(anew);
    }

    @Test
    void whoever_was_ended_between_the_key_and_its_certificate_makes_the_certificate_next_time() throws IOException {
        var made = files().readOrCreate(DOMAINS, CLOCK, RANDOM);
        Files.delete(directory.resolve("tls/cert.pem"));

        var anew = files().readOrCreate(DOMAINS, CLOCK, RANDOM);
        assertThat(anew.key()).isEqualTo(made.key());
        assertThat(anew.names()).containsExactlyElementsOf(DOMAINS);
        assertThat(files().readOrCreate(DOMAINS, CLOCK, RANDOM)).isEqualTo(anew);
    }

    @Test
    void a_certificate_without_its_key_and_a_foreign_key_without_its_certificate_are_named_and_stay()
            throws IOException, GeneralSecurityException {
        files().readOrCreate(DOMAINS, CLOCK, RANDOM);
        var key = directory.resolve("tls/key.pem");
        Files.delete(key);
        assertThatThrownBy(() -> files().readOrCreate(DOMAINS, CLOCK, RANDOM))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cert.pem is there, and its key is not");

        Files.delete(directory.resolve("tls/cert.pem"));
        var rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate();
        write("tls/key.pem", new JcaPKCS8Generator(rsa, null));
        var before = Files.readString(key);
        assertThatThrownBy(() -> files().readOrCreate(DOMAINS, CLOCK, RANDOM))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("key.pem is there, and its certificate is not");
        assertThat(key).hasContent(before);
    }

    @Test
    void a_domain_with_a_certificate_of_its_own_shows_it_and_others_the_common_one() {
        var common = SelfSigned.create(DOMAINS, CLOCK.instant(), RANDOM);
        var own = SelfSigned.create(List.of("b.example"), CLOCK.instant(), RANDOM);
        var certificates = Certificates.of(common, Map.of("b.example", own));

        assertThat(certificates.forDomain("B.example")).isEqualTo(own);
        assertThat(certificates.forDomain("c.example")).isEqualTo(common);
    }

    @Test
    void the_key_is_for_its_owners_eyes_only() throws IOException {
        files().readOrCreate(DOMAINS, CLOCK, RANDOM);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("tls/key.pem"))))
                .isEqualTo("rw-------");
    }

    @Test
    void reads_a_key_in_the_traditional_form_behind_its_curve() throws IOException {
        var made = SelfSigned.create(DOMAINS, CLOCK.instant(), RANDOM);
        var scalar = ((ECPrivateKey) made.key()).getS();
        var traditional = new org.bouncycastle.asn1.sec.ECPrivateKey(256, scalar, SECObjectIdentifiers.secp256r1);
        write("cert.pem", made.certificate());
        write(
                "key.pem",
                new PemObject("EC PARAMETERS", SECObjectIdentifiers.secp256r1.getEncoded()),
                new PemObject("EC PRIVATE KEY", traditional.getEncoded()));

        var read = new PemFiles(directory.resolve("cert.pem"), directory.resolve("key.pem")).read();

        assertThat(((ECPrivateKey) read.key()).getS()).isEqualTo(scalar);
    }

    @Test
    void refuses_a_key_that_is_not_that_of_the_certificate() throws IOException, GeneralSecurityException {
        write("key.pem", KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate());
        write("cert.pem", SelfSigned.create(DOMAINS, CLOCK.instant(), RANDOM).certificate());
        var files = new PemFiles(directory.resolve("cert.pem"), directory.resolve("key.pem"));

        assertThatThrownBy(files::read)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("key.pem")
                .hasMessageContaining("not that of the certificate");
    }

    /// Two files are renewed one after the other: in between they are of two pairs.
    @Test
    void refuses_the_key_of_another_certificate_of_the_same_kind() throws IOException {
        var other = SelfSigned.create(DOMAINS, CLOCK.instant(), RANDOM).key();
        write("key.pem", new PemObject("PRIVATE KEY", other.getEncoded()));
        write("cert.pem", SelfSigned.create(DOMAINS, CLOCK.instant(), RANDOM).certificate());
        var files = new PemFiles(directory.resolve("cert.pem"), directory.resolve("key.pem"));

        assertThatThrownBy(files::read)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not that of the certificate");
    }

    @Test
    void names_the_file_that_holds_something_else() throws IOException {
        Files.writeString(directory.resolve("cert.pem"), "hello");
        var files = new PemFiles(directory.resolve("cert.pem"), directory.resolve("key.pem"));

        assertThatThrownBy(files::read)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cert.pem has no certificate");
    }

    @Test
    void refuses_a_file_too_large_to_be_one() throws IOException {
        Files.write(directory.resolve("cert.pem"), new byte[(int) PemFiles.FILE_BYTES_MAX + 1]);
        var files = new PemFiles(directory.resolve("cert.pem"), directory.resolve("key.pem"));

        assertThatThrownBy(files::read).isInstanceOf(IOException.class).hasMessageContaining("too large");
    }

    private void write(String name, Object... contents) throws IOException {
        var text = new StringWriter();
        try (var pem = new JcaPEMWriter(text)) {
            for (var content : contents) {
                pem.writeObject(content);
            }
        }
        Files.writeString(directory.resolve(name), text.toString());
    }
}
