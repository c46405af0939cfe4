package io.kith.sharding.session;

import io.kith.persistence.Stores;
import io.kith.persistence.archive.LogIds;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.Edges;
import io.kith.sharding.feature.FeatureChain;
import io.kith.sharding.presence.Presences;
import io.kith.sharding.roster.RosterLimits;
import io.kith.sharding.routing.Router;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// What the owners of a node share. Everything here may be used from any thread.
///
/// @param presences what tells contacts; given a way to send stanzas to other accounts if it needs
///     one
/// @param unstored bounds the rows under way of all owners here together
/// @param storeIsDown whether the store is declared to be down (its circuit breaker is open): only
///     then are
///     messages shown before they are stored, and their acknowledgement waits
/// @param random unguessable, for session ids and resources
public record Services(
        Stores stores,
        LogIds ids,
        Edges edges,
        FeatureChain features,
        Router router,
        Function<Consumer<Stanza>, Presences> presences,
        RosterLimits rosterLimits,
        Unstored unstored,
        AccountLimits limits,
        SessionCounters counters,
        InstantSource clock,
        RandomGenerator random,
        BooleanSupplier storeIsDown) {}
