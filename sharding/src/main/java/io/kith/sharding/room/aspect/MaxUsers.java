package io.kith.sharding.room.aspect;

import io.kith.proto.jid.Nickname;
import io.kith.proto.stanza.StanzaError;
import io.kith.sharding.room.Affiliation;
import io.kith.sharding.room.Entry;
import io.kith.sharding.room.RoomAspect;
import io.kith.sharding.room.RoomHooks;
import io.kith.sharding.room.RoomMachine;
import io.kith.sharding.room.RoomOptions;
import java.util.Optional;

/// How many a room holds (XEP-0045 §7.2.9); some owners and admins find a place beyond it.
public final class MaxUsers implements RoomAspect {

    @Override
    public void install(RoomHooks hooks) {
        hooks.mayJoin(MaxUsers::refuse);
    }

    private static Optional<StanzaError> refuse(RoomMachine room, Entry entry) {
        var set = room.config().get(RoomOptions.MAX_USERS);
        var limits = room.limits();
        var max = set == 0 ? limits.occupantsMax() : Math.min(set, limits.occupantsMax());
        var isAdmin = entry.affiliation().isAtLeast(Affiliation.ADMIN);
        // another client under a nickname is no other occupant; under another nickname it is
        var isInside = room.occupant(entry.full()).isPresent()
                || room.occupantsOf(entry.full()).stream().anyMatch(one -> isAlike(one.nick(), entry.nick()));
        if (isInside || room.everybody().size() < max + (isAdmin ? limits.reserveForAdmins() : 0)) {
            return Optional.empty();
        }
        room.counters().full.increment();
        return Optional.of(StanzaError.SERVICE_UNAVAILABLE.withType(StanzaError.Type.WAIT));
    }

    private static boolean isAlike(String one, String other) {
        return Nickname.skeleton(one).equals(Nickname.skeleton(other));
    }
}
