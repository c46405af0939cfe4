package io.kith.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/// How tests wait for a store.
public final class Futures {

    private static final int PATIENCE_SECONDS = 60;

    private Futures() {}

    /// The answer, or the failure thrown.
    public static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture()
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /// That it has not answered yet.
    public static void assertPending(CompletionStage<?> stage) {
        assertThat(stage.toCompletableFuture()).isNotDone();
    }
}
