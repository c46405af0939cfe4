package io.kith.sharding.xep;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.xml.Element;
import io.kith.sharding.feature.Feature;
import io.kith.sharding.feature.Hooks;
import io.kith.sharding.feature.Xep;

/// XEP-0237, now RFC 6121 §2.6: a client that knows its roster gets only what has changed. The rules
/// are those of [io.kith.sharding.roster]; this offers them on each stream, and with them the other
/// of the roster's two features, which has no extension of its own: subscriptions approved in
/// advance (RFC 6121 §3.4).
public final class RosterVersioning implements Feature {

    @Override
    public Xep xep() {
        return new Xep(237, "1.3", Xep.Coverage.COMPLETE);
    }

    @Override
    public void install(Hooks hooks) {
        hooks.streamFeature(_ -> Element.of("ver", Namespaces.ROSTER_VERSIONING));
        hooks.streamFeature(_ -> Element.of("sub", Namespaces.PRE_APPROVAL));
    }
}
