package io.kith.node.edge.tls;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Which certificate a server shows for which domain. Immutable.
///
/// A domain without one of its own gets the first: it may be valid for several.
public final class Certificates {

    private final Map<String, KeyAndChain> byDomain;
    private final KeyAndChain first;

    private Certificates(Map<String, KeyAndChain> byDomain, KeyAndChain first) {
        this.byDomain = byDomain;
        this.first = first;
    }

    /// One certificate for all domains.
    public static Certificates of(KeyAndChain only) {
        return new Certificates(Map.of(), only);
    }

    /// A certificate for each of these domains, in A-labels, and one for all others.
    public static Certificates of(KeyAndChain others, Map<String, KeyAndChain> byDomain) {
        var all = new HashMap<String, KeyAndChain>();
        byDomain.forEach((domain, one) -> all.put(domain.toLowerCase(Locale.ROOT), one));
        return new Certificates(Map.copyOf(all), others);
    }

    /// Each certificate for the names that it is valid for; where two are valid for one name, the earlier.
    ///
    /// @throws IllegalArgumentException when there is none
    public static Certificates of(List<KeyAndChain> all) {
        if (all.isEmpty()) {
            throw new IllegalArgumentException("TLS needs a certificate");
        }
        var byDomain = new HashMap<String, KeyAndChain>();
        all.forEach(one -> one.names().forEach(name -> byDomain.putIfAbsent(name.toLowerCase(Locale.ROOT), one)));
        return new Certificates(Map.copyOf(byDomain), all.getFirst());
    }

    /// The certificate for a domain: one valid for exactly it, else one for `*.` and its parent, else the
    /// first.
    ///
    /// @param domain in A-labels, as SNI writes it
    public KeyAndChain forDomain(String domain) {
        var name = domain.toLowerCase(Locale.ROOT);
        var exact = byDomain.get(name);
        if (exact != null) {
            return exact;
        }
        return byDomain.getOrDefault(KeyAndChain.wildcardOf(name), first);
    }
}
