package io.kith.sharding.session;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// How a machine of one thread waits: what is handed over runs later as a turn of its own, never beside another one,
/// or never at all when the machine has stopped.
public interface Turns {

    /// Runs a turn after this time.
    void later(Duration delay, Runnable turn);

    /// Runs a turn with the value or the failure of `stage`; never before the caller is through.
    <T> void await(CompletionStage<T> stage, BiConsumer<@Nullable T, @Nullable Throwable> turn);
}
