package io.kith.sharding.xep;

import io.kith.proto.ns.Namespaces;
import io.kith.sharding.feature.Feature;
import io.kith.sharding.feature.Hooks;
import io.kith.sharding.feature.Xep;

/// XEP-0184: a device says that it has got a message.
///
/// A matter between clients: the server never gives a receipt of its own. Requests and receipts are
/// stored like what they accompany, so that a sender who was away learns of them; [Carbons] shows
/// them to the other devices. This announces that they pass.
public final class Receipts implements Feature {

    @Override
    public Xep xep() {
        return new Xep(184, "1.4.0", Xep.Coverage.COMPLETE);
    }

    @Override
    public void install(Hooks hooks) {
        hooks.accountDisco(Namespaces.RECEIPTS);
    }
}
