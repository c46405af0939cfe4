package io.kith.sharding.domain;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.pubsub.Topic;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.Effect;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.RetentionCriteria;
import io.kith.sharding.wire.OperatorMessage;
import io.kith.sharding.wire.WireMessage;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// The one writer of the list of virtual hosts: event-sourced, so that who looks back sees when what was changed.
///
/// Publishes every new state on the topic it is given; a publication may be lost, its version shows it. At most
/// [#DOMAINS_MAX] domains, which take [DomainsState#BYTES_MAX] at most with all that is set for them: that is one
/// message and one snapshot.
public final class DomainRegistry extends EventSourcedBehavior<DomainRegistry.Command, DomainEvent, DomainsState> {

    public static final EntityTypeKey<Command> TYPE = EntityTypeKey.create(Command.class, "domains");

    /// There is one entity of this type, with this id.
    public static final String ENTITY_ID = "all";

    /// How many virtual hosts a cluster serves.
    public static final int DOMAINS_MAX = 1_000;

    private static final int EVENTS_PER_SNAPSHOT = 100;
    private static final int SNAPSHOTS_KEPT = 2;

    /// What can be asked of the registry. Operators' questions pass only between nodes of the same version.
    public sealed interface Command {}

    /// Serve this domain; an answer of [Answer#UNCHANGED] when it is served already, of
    /// [Answer#NAME_TAKEN] when another one has its rooms there, of [Answer#TOO_MANY] or
    /// [Answer#NO_ROOM] when that would be beyond the bounds of the registry.
    public record Add(String domain, DomainSettings settings, ActorRef<Answer> replyTo)
            implements Command, OperatorMessage {}

    /// Change what is set for it; an answer of [Answer#BEYOND_BOUNDS] when that would be more than
    /// may be set, of [Answer#NO_ROOM] beyond the bound of the registry, of [Answer#NAME_TAKEN] when
    /// the name for its rooms is a domain or the place of another's rooms.
    public record Change(String domain, DomainChange change, ActorRef<Answer> replyTo)
            implements Command, OperatorMessage {}

    /// Serve it no longer.
    public record Remove(String domain, ActorRef<Answer> replyTo) implements Command, OperatorMessage {}

    /// Publish the newest state once more: somebody may have missed it.
    public record Poll() implements Command, WireMessage {}

    /// What became of a request; `DONE` is said once the event is stored.
    public enum Answer implements OperatorMessage {
        DONE,
        UNCHANGED,
        UNKNOWN_DOMAIN,
        TOO_MANY,
        BEYOND_BOUNDS,
        NO_ROOM,
        NAME_TAKEN
    }

    private final InstantSource clock;
    private final ActorRef<Topic.Command<DomainsState>> topic;

    private DomainRegistry(InstantSource clock, ActorRef<Topic.Command<DomainsState>> topic) {
        super(
                PersistenceId.of(TYPE.name(), ENTITY_ID),
                SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(10), 0.2));
        this.clock = clock;
        this.topic = topic;
    }

    /// The entity; `topic` is where each new state is published.
    public static Behavior<Command> create(InstantSource clock, ActorRef<Topic.Command<DomainsState>> topic) {
        return Behaviors.setup((ActorContext<Command> _) -> new DomainRegistry(clock, topic));
    }

    @Override
    public DomainsState emptyState() {
        return DomainsState.NONE;
    }

    @Override
    public CommandHandler<Command, DomainEvent, DomainsState> commandHandler() {
        return this::decide;
    }

    @Override
    public EventHandler<DomainsState, DomainEvent> eventHandler() {
        return DomainsState::after;
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(EVENTS_PER_SNAPSHOT, SNAPSHOTS_KEPT);
    }

    private Effect<DomainEvent, DomainsState> decide(DomainsState state, Command command) {
        return switch (command) {
            case Add add
            when state.domains().containsKey(add.domain()) -> Effect().reply(add.replyTo(), Answer.UNCHANGED);
            case Add add
            when state.roomServices().containsKey(add.domain()) -> Effect().reply(add.replyTo(), Answer.NAME_TAKEN);
            case Add add when state.domains().size() >= DOMAINS_MAX -> Effect().reply(add.replyTo(), Answer.TOO_MANY);
            case Add add ->
                store(state, new DomainEvent.Added(add.domain(), add.settings(), clock.instant()), add.replyTo());
            case Change(var domain, var change, var replyTo) ->
                change(state, state.domains().get(domain), domain, change, replyTo);
            case Remove remove
            when !state.domains().containsKey(remove.domain()) ->
                Effect().reply(remove.replyTo(), Answer.UNKNOWN_DOMAIN);
            case Remove remove -> persist(new DomainEvent.Removed(remove.domain(), clock.instant()), remove.replyTo());
            case Poll _ -> Effect().none().thenRun((DomainsState known) -> topic.tell(Topic.publish(known)));
        };
    }

    private Effect<DomainEvent, DomainsState> change(
            DomainsState state,
            @Nullable DomainSettings before,
            String domain,
            DomainChange change,
            ActorRef<Answer> replyTo) {
        if (before == null) {
            return Effect().reply(replyTo, Answer.UNKNOWN_DOMAIN);
        }
        DomainSettings next;
        try {
            next = change.of(before);
        } catch (IllegalArgumentException tooMany) {
            return Effect().reply(replyTo, Answer.BEYOND_BOUNDS);
        }
        var service = next.rooms().at(domain).orElse("");
        if (!service.equals(before.rooms().at(domain).orElse("")) && state.isTaken(service, domain)) {
            return Effect().reply(replyTo, Answer.NAME_TAKEN);
        }
        return next.equals(before)
                ? Effect().reply(replyTo, Answer.UNCHANGED)
                : store(state, new DomainEvent.Changed(domain, next, clock.instant()), replyTo);
    }

    /// Persists what makes the state larger, if there is room for it.
    private Effect<DomainEvent, DomainsState> store(DomainsState state, DomainEvent event, ActorRef<Answer> replyTo) {
        return state.after(event).bytes() > DomainsState.BYTES_MAX
                ? Effect().reply(replyTo, Answer.NO_ROOM)
                : persist(event, replyTo);
    }

    private Effect<DomainEvent, DomainsState> persist(DomainEvent event, ActorRef<Answer> replyTo) {
        return Effect()
                .persist(event)
                .thenRun((DomainsState next) -> topic.tell(Topic.publish(next)))
                .thenReply(replyTo, _ -> Answer.DONE);
    }
}
