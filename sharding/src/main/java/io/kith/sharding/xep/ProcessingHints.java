package io.kith.sharding.xep;

import io.kith.proto.ns.Namespaces;
import io.kith.sharding.feature.Feature;
import io.kith.sharding.feature.Hooks;
import io.kith.sharding.feature.Xep;

/// XEP-0334: a sender says whether a message is to be stored or copied.
///
/// The owner of the account obeys when it decides about the message's row in the log; [Carbons] obeys
/// `<no-copy/>`. Hints stay in the message: the next server may want them too. This announces it.
public final class ProcessingHints implements Feature {

    @Override
    public Xep xep() {
        return new Xep(334, "1.0.0", Xep.Coverage.COMPLETE);
    }

    @Override
    public void install(Hooks hooks) {
        hooks.disco(Namespaces.HINTS);
    }
}
