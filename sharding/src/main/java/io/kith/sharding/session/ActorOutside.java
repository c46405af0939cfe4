package io.kith.sharding.session;

import akka.actor.typed.javadsl.ActorContext;
import io.kith.proto.jid.Jid;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.EdgeMessage;
import io.kith.sharding.small.SmallQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The world as an actor reaches it: what runs later comes back as a message, but for what an
/// owner's turn awaits and is known already, which ends that turn.
final class ActorOutside implements Outside {

    /// What one turn takes with it of this; the rest comes back as a message.
    static final int AWAITED_MAX = 64;

    private final Jid jid;
    private final Services services;
    private final Owners owners;
    private final ActorContext<UserSession.Command> context;
    private final Function<Runnable, UserSession.Command> turns;
    private final SmallQueue<Runnable> awaited = new SmallQueue<>();
    private boolean turning;

    ActorOutside(
            Jid jid,
            Services services,
            Owners owners,
            ActorContext<UserSession.Command> context,
            Function<Runnable, UserSession.Command> turns) {
        this.jid = jid;
        this.services = services;
        this.owners = owners;
        this.context = context;
        this.turns = turns;
    }

    @Override
    public void tellEdge(EdgeAddress to, EdgeMessage message) {
        services.edges().tell(jid, to, message);
    }

    @Override
    public void tellOwner(Jid account, UserSession.Wire message) {
        owners.tell(account, message);
    }

    @Override
    public Instant now() {
        return services.clock().instant();
    }

    @Override
    public void later(Duration delay, Runnable turn) {
        var _ = context.scheduleOnce(delay, context.getSelf(), turns.apply(turn));
    }

    @Override
    public <T> void await(CompletionStage<T> stage, BiConsumer<@Nullable T, @Nullable Throwable> turn) {
        if (turning && isKnown(stage) && awaited.size() < AWAITED_MAX) {
            awaited.addLast(() -> stage.whenComplete(turn));
        } else {
            context.pipeToSelf(stage, (value, failure) -> turns.apply(() -> turn.accept(value, failure)));
        }
    }

    /// Runs an owner's turn, which calls [#settle] at its end.
    void turn(Runnable turn) {
        turning = true;
        try {
            turn.run();
        } finally {
            turning = false;
        }
    }

    /// Whether the stage says that it is done. Most that are no plain future don't say: what a driver hands out, and
    /// what `completedStage` makes, which is a future by its class and throws when it is asked.
    static boolean isKnown(CompletionStage<?> stage) {
        return stage.getClass() == CompletableFuture.class && ((CompletableFuture<?>) stage).isDone();
    }

    @Override
    public void settle() {
        for (var left = AWAITED_MAX; left > 0 && !awaited.isEmpty(); left--) {
            awaited.removeFirst().run();
        }
        if (!awaited.isEmpty()) {
            context.getSelf().tell(turns.apply(() -> {}));
        }
    }
}
