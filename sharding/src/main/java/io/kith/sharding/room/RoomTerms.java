package io.kith.sharding.room;

import io.kith.proto.jid.Jid;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// What holds for all rooms of a service.
///
/// @param random for ids and secrets: must not be guessable
/// @param isServiceAdmin who is an owner of every room
/// @param creation who may make rooms
/// @param defaults what a new room is configured as
public record RoomTerms(
        RandomGenerator random,
        RoomLimits limits,
        Predicate<Jid> isServiceAdmin,
        RoomCreation creation,
        RoomConfig defaults,
        Aspects aspects) {}
