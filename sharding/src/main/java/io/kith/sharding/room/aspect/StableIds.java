package io.kith.sharding.room.aspect;

import io.kith.proto.ns.Namespaces;
import io.kith.sharding.room.RoomAspect;
import io.kith.sharding.room.RoomHooks;

/// Messages come back with the id that their sender gave them (XEP-0045 §7.4) and one that the room gives (XEP-0359).
public final class StableIds implements RoomAspect {

    @Override
    public void install(RoomHooks hooks) {
        hooks.feature(Namespaces.MUC_STABLE_ID);
        hooks.feature(Namespaces.STANZA_ID);
    }
}
