package io.kith.persistence.lease;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// The one lease of a keyspace. Of several that take it at once one gets it.
public interface ClusterLeases {

    /// How long it lives when it is not renewed.
    Duration LIVES = Duration.ofSeconds(15);

    /// The one that lives now.
    CompletionStage<Optional<Lease>> find();

    /// Makes this the lease, for [#LIVES] from now, if the one that lives has this holder, or if none does.
    ///
    /// @param before the holder whose lease this one replaces, its own to renew it; empty when none is to live
    /// @return whether it was so; false, too, when an answer was lost and the repeated request found its own work
    CompletionStage<Boolean> take(Lease lease, Optional<String> before);

    /// Ends it at once, if this holder has it. Repeatable.
    CompletionStage<Void> release(String holder);
}
