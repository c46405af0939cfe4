package io.kith.sharding.room.relay;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import io.kith.proto.jid.Jid;
import io.kith.sharding.presence.LocalConnections;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The relays of a node, one per room that has a client here. Rooms address it by the name of the node; it lives at
/// `/user/room-relays` ([#NAME]).
public final class RelayHub {

    /// The name of the hub's actor, under the guardian.
    public static final String NAME = "room-relays";

    /// How long what came may wait to be confirmed together.
    private static final Duration CONFIRM_WITHIN = Duration.ofMillis(50);

    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(5);

    private record Over(Jid room, ActorRef<Object> relay) {}

    /// @param seats those that it had when it last counted
    private record Died(Jid room, ActorRef<Object> relay, AtomicInteger seats) {}

    private enum Own {
        CONFIRM,
        TICK,

        /// Others have had their turn.
        GO_ON,

        /// The hub knows that the relay is over: nothing comes behind it.
        END
    }

    private final String node;
    private final LocalConnections connections;
    private final Rooms rooms;
    private final RelayCounters counters;
    private final ActorContext<Object> context;
    private final Map<Jid, ActorRef<Object>> relays = new HashMap<>();

    private RelayHub(
            String node,
            LocalConnections connections,
            Rooms rooms,
            RelayCounters counters,
            ActorContext<Object> context) {
        this.node = node;
        this.connections = connections;
        this.rooms = rooms;
        this.counters = counters;
        this.context = context;
    }

    /// The hub's actor; spawn it once, as [#NAME].
    ///
    /// @param node `host:port` of this actor system, as other nodes know it
    public static Behavior<Object> behavior(
            String node, LocalConnections connections, Rooms rooms, RelayCounters counters) {
        return Behaviors.setup(context -> {
            var hub = new RelayHub(node, connections, rooms, counters, context);
            return Behaviors.receive(Object.class)
                    .onMessage(ToRelay.class, hub::onSaid)
                    .onMessage(Over.class, hub::onOver)
                    .onMessage(Died.class, hub::onDied)
                    .build();
        });
    }

    /// The way to the hubs of all nodes.
    public static Relays relays(ActorSystem<?> system) {
        var resolver = ActorRefResolver.get(system);
        var hubs = new ConcurrentHashMap<String, ActorRef<Object>>();
        return (node, message) -> hubs.computeIfAbsent(
                        node,
                        name -> resolver.resolveActorRef("akka://" + system.name() + "@" + name + "/user/" + NAME))
                .tell(message);
    }

    private Behavior<Object> onSaid(ToRelay message) {
        var relay = relays.get(message.room());
        switch (message) {
            case ToRelay.Ask ask when relay == null -> RoomRelay.answerNothing(rooms, ask.room(), node, ask.epoch());
            case ToRelay.Close _ when relay == null -> {
                // it has gone already
            }
            default -> (relay == null ? spawn(message.room()) : relay).tell(message);
        }
        return Behaviors.same();
    }

    /// What the room has said since to the relay comes back, and is for the next one.
    private Behavior<Object> onOver(Over over) {
        relays.remove(over.room(), over.relay());
        over.relay().tell(Own.END);
        return Behaviors.same();
    }

    private Behavior<Object> onDied(Died died) {
        relays.remove(died.room(), died.relay());
        counters.seats.add(-died.seats().get());
        return Behaviors.same();
    }

    private ActorRef<Object> spawn(Jid room) {
        var hub = context.getSelf();
        var seats = new AtomicInteger();
        Behavior<Object> relay = Behaviors.supervise(Behaviors.<Object>setup(own -> Behaviors.withTimers(timers -> {
                    timers.startTimerWithFixedDelay(Own.TICK, SIGN_OF_LIFE);
                    var here = new RoomRelay(room, node, connections::relay, rooms);
                    return new Running(room, here, own, timers, hub, seats, counters).behavior();
                })))
                .onFailure(SupervisorStrategy.stop());
        var ref = context.spawnAnonymous(relay);
        relays.put(room, ref);
        context.watchWith(ref, new Died(room, ref, seats));
        return ref;
    }

    /// A relay and its actor.
    private static final class Running {

        private final Jid room;
        private final RoomRelay relay;
        private final ActorContext<Object> own;
        private final TimerScheduler<Object> timers;
        private final ActorRef<Object> hub;
        private final AtomicInteger seats;
        private final RelayCounters counters;
        private long written;
        private boolean goesOn;

        private Running(
                Jid room,
                RoomRelay relay,
                ActorContext<Object> own,
                TimerScheduler<Object> timers,
                ActorRef<Object> hub,
                AtomicInteger seats,
                RelayCounters counters) {
            this.room = room;
            this.relay = relay;
            this.own = own;
            this.timers = timers;
            this.hub = hub;
            this.seats = seats;
            this.counters = counters;
        }

        private Behavior<Object> behavior() {
            return Behaviors.receive(Object.class)
                    .onMessage(ToRelay.class, this::onSaid)
                    .onMessage(Own.class, this::onOwn)
                    .onSignal(PostStop.class, _ -> {
                        relay.confirm();
                        return Behaviors.same();
                    })
                    .build();
        }

        private Behavior<Object> onSaid(ToRelay message) {
            relay.take(message);
            if (!timers.isTimerActive(Own.CONFIRM)) {
                timers.startSingleTimer(Own.CONFIRM, CONFIRM_WITHIN);
            }
            return goOn();
        }

        private Behavior<Object> onOwn(Own what) {
            if (what == Own.GO_ON) {
                goesOn = false;
                relay.goOn();
                return goOn();
            }
            relay.confirm();
            if (what == Own.TICK) {
                relay.tick();
            }
            return goOn();
        }

        /// One addition for all that was written in a turn.
        private void count() {
            counters.seats.add(relay.seats() - seats.getAndSet(relay.seats()));
            counters.written.add(relay.written() - written);
            written = relay.written();
        }

        private Behavior<Object> goOn() {
            count();
            if (relay.isOver()) {
                relay.confirm();
                hub.tell(new Over(room, own.getSelf()));
                return over(hub);
            }
            if (relay.isBusy() && !goesOn) {
                goesOn = true;
                own.getSelf().tell(Own.GO_ON); // by way of the mailbox: the connections that were woken come first
            }
            return Behaviors.same();
        }
    }

    /// Takes nothing more: a room that is entered again meanwhile would be forgotten with it.
    private static Behavior<Object> over(ActorRef<Object> hub) {
        return Behaviors.receive(Object.class)
                .onMessage(ToRelay.class, message -> {
                    hub.tell(message);
                    return Behaviors.same();
                })
                .onMessage(Own.class, what -> what == Own.END ? Behaviors.stopped() : Behaviors.same())
                .build();
    }
}
