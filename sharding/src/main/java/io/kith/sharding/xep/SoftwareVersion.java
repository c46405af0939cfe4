package io.kith.sharding.xep;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.xml.Element;
import io.kith.sharding.feature.Feature;
import io.kith.sharding.feature.Hooks;
import io.kith.sharding.feature.Outcome;
import io.kith.sharding.feature.Xep;

/// XEP-0092: what software a domain runs on. The version is for operators to give away: a number
/// tells an attacker what to try. The operating system is never told (XEP-0092 §6).
public final class SoftwareVersion implements Feature {

    private final String name;
    private final String version;

    private SoftwareVersion(String name, String version) {
        this.name = name;
        this.version = version;
    }

    /// Tells the name; the `<version/>` that the standard requires is empty.
    public static SoftwareVersion nameOnly(String name) {
        return new SoftwareVersion(name, "");
    }

    /// Tells name and version.
    public static SoftwareVersion withNumber(String name, String version) {
        return new SoftwareVersion(name, version);
    }

    @Override
    public Xep xep() {
        return new Xep(92, "1.1", Xep.Coverage.COMPLETE);
    }

    @Override
    public void install(Hooks hooks) {
        hooks.disco(Namespaces.VERSION);
        hooks.domainIq(Hooks.IqType.GET, Namespaces.VERSION, "query", (_, query) -> answer(query));
    }

    Outcome answer(Stanza query) {
        return new Outcome.Reply(query.result(Element.of("query", Namespaces.VERSION)
                .with(
                        Element.of("name", Namespaces.VERSION).text(name),
                        Element.of("version", Namespaces.VERSION).text(version))));
    }
}
