package io.kith.sharding.xep;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.xml.Element;
import io.kith.sharding.feature.Feature;
import io.kith.sharding.feature.Hooks;
import io.kith.sharding.feature.Xep;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// XEP-0115: a hash of what the server can do, among the features of each stream, so that a client
/// that knows the hash need not ask (XEP-0115 §6.3). Clients' own capabilities ride on their
/// presence and need nothing of the server.
public final class Caps implements Feature {

    /// Names the software; the node to ask is this, `#` and the hash.
    private static final String NODE = "urn:kith:server";

    private final String name;
    private volatile @Nullable Announced last;

    /// @param name what the server is called, as [Disco] tells it
    public Caps(String name) {
        this.name = name;
    }

    @Override
    public Xep xep() {
        return new Xep(115, "1.6.0", Xep.Coverage.COMPLETE);
    }

    @Override
    public void install(Hooks hooks) {
        hooks.after(Disco.class);
        hooks.disco(Namespaces.CAPS);
        var features = hooks.advertised();
        var forms = hooks.discoForms();
        hooks.streamFeature(domain -> announcement(features.get(), forms.apply(domain)));
    }

    /// Kept for as long as the domain that was asked for last says the same as then: most say what all
    /// others do, and a login should not pay for a hash.
    private Element announcement(List<String> features, List<Element> forms) {
        var known = last;
        var info = DiscoInfo.ofServer(name, features, forms);
        if (known == null || !known.info().equals(info)) {
            known = new Announced(info, announcement(info));
            last = known;
        }
        return known.element();
    }

    private record Announced(DiscoInfo info, Element element) {}

    static Element announcement(DiscoInfo info) {
        return Element.of("c", Namespaces.CAPS)
                .withAttribute("hash", "sha-1")
                .withAttribute("node", NODE)
                .withAttribute("ver", info.ver());
    }

    /// The node under which exactly this is found.
    static String nodeOf(DiscoInfo info) {
        return NODE + '#' + info.ver();
    }
}
