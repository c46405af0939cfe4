package io.kith.sharding.domain;

import io.kith.sharding.wire.OperatorMessage;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Where to turn to about a domain, by concern, as URIs: `mailto:`, `xmpp:`, `https:` and the like (XEP-0157).
///
/// At most [#ADDRESSES_MAX] in all, each of [#ADDRESS_CHARS_MAX] at most; concerns without an address are left out.
public record Contacts(Map<Concern, List<String>> addresses) implements OperatorMessage {

    /// How many addresses one domain may name.
    public static final int ADDRESSES_MAX = 20;

    /// How long one may be.
    public static final int ADDRESS_CHARS_MAX = 512;

    /// Nobody is named.
    public static final Contacts NONE = new Contacts(Map.of());

    /// A scheme, and what it needs (RFC 3986 §3).
    private static final Pattern URI = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:[^\\s<>\"{}|\\\\^`]+");

    /// @throws IllegalArgumentException for what is no URI with a scheme, or beyond the bounds
    public Contacts {
        var named = new TreeMap<Concern, List<String>>();
        addresses.forEach((concern, uris) -> {
            if (!uris.isEmpty()) {
                named.put(concern, List.copyOf(uris));
            }
        });
        for (var entry : named.entrySet()) {
            for (var uri : entry.getValue()) {
                if (uri.length() > ADDRESS_CHARS_MAX || !URI.matcher(uri).matches()) {
                    throw new IllegalArgumentException(
                            entry.getKey().word() + "-contact: not a URI with a scheme, as mailto:NAME@DOMAIN is");
                }
            }
        }
        if (named.values().stream().mapToInt(List::size).sum() > ADDRESSES_MAX) {
            throw new IllegalArgumentException("at most " + ADDRESSES_MAX + " contacts");
        }
        addresses = Map.copyOf(named);
    }

    /// The addresses for one concern, in the order in which they were set.
    public List<String> of(Concern concern) {
        return addresses.getOrDefault(concern, List.of());
    }

    /// With these concerns replaced; an empty list takes a concern away.
    ///
    /// @throws IllegalArgumentException as the constructor
    public Contacts with(Map<Concern, List<String>> others) {
        var all = new EnumMap<Concern, List<String>>(Concern.class);
        all.putAll(addresses);
        all.putAll(others);
        return new Contacts(all);
    }
}
