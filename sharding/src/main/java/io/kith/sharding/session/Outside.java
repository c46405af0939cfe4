package io.kith.sharding.session;

import io.kith.proto.jid.Jid;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.EdgeMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// All that an owner does to the world. The actor carries it; a simulation carries many owners in
/// one thread.
///
/// What is handed over to run later runs as a turn of the owner's own, never beside another one,
/// or never at all when
/// the owner has stopped.
interface Outside {

    void tellEdge(EdgeAddress to, EdgeMessage message);

    void tellOwner(Jid account, UserSession.Wire message);

    Instant now();

    /// Runs a turn after this time.
    void later(Duration delay, Runnable turn);

    /// Runs what this turn has awaited and is known already, as part of this turn: called before what the turn has
    /// gathered leaves.
    default void settle() {}

    /// Runs a turn with the value or the failure of `stage`; never before the caller is through.
    <T> void await(CompletionStage<T> stage, BiConsumer<@Nullable T, @Nullable Throwable> turn);
}
