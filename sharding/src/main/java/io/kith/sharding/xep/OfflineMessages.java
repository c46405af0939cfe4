package io.kith.sharding.xep;

import io.kith.proto.ns.Namespaces;
import io.kith.sharding.feature.Feature;
import io.kith.sharding.feature.Hooks;
import io.kith.sharding.feature.Xep;

/// XEP-0160: what is said to an account while nobody is there waits for its next device.
///
/// There is no store of its own for that: messages wait in the account's log, where each device has
/// its place, and the owner of the account reads on from there. This announces it.
public final class OfflineMessages implements Feature {

    @Override
    public Xep xep() {
        return new Xep(160, "1.0.1", Xep.Coverage.COMPLETE);
    }

    @Override
    public void install(Hooks hooks) {
        hooks.disco(Namespaces.OFFLINE);
    }
}
