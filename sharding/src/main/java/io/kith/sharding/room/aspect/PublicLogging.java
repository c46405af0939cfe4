package io.kith.sharding.room.aspect;

import io.kith.sharding.room.RoomAspect;
import io.kith.sharding.room.RoomHooks;
import io.kith.sharding.room.RoomOptions;
import java.util.List;

/// Whoever enters a room that is logged in public is warned (XEP-0045 §7.2.12, §10.2.1).
public final class PublicLogging implements RoomAspect {

    @Override
    public void install(RoomHooks hooks) {
        hooks.joinCodes((room, _) -> room.config().is(RoomOptions.LOGGING) ? List.of(170) : List.of());
        hooks.changeCodes((before, after) -> before.is(RoomOptions.LOGGING) == after.is(RoomOptions.LOGGING)
                ? List.of()
                : List.of(after.is(RoomOptions.LOGGING) ? 170 : 171));
    }
}
