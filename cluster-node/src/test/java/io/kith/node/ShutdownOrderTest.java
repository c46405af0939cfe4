package io.kith.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

final class ShutdownOrderTest {

    private final ArrayList<String> done = new ArrayList<>();

    private CompletionStage<?> note(String step) {
        done.add(step);
        return CompletableFuture.completedStage(step);
    }

    @Test
    void a_step_that_fails_throws_or_never_ends_does_not_keep_the_next_from_its_turn() {
        new ShutdownOrder()
                .then("first", Duration.ofSeconds(1), () -> note("first"))
                .then("fails", Duration.ofSeconds(1), () -> CompletableFuture.failedStage(new IllegalStateException()))
                .then("throws", Duration.ofSeconds(1), () -> {
                    throw new IllegalStateException("on purpose");
                })
                .then("never", Duration.ofMillis(1), CompletableFuture::new)
                .then("last", Duration.ofSeconds(1), () -> note("last"))
                .run();

        assertThat(done).containsExactly("first", "last");
    }
}
