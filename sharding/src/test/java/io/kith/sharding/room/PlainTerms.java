package io.kith.sharding.room;

import java.util.List;
import java.util.random.RandomGenerator;

/// Terms of rooms as they are by default, without any aspect.
final class PlainTerms {

    private PlainTerms() {}

    static RoomTerms of(RandomGenerator random) {
        var counters = new RoomCounters();
        return new RoomTerms(
                random,
                () -> RoomLimits.DEFAULT,
                (_, _) -> false,
                RoomCreation.FREE,
                new SharedPaces(Pace.INVITATIONS, () -> RoomLimits.DEFAULT, counters),
                RoomConfig.DEFAULT,
                Aspects.of(List.of()),
                counters);
    }
}
