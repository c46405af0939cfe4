package io.kith.sharding.room.aspect;

import io.kith.sharding.room.RoomAspect;
import io.kith.sharding.room.RoomHooks;
import io.kith.sharding.room.RoomOptions;
import java.util.List;

/// Whether everybody sees real addresses, and that whoever enters is warned (XEP-0045 §7.2.3, §10.2.1).
public final class Anonymity implements RoomAspect {

    @Override
    public void install(RoomHooks hooks) {
        hooks.feature(config -> RoomOptions.isNonAnonymous(config) ? "muc_nonanonymous" : "muc_semianonymous");
        hooks.joinCodes((room, _) -> RoomOptions.isNonAnonymous(room.config()) ? List.of(100) : List.of());
        hooks.changeCodes((before, after) -> RoomOptions.isNonAnonymous(before) == RoomOptions.isNonAnonymous(after)
                ? List.of()
                : List.of(RoomOptions.isNonAnonymous(after) ? 172 : 173));
    }
}
