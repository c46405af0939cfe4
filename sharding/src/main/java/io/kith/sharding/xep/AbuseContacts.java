package io.kith.sharding.xep;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.xml.Element;
import io.kith.sharding.feature.Feature;
import io.kith.sharding.feature.Hooks;
import io.kith.sharding.feature.Xep;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// XEP-0157: where to turn to about a domain, as a form in what it says of itself. Nothing is shown
/// while nothing is set.
public final class AbuseContacts implements Feature {

    /// The most addresses for one concern.
    public static final int ADDRESSES_MAX = 16;

    /// A scheme, and what it needs (RFC 3986 §3).
    private static final Pattern URI = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:[^\\s<>\"{}|\\\\^`]+");

    /// What somebody may want to turn to a service about.
    public enum Concern {
        ABUSE,
        ADMIN,
        FEEDBACK,
        SALES,
        SECURITY,
        STATUS,
        SUPPORT;

        private String field() {
            return name().toLowerCase(Locale.ROOT) + "-addresses";
        }
    }

    private final Map<Concern, List<String>> addresses = new EnumMap<>(Concern.class);

    /// @param addresses as URIs: `mailto:`, `xmpp:`, `https:` and the like
    /// @throws IllegalArgumentException for what is no URI with a scheme, or more than
    ///     [#ADDRESSES_MAX]
    public AbuseContacts(Map<Concern, List<String>> addresses) {
        addresses.forEach((concern, uris) -> {
            if (uris.size() > ADDRESSES_MAX) {
                throw new IllegalArgumentException(uris.size() + " " + concern.field() + ", at most " + ADDRESSES_MAX);
            }
            for (var uri : uris) {
                if (!URI.matcher(uri).matches()) {
                    throw new IllegalArgumentException(concern.field() + ": not a URI with a scheme: " + uri);
                }
            }
            if (!uris.isEmpty()) {
                this.addresses.put(concern, List.copyOf(uris));
            }
        });
    }

    @Override
    public Xep xep() {
        return new Xep(157, "1.1.1", Xep.Coverage.COMPLETE);
    }

    @Override
    public void install(Hooks hooks) {
        hooks.after(Disco.class);
        if (!addresses.isEmpty()) {
            hooks.discoForm(form());
        }
    }

    Element form() {
        var form = Element.of("x", Namespaces.DATA_FORMS)
                .withAttribute("type", "result")
                .with(field("FORM_TYPE", List.of(Namespaces.SERVER_INFO)).withAttribute("type", "hidden"));
        for (var entry : addresses.entrySet()) {
            form = form.with(field(entry.getKey().field(), entry.getValue()));
        }
        return form;
    }

    private static Element field(String name, List<String> values) {
        return Element.of("field", Namespaces.DATA_FORMS)
                .withAttribute("var", name)
                .with(values.stream()
                        .map(value -> Element.of("value", Namespaces.DATA_FORMS).text(value))
                        .toArray(Element[]::new));
    }
}
