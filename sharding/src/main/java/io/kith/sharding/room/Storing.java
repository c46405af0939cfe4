package io.kith.sharding.room;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Carries what a room says to its stores, and knows what of it is under way: as much as the room has begun.
final class Storing implements RoomCarrier {

    private final RoomCarrier world;
    private final Map<Long, CompletableFuture<?>> underWay = new HashMap<>(4);
    private long begun;

    Storing(RoomCarrier world) {
        this.world = world;
    }

    @Override
    public void persist(List<RoomEvent> events, Runnable then) {
        world.persist(events, then);
    }

    @Override
    public void later(Duration delay, Runnable turn) {
        world.later(delay, turn);
    }

    @Override
    public <T> void await(CompletionStage<T> stage, BiConsumer<@Nullable T, @Nullable Throwable> turn) {
        var number = ++begun;
        underWay.put(number, stage.toCompletableFuture());
        world.await(stage, (value, failure) -> {
            underWay.remove(number);
            turn.accept(value, failure);
        });
    }

    /// Done when all that is under way now has ended, well or not.
    CompletionStage<Void> ended() {
        return CompletableFuture.allOf(underWay.values().toArray(CompletableFuture[]::new))
                .exceptionally(_ -> null);
    }
}
