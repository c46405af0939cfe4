package io.kith.sharding.room.aspect;

import io.kith.sharding.room.RoomAspect;
import io.kith.sharding.room.RoomHooks;
import io.kith.sharding.room.RoomOptions;

/// Rooms where not everybody may speak (XEP-0045 §5.1.1): roles do the rest.
public final class Moderated implements RoomAspect {

    @Override
    public void install(RoomHooks hooks) {
        hooks.feature(config -> config.is(RoomOptions.MODERATED) ? "muc_moderated" : "muc_unmoderated");
    }
}
