package io.kith.sharding.xep;

import io.kith.proto.ns.Namespaces;
import io.kith.sharding.feature.Feature;
import io.kith.sharding.feature.Hooks;
import io.kith.sharding.feature.Xep;

/// XEP-0333: somebody has read up to here.
///
/// A matter between clients. Markers are stored, so that a device that was away learns what was
/// read; [Carbons] shows them to the other devices. This announces that they pass.
public final class ChatMarkers implements Feature {

    @Override
    public Xep xep() {
        return new Xep(333, "1.0.0", Xep.Coverage.COMPLETE);
    }

    @Override
    public void install(Hooks hooks) {
        hooks.accountDisco(Namespaces.CHAT_MARKERS);
    }
}
