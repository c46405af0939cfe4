package io.kith.sharding.xep;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.xml.Element;
import io.kith.sharding.feature.Feature;
import io.kith.sharding.feature.Hooks;
import io.kith.sharding.feature.Xep;

/// XEP-0352: a client says that nobody is looking. The connection holds back what can wait; this
/// offers it on each stream.
public final class ClientStateOffer implements Feature {

    @Override
    public Xep xep() {
        return new Xep(352, "1.0.0", Xep.Coverage.COMPLETE);
    }

    @Override
    public void install(Hooks hooks) {
        hooks.streamFeature(_ -> Element.of("csi", Namespaces.CSI));
    }
}
