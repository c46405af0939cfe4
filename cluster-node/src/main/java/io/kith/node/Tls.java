package io.kith.node;

import io.kith.node.edge.tls.Certificates;
import io.kith.node.edge.tls.JdkTlsEngines;
import io.kith.node.edge.tls.KeyAndChain;
import io.kith.node.edge.tls.PemFiles;
import io.kith.node.settings.Settings;
import java.io.IOException;
import java.net.IDN;
import java.security.SecureRandom;
import java.time.InstantSource;

/// The certificates of a node, and the engines that show them.
record Tls(JdkTlsEngines engines, InstantSource clock, SecureRandom random) {

    static Tls of(Settings settings, InstantSource clock, SecureRandom random) throws IOException {
        return new Tls(new JdkTlsEngines(Certificates.of(read(settings, clock, random)), random), clock, random);
    }

    /// Shows what the files hold now from the next handshake on.
    ///
    /// @throws IOException when they can't be read; then the old certificates stay
    void reload(Settings settings) throws IOException {
        engines.use(Certificates.of(read(settings, clock, random)));
    }

    private static KeyAndChain read(Settings settings, InstantSource clock, SecureRandom random) throws IOException {
        var files = new PemFiles(settings.tls().cert(), settings.tls().key());
        return settings.tls().selfSigned()
                ? files.readOrCreate(
                        settings.domains().stream().map(IDN::toASCII).toList(), clock, random)
                : files.read();
    }
}
