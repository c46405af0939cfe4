package io.kith.sharding.room.aspect;

import io.kith.sharding.feature.Xep;
import io.kith.sharding.room.RoomAspect;
import io.kith.sharding.room.RoomHooks;
import java.util.List;

/// Threads (XEP-0201), replies (XEP-0461) and reactions (XEP-0444): told to all as they were said, in front of clients
/// that know them and those that do not, and kept with what they refer to ([Referring]). Nothing of them is refused.
public final class Conversations implements RoomAspect {

    @Override
    public List<Xep> xeps() {
        return List.of(
                new Xep(201, "1.0", Xep.Coverage.COMPLETE),
                new Xep(444, "0.2.1", Xep.Coverage.COMPLETE),
                new Xep(461, "0.2.0", Xep.Coverage.COMPLETE));
    }

    /// Every row of a room has its references, and no client asks a room whether it passes these on.
    @Override
    public void install(RoomHooks hooks) {}
}
