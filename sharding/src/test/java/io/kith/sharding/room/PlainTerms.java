package io.kith.sharding.room;

import java.util.List;
import java.util.random.RandomGenerator;

/// Terms of rooms as they are by default, with no aspects but those that a test has.
final class PlainTerms {

    private PlainTerms() {}

    static RoomTerms of(RandomGenerator random, RoomAspect... aspects) {
        var counters = new RoomCounters();
        return new RoomTerms(
                random,
                () -> RoomLimits.DEFAULT,
                (_, _) -> false,
                RoomCreation.FREE,
                new SharedPaces(Pace.INVITATIONS, () -> RoomLimits.DEFAULT, counters),
                RoomConfig.DEFAULT,
                Aspects.of(List.of(aspects)),
                counters);
    }
}
