package io.kith.sharding.room.aspect;

import io.kith.sharding.room.RoomAspect;
import io.kith.sharding.room.RoomHooks;
import io.kith.sharding.room.RoomOptions;

/// Whether a room lasts without occupants, and whether it is found (XEP-0045 §4.2).
public final class Lifetime implements RoomAspect {

    @Override
    public void install(RoomHooks hooks) {
        hooks.feature(config -> config.is(RoomOptions.PERSISTENT) ? "muc_persistent" : "muc_temporary");
        hooks.feature(config -> config.is(RoomOptions.PUBLIC) ? "muc_public" : "muc_hidden");
    }
}
