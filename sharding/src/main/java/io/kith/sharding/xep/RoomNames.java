package io.kith.sharding.xep;

import io.kith.sharding.feature.Feature;
import io.kith.sharding.feature.Hooks;
import io.kith.sharding.feature.Outcome;
import io.kith.sharding.feature.Xep;
import io.kith.sharding.room.UniqueNames;
import java.util.random.RandomGenerator;

/// XEP-0307: gives who wants to make a room a name that nobody has.
public final class RoomNames implements Feature {

    private final RandomGenerator random;

    /// @param random unguessable
    public RoomNames(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public Xep xep() {
        return new Xep(307, "0.1", Xep.Coverage.COMPLETE);
    }

    @Override
    public void install(Hooks hooks) {
        hooks.roomServiceDisco(UniqueNames.NAMESPACE);
        hooks.roomServiceIq(
                Hooks.IqType.GET,
                UniqueNames.NAMESPACE,
                "unique",
                (_, request) -> new Outcome.Reply(UniqueNames.answer(request, random)));
    }
}
