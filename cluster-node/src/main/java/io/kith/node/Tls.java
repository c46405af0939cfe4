package io.kith.node;

import io.kith.node.edge.tls.Certificates;
import io.kith.node.edge.tls.JdkTlsEngines;
import io.kith.node.edge.tls.KeyAndChain;
import io.kith.node.edge.tls.PemFiles;
import io.kith.node.settings.Settings;
import io.kith.proto.jid.AsciiDomain;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The certificates of a node, and the engines that show them.
///
/// A self-signed certificate is valid for all domains that are served: it is made anew when one is added, and kept
/// otherwise, as clients may remember it.
final class Tls {

    private static final Logger LOG = LoggerFactory.getLogger(Tls.class);

    /// So many domains are named in one line of the log.
    private static final int NAMED_MAX = 10;

    private final JdkTlsEngines engines;
    private final Supplier<List<String>> domains;
    private final InstantSource clock;
    private final SecureRandom random;
    private Settings.TlsFiles files;
    private Certificates shown;

    /// @param domains those that are served now, the node's own first
    /// @throws IOException when the files can't be read
    Tls(Settings.TlsFiles files, Supplier<List<String>> domains, InstantSource clock, SecureRandom random)
            throws IOException {
        this.files = files;
        this.domains = domains;
        this.clock = clock;
        this.random = random;
        this.shown = read();
        this.engines = new JdkTlsEngines(shown, random);
        look();
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
            show(read());
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
            show(read());
        } else {
            look();
        }
    }

    /// When the first of the certificates that are shown for the domains runs out.
    synchronized Instant runsOut() {
        return domains.get().stream()
                .map(domain -> of(domain).runsOut())
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
    }

    private void show(Certificates next) {
        shown = next;
        engines.use(next);
        look();
    }

    private KeyAndChain of(String domain) {
        return shown.forDomain(AsciiDomain.of(domain));
    }

    /// Says what clients will refuse.
    private void look() {
        warn("The certificate is not valid for", domain -> !of(domain).isFor(AsciiDomain.of(domain)));
        warn("The certificate has run out for", domain -> of(domain).runsOut().isBefore(clock.instant()));
    }

    private void warn(String words, Predicate<String> wrong) {
        var found = domains.get().stream().filter(wrong).toList();
        if (!found.isEmpty()) {
            var named = found.subList(0, Math.min(found.size(), NAMED_MAX));
            LOG.warn("{} {} of the domains that are served, clients will refuse it: {}", words, found.size(), named);
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
