package io.kith.sharding.xep;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.xml.Element;
import io.kith.sharding.feature.Feature;
import io.kith.sharding.feature.Hooks;
import io.kith.sharding.feature.Xep;

/// XEP-0198: what was sent and not acknowledged is sent again, over another connection too. The
/// connection counts and the account's owner keeps; this offers it on each stream.
public final class StreamManagementOffer implements Feature {

    @Override
    public Xep xep() {
        return new Xep(198, "1.6.3", Xep.Coverage.COMPLETE);
    }

    @Override
    public void install(Hooks hooks) {
        hooks.streamFeature(_ -> Element.of("sm", Namespaces.SM));
    }
}
