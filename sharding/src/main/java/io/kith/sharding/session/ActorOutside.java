package io.kith.sharding.session;

import akka.actor.typed.javadsl.ActorContext;
import io.kith.proto.jid.Jid;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.EdgeMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The world as an actor reaches it: what runs later comes back as a message.
final class ActorOutside implements Outside {

    private final Jid jid;
    private final Services services;
    private final Owners owners;
    private final ActorContext<UserSession.Command> context;
    private final Function<Runnable, UserSession.Command> turns;

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
        context.pipeToSelf(stage, (value, failure) -> turns.apply(() -> turn.accept(value, failure)));
    }
}
