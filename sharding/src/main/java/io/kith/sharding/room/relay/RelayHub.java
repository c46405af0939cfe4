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

/// The relays of a node, one per room that has a client here. Rooms address it by the name of the node; it lives at
/// `/user/room-relays` ([#NAME]).
public final class RelayHub {

    /// The name of the hub's actor, under the guardian.
    public static final String NAME = "room-relays";

    /// How long what came may wait to be confirmed together.
    private static final Duration CONFIRM_WITHIN = Duration.ofMillis(50);

    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(5);

    private record Over(Jid room, ActorRef<Object> relay) {}

    private enum Own {
        CONFIRM,
        TICK
    }

    private final String node;
    private final LocalConnections connections;
    private final Rooms rooms;
    private final ActorContext<Object> context;
    private final Map<Jid, ActorRef<Object>> relays = new HashMap<>();

    private RelayHub(String node, LocalConnections connections, Rooms rooms, ActorContext<Object> context) {
        this.node = node;
        this.connections = connections;
        this.rooms = rooms;
        this.context = context;
    }

    /// The hub's actor; spawn it once, as [#NAME].
    ///
    /// @param node `host:port` of this actor system, as other nodes know it
    public static Behavior<Object> behavior(String node, LocalConnections connections, Rooms rooms) {
        return Behaviors.setup(context -> {
            var hub = new RelayHub(node, connections, rooms, context);
            return Behaviors.receive(Object.class)
                    .onMessage(ToRelay.class, hub::onSaid)
                    .onMessage(Over.class, hub::onOver)
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

    /// What is in its mailbox still is not confirmed, and will be said again.
    private Behavior<Object> onOver(Over over) {
        if (relays.remove(over.room(), over.relay())) {
            context.stop(over.relay());
        }
        return Behaviors.same();
    }

    private ActorRef<Object> spawn(Jid room) {
        var hub = context.getSelf();
        Behavior<Object> relay = Behaviors.supervise(Behaviors.<Object>setup(own -> Behaviors.withTimers(timers -> {
                    timers.startTimerWithFixedDelay(Own.TICK, SIGN_OF_LIFE);
                    return running(room, new RoomRelay(room, node, connections::relay, rooms), own, timers, hub);
                })))
                .onFailure(SupervisorStrategy.stop());
        var ref = context.spawnAnonymous(relay);
        relays.put(room, ref);
        context.watchWith(ref, new Over(room, ref));
        return ref;
    }

    private static Behavior<Object> running(
            Jid room, RoomRelay relay, ActorContext<Object> own, TimerScheduler<Object> timers, ActorRef<Object> hub) {
        return Behaviors.receive(Object.class)
                .onMessage(ToRelay.class, message -> {
                    relay.take(message);
                    if (relay.isOver()) {
                        hub.tell(new Over(room, own.getSelf()));
                    }
                    if (!timers.isTimerActive(Own.CONFIRM)) {
                        timers.startSingleTimer(Own.CONFIRM, CONFIRM_WITHIN);
                    }
                    return Behaviors.same();
                })
                .onMessage(Own.class, what -> {
                    relay.confirm();
                    if (what == Own.TICK) {
                        relay.tick();
                        if (relay.isOver()) {
                            hub.tell(new Over(room, own.getSelf()));
                        }
                    }
                    return Behaviors.same();
                })
                .onSignal(PostStop.class, _ -> {
                    relay.confirm();
                    return Behaviors.same();
                })
                .build();
    }
}
