package io.kith.sharding.room.aspect;

import io.kith.proto.stanza.StanzaError;
import io.kith.sharding.room.Affiliation;
import io.kith.sharding.room.RoomAspect;
import io.kith.sharding.room.RoomHooks;
import io.kith.sharding.room.RoomOptions;
import java.util.Optional;

/// Rooms that only members enter (XEP-0045 §7.2.6).
public final class MembersOnly implements RoomAspect {

    @Override
    public void install(RoomHooks hooks) {
        hooks.feature(config -> config.is(RoomOptions.MEMBERS_ONLY) ? "muc_membersonly" : "muc_open");
        hooks.mayJoin((room, entry) -> room.config().is(RoomOptions.MEMBERS_ONLY)
                        && !entry.affiliation().isAtLeast(Affiliation.MEMBER)
                ? Optional.of(StanzaError.REGISTRATION_REQUIRED)
                : Optional.empty());
    }
}
