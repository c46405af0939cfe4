package io.kith.node;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import ch.qos.logback.classic.Level;
import io.kith.node.edge.tls.PemFiles;
import io.kith.node.edge.tls.SelfSigned;
import io.kith.node.settings.Settings;
import io.kith.sharding.log.Heard;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TlsTest {

    @TempDir
    private Path directory;

    @Test
    void the_certificate_that_a_node_makes_names_each_domain_as_clients_ask_for_it() throws IOException {
        var files = new Settings.TlsFiles(directory.resolve("cert.pem"), directory.resolve("key.pem"), true, List.of());
        var domains = new ArrayList<>(List.of("straße.example"));
        var tls = new Tls(files, () -> domains, InstantSource.system(), new SecureRandom());
        domains.add("\uab32.example"); // of Unicode 7
        tls.domainsChanged();

        assertThat(new PemFiles(files.cert(), files.key()).read().names())
                .containsExactly("xn--strae-oqa.example", "xn--sx9a.example");
    }

    @Test
    void a_certificate_that_clients_will_refuse_is_told_at_the_start_and_when_domains_come() throws IOException {
        var made = Instant.parse("2026-01-01T00:00:00Z");
        var files =
                new Settings.TlsFiles(directory.resolve("cert.pem"), directory.resolve("key.pem"), false, List.of());
        new PemFiles(files.cert(), files.key())
                .readOrCreate(
                        List.of("verona.example", "*.mantua.example"), InstantSource.fixed(made), new SecureRandom());
        var domains = new ArrayList<>(List.of("verona.example", "ball.mantua.example"));
        try (var heard = new Heard(Level.WARN)) {
            var tls = new Tls(files, () -> domains, () -> made, new SecureRandom());
            assertThat(heard.lines()).isEmpty();
            assertThat(tls.runsOut()).isEqualTo(made.plus(SelfSigned.VALID));

            domains.add("a.ball.mantua.example");
            tls.domainsChanged();
            assertThat(heard.lines())
                    .singleElement(as(STRING))
                    .endsWith("The certificate is not valid for 1 of the domains that are served,"
                            + " clients will refuse it: [a.ball.mantua.example]");
        }
        try (var heard = new Heard(Level.WARN)) {
            var _ = new Tls(
                    files,
                    () -> List.of("verona.example"),
                    () -> made.plus(SelfSigned.VALID).plusSeconds(1),
                    new SecureRandom());
            assertThat(heard.lines()).singleElement(as(STRING)).contains("The certificate has run out for 1 of");
        }
    }
}
