package io.kith.sharding.room;

import io.kith.proto.jid.Jid;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// What holds for all rooms of a service.
///
/// @param random for ids and secrets: must not be guessable
/// @param limits as they are now
/// @param isServiceAdmin whether of the rooms at that domain this user owns every one
/// @param creation who may make rooms
/// @param invitations how many strangers each user writes to through them
/// @param defaults what a new room is configured as
/// @param counters what rooms count
public record RoomTerms(
        RandomGenerator random,
        Supplier<RoomLimits> limits,
        BiPredicate<String, Jid> isServiceAdmin,
        RoomCreation creation,
        SharedPaces invitations,
        RoomConfig defaults,
        Aspects aspects,
        RoomCounters counters) {

    /// How fast each user does that in one room.
    Paces paces(Pace pace) {
        return Paces.of(pace, limits, counters);
    }
}
