package io.kith.sharding.room;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.Effect;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.RetentionCriteria;
import akka.persistence.typed.javadsl.SignalHandler;
import io.kith.persistence.archive.Row;
import io.kith.proto.jid.Jid;
import io.kith.sharding.log.Chronicle;
import io.kith.sharding.parcel.Parcels;
import io.kith.sharding.room.relay.FromRelay;
import io.kith.sharding.session.UserSession;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// One room, wherever its occupants are. Entity id: its bare address.
///
/// Takes what operators want ([RoomOrder]), what owners say over links (`UserSession.Deliver` and
/// what belongs to it), what relays say ([FromRelay]), and that a node is gone
/// (`UserSession.EdgeGone`). Lives from the first word to it until nobody has been in it for a
/// while, sooner when there is no such room. Events are journalled; whoever is in the room is
/// remembered by relays.
public final class Room extends EventSourcedBehavior<Object, RoomEvent, RoomState> {

    public static final EntityTypeKey<Object> TYPE = EntityTypeKey.create(Object.class, "room");

    /// Addresses without a room leave sooner: anybody can write to any number of them.
    static final Duration ABSENT_IDLE = Duration.ofSeconds(5);

    /// When the journal answers again, a room whose events it did not take goes on after this time at the latest.
    private static final Duration RECOVERED_WITHIN = Duration.ofSeconds(3);

    private static final Chronicle LOG = Chronicle.of(Room.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int EVENTS_PER_SNAPSHOT = 100;
    private static final int SNAPSHOTS_KEPT = 2;

    /// Stops it: the room moves to another node, or has been idle.
    public record Stop() {}

    private enum Own {
        TICK,
        GO_ON
    }

    private record Turn(RoomKeeper of, Runnable work) {}

    private final Jid jid;
    private final RoomServices services;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final ActorContext<Object> context;
    private final TimerScheduler<Object> timers;
    private final List<RoomEvent> events = new ArrayList<>();
    private List<Runnable> thens = new ArrayList<>();
    private final Defects defects = new Defects();
    private @Nullable RoomKeeper keeper;
    private Instant idleSince;

    private Room(
            Jid jid,
            RoomServices services,
            ActorRef<ClusterSharding.ShardCommand> shard,
            ActorContext<Object> context,
            TimerScheduler<Object> timers) {
        super(
                PersistenceId.of(TYPE.name(), jid.toString()),
                SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), RECOVERED_WITHIN, 0.2));
        this.jid = jid;
        this.services = services;
        this.shard = shard;
        this.context = context;
        this.timers = timers;
        this.idleSince = services.clock().instant();
    }

    /// An entity for the room `jid`.
    static Behavior<Object> create(Jid jid, RoomServices services, ActorRef<ClusterSharding.ShardCommand> shard) {
        return Behaviors.setup((ActorContext<Object> context) ->
                Behaviors.withTimers(timers -> new Room(jid, services, shard, context, timers)));
    }

    @Override
    public RoomState emptyState() {
        return RoomState.NONE;
    }

    @Override
    public EventHandler<RoomState, RoomEvent> eventHandler() {
        return RoomState::after;
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(EVENTS_PER_SNAPSHOT, SNAPSHOTS_KEPT);
    }

    @Override
    public SignalHandler<RoomState> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.instance(), this::begin)
                .onSignal(PostStop.instance(), _ -> {
                    LOG.room(jid, "stops");
                    if (keeper != null) {
                        keeper.stop();
                        keeper = null;
                        services.terms().counters().rooms.decrement();
                    }
                })
                .build();
    }

    /// Also after events could not be stored: nothing of the life before goes on but the rows that it was writing.
    private void begin(RoomState state) {
        var before = keeper;
        var unstored = List.<Row>of();
        if (before == null) {
            services.terms().counters().rooms.increment();
        } else {
            unstored = before.unstored(state);
            before.stop();
        }
        LOG.room(jid, state.exists() ? "begins" : "begins; there is no such room yet");
        events.clear();
        thens = new ArrayList<>();
        var world = new World();
        var begun = new RoomKeeper(jid, state, services, world, defects);
        world.keeper = begun;
        keeper = begun;
        begun.start(unstored);
        if (!state.exists() && lastSequenceNumber(context) > 0) {
            begun.unindex(); // a node may have died between the end of the room and that of its entry
        }
        context.getSelf().tell(Own.GO_ON);
        wake();
    }

    @Override
    public CommandHandler<Object, RoomEvent, RoomState> commandHandler() {
        return this::on;
    }

    private Effect<RoomEvent, RoomState> on(RoomState state, Object command) {
        var now = keeper;
        if (command instanceof Stop) {
            return Effect().stop();
        }
        if (now == null) {
            return Effect().none();
        }
        try {
            take(now, command);
        } catch (RuntimeException defect) {
            beginAnew(now, state, defect);
        }
        return store();
    }

    /// A request can't break the room twice: what it broke in memory is forgotten, and it is refused when it comes
    /// again.
    /// What breaks it otherwise ends this actor, and the next word to the room begins another.
    private void beginAnew(RoomKeeper broken, RoomState state, RuntimeException defect) {
        if (!broken.broke(defect)) {
            throw defect;
        }
        begin(state);
    }

    private void take(RoomKeeper now, Object command) {
        switch (command) {
            case Own own when own == Own.TICK -> tick(now);
            case Own _ -> {
                // what is to be stored is stored below
            }
            case Turn(var of, var work) -> {
                if (of == now) {
                    now.turn(work);
                }
            }
            case UserSession.Piece(var chunk) ->
                Parcels.get(context.getSystem()).arrived(chunk).ifPresent(now::handle);
            default -> {
                if (!(command instanceof FromRelay.Alive)) {
                    idleSince = services.clock().instant();
                }
                now.handle(command);
                wake();
            }
        }
    }

    private Effect<RoomEvent, RoomState> store() {
        if (events.isEmpty()) {
            return Effect().none();
        }
        var storing = List.copyOf(events);
        var after = thens;
        events.clear();
        thens = new ArrayList<>();
        return Effect().persist(storing).thenRun(state -> {
            var now = keeper;
            if (now != null) {
                try {
                    now.persisted(state, after);
                } catch (RuntimeException defect) {
                    beginAnew(now, state, defect);
                }
            }
            if (!events.isEmpty()) {
                context.getSelf().tell(Own.GO_ON);
            }
        });
    }

    private void tick(RoomKeeper now) {
        var wanted = now.tick();
        var idle = now.exists() ? services.idle() : ABSENT_IDLE;
        if (!now.isIdle()) {
            idleSince = services.clock().instant();
        } else if (!services.clock().instant().isBefore(idleSince.plus(idle))) {
            shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
        }
        if (wanted || now.isIdle()) {
            wake();
        }
    }

    private void wake() {
        if (!timers.isTimerActive(Own.TICK)) {
            timers.startSingleTimer(Own.TICK, TICK);
        }
    }

    /// The world of one life of the room.
    private final class World implements RoomCarrier {

        private @Nullable RoomKeeper keeper;

        @Override
        public void persist(List<RoomEvent> some, Runnable then) {
            events.addAll(some);
            thens.add(then);
        }

        @Override
        public void later(Duration delay, Runnable turn) {
            var _ = context.scheduleOnce(delay, context.getSelf(), of(turn));
        }

        @Override
        public <T> void await(CompletionStage<T> stage, BiConsumer<@Nullable T, @Nullable Throwable> turn) {
            context.pipeToSelf(stage, (value, failure) -> of(() -> turn.accept(value, failure)));
        }

        private Turn of(Runnable work) {
            var of = keeper;
            if (of == null) {
                throw new IllegalStateException("the room has not begun");
            }
            return new Turn(of, work);
        }
    }
}
