package io.kith.node.edge;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.EdgeBatch;
import io.kith.sharding.edge.EdgeMessage;
import io.kith.sharding.edge.Edges;
import io.kith.sharding.edge.Sight;
import io.kith.sharding.parcel.Parcels;
import io.kith.sharding.presence.LocalConnections;
import io.kith.sharding.session.UserSession;
import io.kith.sharding.wire.Chunk;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// All connections of a node by their numbers: how owners reach them, what wakes them, and how they are told
/// to leave.
///
/// Owners on this node reach a connection by a look-up and a callback. Those of other nodes send batches to
/// the actor that [#behavior] is, which has to live at `/user/edge-hub` ([#NAME]). Numbers are never used
/// twice. The node's presence hub reaches them by a look-up, too.
public final class EdgeHub implements Edges, LocalConnections {

    /// The name of the hub's actor, under the guardian.
    public static final String NAME = "edge-hub";

    private static final Duration TICK = Duration.ofMillis(250);
    private static final int TICKS_PER_SECOND = 4;

    private sealed interface Own {
        record Tick() implements Own {}

        record Empty(int perSecond, CompletableFuture<Void> done) implements Own {}

        record OwnersMoved(int perSecond) implements Own {}

        record DomainsChanged(int perSecond) implements Own {}
    }

    private final String node;
    private final long incarnation;
    private final Owners owners;
    private final Partings partings;
    private final InstantSource clock;
    private final FarNodes others;
    private final Parcels parcels;
    private final Wheel wheel;
    private final AtomicLong numbers = new AtomicLong();
    private final ConcurrentHashMap<Long, Seat> seats = new ConcurrentHashMap<>();
    private final CompletableFuture<ActorRef<Object>> self = new CompletableFuture<>();

    /// @param node `host:port` of this actor system, as other nodes know it
    /// @param incarnation another one for each start of the node, so that nothing meant for its predecessor
    ///     is taken
    public EdgeHub(ActorSystem<?> system, String node, long incarnation, Owners owners, InstantSource clock) {
        this.node = node;
        this.incarnation = incarnation;
        this.owners = owners;
        this.partings = new Partings(owners);
        this.clock = clock;
        this.wheel = new Wheel(TICK.toMillis(), clock.millis());
        var resolver = ActorRefResolver.get(system);
        this.parcels = Parcels.get(system);
        this.others = new FarNodes(
                name -> resolver.resolveActorRef("akka://" + system.name() + "@" + name + "/user/" + NAME),
                system.executionContext(),
                parcels);
    }

    /// The hub's actor; spawn it once, as [#NAME].
    public Behavior<Object> behavior() {
        return Behaviors.setup(context -> {
            self.complete(context.getSelf());
            return Behaviors.withTimers(timers -> {
                timers.startTimerWithFixedDelay(new Own.Tick(), TICK);
                return Behaviors.receiveMessage(new Turning()::receive);
            });
        });
    }

    /// The hub's actor between its messages: who is still to be told something, a few at each tick.
    private final class Turning {

        private final ArrayDeque<Long> leaving = new ArrayDeque<>();
        private final ArrayDeque<Long> moving = new ArrayDeque<>();
        private final ArrayDeque<Long> served = new ArrayDeque<>();
        private int leavingPerTick;
        private int movingPerTick;
        private int servedPerTick;
        private CompletableFuture<Void> left = new CompletableFuture<>();

        private Behavior<Object> receive(Object message) {
            switch (message) {
                case EdgeBatch batch -> onBatch(batch);
                case Chunk chunk -> parcels.arrived(chunk).ifPresent(this::receive);
                case Own.Tick() -> onTick();
                case Own.Empty(var perSecond, var done) -> {
                    leaving.addAll(seats.keySet());
                    leavingPerTick = Math.max(1, perSecond / TICKS_PER_SECOND);
                    left = done;
                }
                case Own.OwnersMoved(var perSecond) -> {
                    moving.clear();
                    moving.addAll(seats.keySet());
                    movingPerTick = Math.max(1, perSecond / TICKS_PER_SECOND);
                }
                case Own.DomainsChanged(var perSecond) -> {
                    served.clear();
                    served.addAll(seats.keySet());
                    servedPerTick = Math.max(1, perSecond / TICKS_PER_SECOND);
                }
                default -> {
                    return Behaviors.unhandled();
                }
            }
            return Behaviors.same();
        }

        private void onTick() {
            wheel.turn(clock.millis(), number -> seat(number, Seat::wake));
            partings.tick(clock.millis());
            take(leaving, leavingPerTick, Seat::shutDown);
            take(moving, movingPerTick, Seat::ownerMoved);
            take(served, servedPerTick, Seat::domainsChanged);
            if (leavingPerTick > 0 && leaving.isEmpty() && seats.isEmpty()) {
                left.complete(null);
            }
        }

        private void take(ArrayDeque<Long> from, int count, Consumer<Seat> action) {
            for (var i = 0; i < count && !from.isEmpty(); i++) {
                seat(from.removeFirst(), action);
            }
        }
    }

    @Override
    public void tell(Jid owner, EdgeAddress to, EdgeMessage message) {
        if (to.node().equals(node)) {
            tellHere(owner, to, message);
        } else {
            others.tell(owner, to, message);
        }
    }

    private void onBatch(EdgeBatch batch) {
        for (var item : batch.items()) {
            tellHere(item.owner(), new EdgeAddress(node, batch.incarnation(), item.connection()), item.message());
        }
    }

    private void tellHere(Jid owner, EdgeAddress to, EdgeMessage message) {
        var isHere = to.incarnation() == incarnation;
        if (isHere && partings.told(to.connection(), message)) {
            return;
        }
        var seat = isHere ? seats.get(to.connection()) : null;
        if (seat != null) {
            seat.told(message);
        } else {
            Returned.answer(owners, owner, to, message);
        }
    }

    /// How the connections of this hub speak to owners: their last words are kept until they are heard.
    public Owners owners() {
        return new Owners() {
            @Override
            public void tell(Jid account, UserSession.Wire command) {
                owners.tell(account, command);
            }

            @Override
            public void part(Jid account, Parting parting) {
                partings.add(account, parting, clock.millis());
            }
        };
    }

    @Override
    public void write(EdgeAddress connection, List<Stanza> presences) {
        var seat = connection.incarnation() == incarnation ? seats.get(connection.connection()) : null;
        if (seat != null) {
            seat.shown(presences);
        }
    }

    @Override
    public boolean relay(
            EdgeAddress connection, Jid occupant, long id, Sight sight, List<Stanza> stanzas, boolean last) {
        var seat = connection.incarnation() == incarnation ? seats.get(connection.connection()) : null;
        if (seat == null) {
            return false;
        }
        seat.relayed(new Letters.Relayed(occupant, id, sight, stanzas, last));
        return true;
    }

    @Override
    public void parted(EdgeAddress connection, Jid full, List<Jid> seen, int earlier, int later) {
        owners.tell(full.bare(), new UserSession.Saw(connection, full, seen, earlier, later));
    }

    /// Another node is gone: nothing is kept for it.
    public void nodeGone(String other) {
        others.forget(other);
    }

    /// Owners may have moved without a word, for a node has died: every session here turns to its owner
    /// again.
    ///
    /// @param perSecond how many sessions each second, so that those who live are not flooded
    public void ownersMoved(int perSecond) {
        tellSelf(new Own.OwnersMoved(perSecond));
    }

    /// A domain is served no longer: connections see for themselves whether it is theirs.
    ///
    /// @param perSecond how many each second
    public void domainsChanged(int perSecond) {
        tellSelf(new Own.DomainsChanged(perSecond));
    }

    /// Tells all clients that the node stops (`system-shutdown`) and parks their sessions, a few at a time.
    ///
    /// @return done when the last connection is closed; take no new ones
    public CompletionStage<Void> shutDown(int perSecond) {
        var done = new CompletableFuture<Void>();
        tellSelf(new Own.Empty(perSecond, done));
        return done;
    }

    /// How many connections there are, with and without a session.
    public int connections() {
        return seats.size();
    }

    /// Now, or once the actor lives.
    private void tellSelf(Own message) {
        var _ = self.thenAccept(actor -> actor.tell(message));
    }

    // For connections.

    EdgeAddress newAddress() {
        return new EdgeAddress(node, incarnation, numbers.incrementAndGet());
    }

    void enter(EdgeAddress address, Seat seat) {
        seats.put(address.connection(), seat);
    }

    void leave(EdgeAddress address) {
        seats.remove(address.connection());
    }

    /// @return when it will be woken, at the earliest
    long wakeAt(EdgeAddress address, long atMillis) {
        return wheel.add(address.connection(), atMillis);
    }

    private void seat(long number, Consumer<Seat> action) {
        var seat = seats.get(number);
        if (seat != null) {
            action.accept(seat);
        }
    }
}
