package io.kith.sharding.xep;

import io.kith.proto.ns.Namespaces;
import io.kith.sharding.feature.Feature;
import io.kith.sharding.feature.Hooks;
import io.kith.sharding.feature.Xep;

/// XEP-0085: somebody is typing.
///
/// A matter between clients. On its way a message of nothing but a chat state gets no row in the
/// log, waits for nobody who is away (§5.6), and keeps its place behind the messages before it.
/// This announces that such messages pass.
public final class ChatStates implements Feature {

    @Override
    public Xep xep() {
        return new Xep(85, "2.1", Xep.Coverage.COMPLETE);
    }

    @Override
    public void install(Hooks hooks) {
        hooks.accountDisco(Namespaces.CHAT_STATES);
    }
}
