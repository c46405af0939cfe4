package io.kith.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.node.edge.tls.PemFiles;
import io.kith.node.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
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
}
