package io.kith.node;

import io.kith.node.edge.tls.Certificates;
import io.kith.node.edge.tls.JdkTlsEngines;
import io.kith.node.edge.tls.KeyAndChain;
import io.kith.node.edge.tls.PemFiles;
import io.kith.node.settings.Settings;
import io.kith.proto.jid.AsciiDomain;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// The certificates of a node, and the engines that show them.
///
/// A self-signed certificate is valid for all domains that are served: it is made anew when one is added, and kept
/// otherwise, as clients may remember it.
final class Tls {

    private final JdkTlsEngines engines;
    private final Supplier<List<String>> domains;
    private final InstantSource clock;
    private final SecureRandom random;
    private Settings.TlsFiles files;

    /// @param domains those that are served now, the node's own first
    /// @throws IOException when the files can't be read
    Tls(Settings.TlsFiles files, Supplier<List<String>> domains, InstantSource clock, SecureRandom random)
            throws IOException {
        this.files = files;
        this.domains = domains;
        this.clock = clock;
        this.random = random;
        this.engines = new JdkTlsEngines(read(), random);
    }

    JdkTlsEngines engines() {
        return engines;
    }

    /// Shows what these files hold now from the next handshake on.
    ///
    /// @throws IOException when they can't be read; then the old certificates stay
    synchronized void reload(Settings.TlsFiles next) throws IOException {
        var before = files;
        files = next;
        try {
            engines.use(read());
        } catch (IOException e) {
            files = before;
            throw e;
        }
    }

    /// The domains that are served are others now.
    ///
    /// @throws IOException when a new certificate can't be kept; then the old one stays
    synchronized void domainsChanged() throws IOException {
        if (files.selfSigned()) {
            engines.use(read());
        }
    }

    private Certificates read() throws IOException {
        var own = new PemFiles(files.cert(), files.key());
        var first = files.selfSigned()
                ? own.readOrCreate(domains.get().stream().map(AsciiDomain::of).toList(), clock, random)
                : own.read();
        return Certificates.of(first, ofDomains(files));
    }

    /// Reads what the settings name.
    ///
    /// @throws IOException when one of the files can't be read
    static void check(Settings.TlsFiles files) throws IOException {
        if (!files.selfSigned()) {
            new PemFiles(files.cert(), files.key()).read();
        }
        ofDomains(files);
    }

    private static Map<String, KeyAndChain> ofDomains(Settings.TlsFiles files) throws IOException {
        var byDomain = new HashMap<String, KeyAndChain>();
        for (var one : files.domains()) {
            byDomain.put(AsciiDomain.of(one.domain()), new PemFiles(one.cert(), one.key()).read());
        }
        return byDomain;
    }
}
