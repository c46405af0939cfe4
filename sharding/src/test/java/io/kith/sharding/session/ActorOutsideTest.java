package io.kith.sharding.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class ActorOutsideTest {

    @Test
    void a_future_that_is_done_is_known() {
        assertThat(ActorOutside.isKnown(CompletableFuture.completedFuture("stored")))
                .isTrue();
        assertThat(ActorOutside.isKnown(new CompletableFuture<>())).isFalse();
    }

    @Test
    void a_stage_that_can_not_be_asked_is_not_known() {
        assertThat(ActorOutside.isKnown(CompletableFuture.completedStage("stored")))
                .isFalse();
        assertThat(ActorOutside.isKnown(new CompletableFuture<>().minimalCompletionStage()))
                .isFalse();
    }
}
