package io.kith.sharding.session;

import io.kith.persistence.Stores;
import io.kith.persistence.archive.LogIds;
import io.kith.sharding.edge.Edges;
import io.kith.sharding.feature.FeatureChain;
import io.kith.sharding.feature.FeatureFailures;
import io.kith.sharding.presence.DirectPresences;
import io.kith.sharding.roster.RosterLimits;
import io.kith.sharding.routing.Router;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

/// What owners need, without features and limits.
final class PlainServices {

    private PlainServices() {}

    static Services of(Stores stores, Edges edges, SessionCounters counters, InstantSource clock) {
        return new Services(
                stores,
                new LogIds(1, clock),
                edges,
                FeatureChain.of(List.of(), new FeatureFailures()),
                new Router(World.DOMAIN::equals),
                DirectPresences::new,
                RosterLimits.DEFAULT,
                new Unstored(1 << 20),
                new AccountLimits(AccountLimits.Limits.OFF),
                counters,
                clock,
                new Random(2),
                () -> false);
    }
}
