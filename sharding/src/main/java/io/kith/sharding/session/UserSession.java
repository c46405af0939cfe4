package io.kith.sharding.session;

import akka.actor.Cancellable;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ExtensibleBehavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.Signal;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.TypedActorContext;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.StashBuffer;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import io.kith.persistence.account.AccountRecord;
import io.kith.persistence.account.AccountState;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.stream.StreamError;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.EdgeMessage;
import io.kith.sharding.edge.Out;
import io.kith.sharding.edge.RoomPosition;
import io.kith.sharding.log.Chronicle;
import io.kith.sharding.parcel.Parcels;
import io.kith.sharding.wire.Chunk;
import io.kith.sharding.wire.OperatorMessage;
import io.kith.sharding.wire.WireMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One account, wherever its clients are connected. Entity id: the bare JID.
///
/// Lives from the first word to it until nobody has been connected, parked or waited for during
/// [#IDLE], or [#ABSENT_IDLE] when there is no such account. Reads the
/// account once, keeping what comes meanwhile, then carries its [Owner], which holds every rule;
/// what is too much
/// meanwhile is dropped, and sent again by those who keep it. Stops on [Stop] whatever it is doing.
public final class UserSession {

    public static final EntityTypeKey<Command> TYPE = EntityTypeKey.create(Command.class, "user-session");

    /// After as long with nothing to do it leaves the memory.
    static final Duration IDLE = Duration.ofSeconds(120);

    /// A name without an account leaves sooner: anybody can write to any number of them.
    static final Duration ABSENT_IDLE = Duration.ofSeconds(5);

    /// It leaves after this time even if it is written to all the while, and whoever writes next has the account read
    /// again: [Usable] may have been lost.
    static final Duration ABSENT_MAX = Duration.ofMinutes(1);

    private static final Chronicle LOG = Chronicle.of(UserSession.class);
    private static final int STASHED_WHILE_LOADING_MAX = 256;
    private static final Duration TICK = Duration.ofSeconds(1);

    // Protocol: what others may say to an account, then what it says to itself.

    /// What may be said to an account.
    public sealed interface Command {}

    /// What connections, other owners and operators may say to it.
    public sealed interface Wire extends Command, WireMessage {}

    /// An authenticated connection binds a resource. Answered by `Attached` or `AttachRefused`, or by `Closed` when the
    /// password has changed since.
    ///
    /// @param resource as the client asked, prepared; "" leaves it to the server
    /// @param device what the client is called over its sessions (the user agent's id); "" for the
    ///     resource
    /// @param proved which credentials the login was proved against ([AccountRecord#credentialsId])
    public record Attach(EdgeAddress edge, Jid account, String resource, String device, long proved) implements Wire {}

    /// A connection with a living session turns to a new owner, after a move or a crash. Answered
    /// by
    /// `Reattached` or
    /// `AttachRefused`; what the old owner had not handled follows as `Inbound`.
    ///
    /// @param epoch the session's last epoch
    /// @param base the inbound n at `<enable/>`, -1 when stream management is not on
    /// @param resumeSeconds how long it may be parked, 0 when it can't be resumed
    /// @param handled the last inbound n that the connection knows to be handled
    /// @param givenLogId the highest log id that came to this connection, 0 for none
    /// @param untakenLogIds of all that came to it and its client has not taken yet, in order, the
    ///     log ids, 0
    ///     for what has none; these have the outbound sequences 1, 2, 3 … of the new epoch
    /// @param interested whether the client has asked for the roster
    /// @param note what the owner last asked the connection to remember, `""` for nothing
    /// @param presence the last available presence without `to` that the client sent, if it is
    ///     available
    /// @param directed to whom else the client has shown itself, and not taken it back
    /// @param rooms the rooms that the client is in, and how far it got
    public record Reattach(
            EdgeAddress edge,
            long epoch,
            String sessionId,
            Jid full,
            String device,
            long base,
            int resumeSeconds,
            long handled,
            long givenLogId,
            List<Long> untakenLogIds,
            boolean interested,
            String note,
            @Nullable Stanza presence,
            List<Jid> directed,
            List<RoomPosition> rooms)
            implements Wire {
        public Reattach {
            directed = List.copyOf(directed);
            rooms = List.copyOf(rooms);
            untakenLogIds = List.copyOf(untakenLogIds);
        }

        @Override
        public int weight() {
            return 10 * untakenLogIds.size() + (presence == null ? 0 : presence.size()) + RoomPosition.weight(rooms);
        }
    }

    /// All stanzas of one read, numbered from `firstN` on; the session's first ever is 1. Malformed
    /// addresses and all.
    public record Inbound(EdgeAddress edge, long epoch, long firstN, List<Stanza> stanzas) implements Wire {
        public Inbound {
            stanzas = List.copyOf(stanzas);
        }

        @Override
        public int weight() {
            return stanzas.stream().mapToInt(Stanza::size).sum();
        }
    }

    /// Confirms outbound.
    ///
    /// @param confirmedSeq the last one that is in the connection's own bounded queue, or written
    /// @param takenSeq the last one of the prefix that the client has taken: acknowledged with
    ///     stream
    ///     management, else
    ///     written into the socket
    public record Taken(EdgeAddress edge, long epoch, long confirmedSeq, long takenSeq) implements Wire {}

    /// Outbound is missing from here on; 0 when the connection does not know where the epoch
    /// starts.
    public record OutboundGap(EdgeAddress edge, long epoch, long from) implements Wire {}

    /// The client enabled stream management (XEP-0198 §3).
    ///
    /// @param base the inbound n at `<enable/>`
    /// @param resumeSeconds how long the session may be parked, 0 when it asked for no resumption
    public record EnableResume(EdgeAddress edge, long epoch, long base, int resumeSeconds) implements Wire {}

    /// The connection is lost; its session may be resumed. It may come to an owner that has not heard that.
    ///
    /// @param base the inbound n at `<enable/>`
    /// @param resumeSeconds how long the session may be parked, more than 0
    /// @param confirmedSeq the last outbound sequence that came to the connection; what of it is
    ///     not in `unacked`
    ///     has been taken
    /// @param outAcked the client's last h
    /// @param unacked what was written, or waited to be, beyond it, in order
    /// @param inactive whether the client had said that it is inactive (XEP-0352)
    /// @param rooms the rooms that the client is in, and how far it got
    public record Park(
            EdgeAddress edge,
            long epoch,
            long base,
            int resumeSeconds,
            long confirmedSeq,
            long outAcked,
            List<Out> unacked,
            boolean inactive,
            List<RoomPosition> rooms)
            implements Wire {
        public Park {
            rooms = List.copyOf(rooms);
            unacked = List.copyOf(unacked);
        }

        @Override
        public int weight() {
            return Out.weight(unacked) + RoomPosition.weight(rooms);
        }
    }

    /// A new connection resumes a session. Answered by `Resumed` or `ResumeFailed`, or by `Closed` as above.
    ///
    /// @param h how many outbound stanzas the client had
    /// @param proved as in `Attach`
    public record Resume(EdgeAddress edge, Jid account, String sessionId, long h, long proved) implements Wire {}

    /// The connection is gone and its session with it. Never answered.
    ///
    /// @param clean whether the client ended it; else what it had not taken is given to it again
    ///     when it
    ///     comes back
    /// @param takenSeq as in `Taken`, 0 when it is not known
    public record Detach(EdgeAddress edge, long epoch, boolean clean, long takenSeq) implements Wire {}

    /// Stanzas from another owner, over the link between the two.
    ///
    /// @param from the sending owner, bare
    public record Deliver(Jid from, long epoch, long firstSeq, List<Delivery> items) implements Wire {
        public Deliver {
            items = List.copyOf(items);
        }

        @Override
        public int weight() {
            return items.stream().mapToInt(item -> item.stanza().size()).sum();
        }
    }

    /// Where the link from another owner stands: it opens an epoch, or asks for a sign of life.
    public record DeliverAnnounced(Jid from, long epoch, long since, long base, long last) implements Wire {}

    /// Confirms deliveries to the owner that sent them.
    ///
    /// @param by the receiving owner, bare
    /// @param accepted the last one taken
    /// @param stored the last one of the prefix that is done with: its row stored, or refused, or
    ///     in need of
    ///     no row
    public record DeliverConfirmed(Jid by, long epoch, long accepted, long stored) implements Wire {}

    /// Deliveries are missing from here on; 0 when the receiver does not know where the epoch
    /// starts.
    public record DeliverGap(Jid by, long epoch, long from) implements Wire {}

    /// A hub's last word on a parked connection.
    ///
    /// @param resources what its client was shown last as available, and what has left so lately that
    ///     the client may not have been told; full addresses
    /// @param earlier how many messages come before this one, when it takes several
    /// @param later how many come after it
    public record Saw(EdgeAddress edge, Jid full, List<Jid> resources, int earlier, int later) implements Wire {
        public Saw {
            resources = List.copyOf(resources);
        }
    }

    /// A node's hub is gone and all its connections with it.
    public record EdgeGone(String node, long incarnation) implements Wire {}

    /// A parked session that an owner leaves to its successor when the account moves to another
    /// node.
    ///
    /// @param handled the last inbound n of the handled prefix; the client sends again what was
    ///     taken beyond it
    /// @param givenLogId the highest log id that the session was given or that was not for it
    /// @param until when it expires, in milliseconds of the epoch
    /// @param seen what its client was shown last as available
    /// @param parting the connections of which the hubs have not told yet what was seen there
    /// @param directed to whom else the client has shown itself, and not taken it back
    /// @param rooms the rooms that the client is in, and how far it got
    public record Adopt(
            Jid account,
            String sessionId,
            Jid full,
            String device,
            long base,
            int resumeSeconds,
            long handled,
            long outAcked,
            List<Out> unacked,
            long givenLogId,
            boolean interested,
            boolean inactive,
            String note,
            @Nullable Stanza presence,
            long until,
            List<Jid> seen,
            List<EdgeAddress> parting,
            List<Jid> directed,
            List<RoomPosition> rooms)
            implements Wire {
        public Adopt {
            parting = List.copyOf(parting);
            directed = List.copyOf(directed);
            rooms = List.copyOf(rooms);
            seen = List.copyOf(seen);
            unacked = List.copyOf(unacked);
        }

        @Override
        public int weight() {
            return Out.weight(unacked)
                    + (presence == null ? 0 : presence.size())
                    + weightOf(seen)
                    + RoomPosition.weight(rooms);
        }
    }

    /// Ends the sessions of the account, or that of one resource: kicked, password changed,
    /// disabled, deleted.
    ///
    /// @param resource "" for all
    /// @param spare the one that goes on all the same, "" for none
    /// @param forget whether the account itself has changed (disabled, deleted) and must be read
    ///     again
    public record End(String resource, String spare, StreamError reason, boolean forget) implements Wire {

        boolean ends(String of) {
            return !spare.equals(of) && (resource.isEmpty() || resource.equals(of));
        }
    }

    /// The account was just made or enabled: an owner that has found none that can be used reads it again.
    public record Usable() implements Wire {}

    /// Answered once all that was said to the owner before is done, its reading of the account included: for operators,
    /// who wait for the end of sessions.
    public record Settle(ActorRef<Settled> replyTo) implements Command, OperatorMessage {}

    /// The answer to [Settle].
    public enum Settled implements OperatorMessage {
        DONE
    }

    /// A part of one of these that is too large to cross in one piece.
    public record Piece(Chunk chunk) implements Command, WireMessage {}

    /// Stops it: the account moves to another node, or has been idle.
    public record Stop() implements Command {}

    private record Loaded(AccountRecord account, AccountState state) implements Command {}

    private record Absent() implements Command {}

    private record LoadFailed(Throwable cause) implements Command {}

    private record Turn(Runnable work) implements Command {}

    /// Only the one that was scheduled last counts.
    private static final class Tick implements Command {}

    private static int weightOf(List<Jid> addresses) {
        return addresses.stream()
                .mapToInt(address -> 2 * address.toString().length())
                .sum();
    }

    // Behaviour: first loading, then present or absent.

    /// An entity for the account `jid`.
    ///
    /// @param hasSuccessor whether another node can go on with accounts when this one stops
    public static Behavior<Command> create(
            Jid jid,
            Services services,
            Owners owners,
            ActorRef<ClusterSharding.ShardCommand> shard,
            BooleanSupplier hasSuccessor) {
        Behavior<Command> session = Behaviors.setup(context -> Behaviors.withStash(
                STASHED_WHILE_LOADING_MAX,
                stash -> new UserSession(jid, services, owners, shard, hasSuccessor, context, stash).load(0)));
        return Behaviors.supervise(session).onFailure(BEGUN_ANEW);
    }

    /// One for all owners.
    private static final SupervisorStrategy BEGUN_ANEW =
            SupervisorStrategy.restart().withLimit(10, Duration.ofMinutes(1));

    private final Jid jid;
    private final Services services;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final BooleanSupplier hasSuccessor;
    private final ActorContext<Command> context;
    private final StashBuffer<Command> stash;
    private final ActorOutside outside;
    private final Epochs epochs;
    private long idleSinceMillis = Long.MAX_VALUE;
    private boolean counted = true;
    private @Nullable Tick due;
    private @Nullable Cancellable ticking;

    private UserSession(
            Jid jid,
            Services services,
            Owners owners,
            ActorRef<ClusterSharding.ShardCommand> shard,
            BooleanSupplier hasSuccessor,
            ActorContext<Command> context,
            StashBuffer<Command> stash) {
        this.jid = jid;
        this.services = services;
        this.shard = shard;
        this.hasSuccessor = hasSuccessor;
        this.context = context;
        this.stash = stash;
        this.epochs = new Epochs(services.clock(), services.random());
        this.outside = new ActorOutside(jid, services, owners, context, Turn::new);
        services.counters().owners.increment();
    }

    /// Takes messages until it stops or fails, and is counted as long.
    private Behavior<Command> living(Function<Command, Behavior<Command>> on) {
        return living(on, () -> {});
    }

    /// @param failed run when it has failed, before its next life
    private Behavior<Command> living(Function<Command, Behavior<Command>> on, Runnable failed) {
        return new Living(on, failed);
    }

    /// What `Behaviors.receive` makes too, of six objects more for each owner.
    private final class Living extends ExtensibleBehavior<Command> {

        private final Function<Command, Behavior<Command>> on;
        private final Runnable failed;

        private Living(Function<Command, Behavior<Command>> on, Runnable failed) {
            this.on = on;
            this.failed = failed;
        }

        @Override
        public Behavior<Command> receive(TypedActorContext<Command> in, Command command) {
            return whole(command, on);
        }

        @Override
        public Behavior<Command> receiveSignal(TypedActorContext<Command> in, Signal signal) {
            if (signal instanceof PreRestart) {
                failed.run();
            }
            return onSignal(signal);
        }
    }

    /// Puts together what came in pieces, before anything else sees it.
    private Behavior<Command> whole(Command command, Function<Command, Behavior<Command>> on) {
        if (!(command instanceof Piece(var chunk))) {
            return on.apply(command);
        }
        return Parcels.get(context.getSystem())
                .arrived(chunk)
                .filter(Command.class::isInstance)
                .map(whole -> on.apply((Command) whole))
                .orElseGet(Behaviors::same);
    }

    private Behavior<Command> onSignal(Signal signal) {
        if (counted && (signal instanceof PostStop || signal instanceof PreRestart)) {
            counted = false;
            LOG.session(jid, signal instanceof PostStop ? "its owner stops" : "its owner has failed, and begins anew");
            services.counters().owners.decrement();
            if (ticking != null) {
                ticking.cancel();
            }
        }
        return Behaviors.same();
    }

    private Behavior<Command> load(int failures) {
        var stores = services.stores();
        context.pipeToSelf(
                stores.accounts()
                        .find(jid)
                        .thenCompose(found -> found.isEmpty()
                                ? CompletableFuture.<Command>completedFuture(new Absent())
                                : stores.states()
                                        .load(found.get().uid())
                                        .<Command>thenApply(state -> new Loaded(found.get(), state))),
                (loaded, failure) -> failure == null ? loaded : new LoadFailed(failure));
        return living(command -> switch (command) {
            case Loaded(var account, var state) ->
                stash.unstashAll(
                        switch (account.status()) {
                            case ACTIVE -> present(account, state);
                            case DISABLED -> absent(absentee()); // who may not log in is nobody, to others too
                            case LEAVING -> leaving(account, state);
                        });
            case Absent _ -> stash.unstashAll(absent(absentee()));
            case LoadFailed(var cause) -> {
                LOG.session(jid, "could not be read, and is tried again: {}", cause.toString());
                tickAfter(Backoff.after(failures + 1));
                yield Behaviors.same();
            }
            case Tick tick -> isDue(tick) ? load(failures + 1) : Behaviors.same();
            case Stop _ -> Behaviors.stopped();
            case Turn _ -> Behaviors.same();
            case Piece _ -> Behaviors.unhandled();
            case Settle settle -> {
                if (!stash.isFull()) {
                    stash.stash(settle); // else who asked asks again
                }
                yield Behaviors.same();
            }
            case Wire wire -> {
                keep(wire);
                yield Behaviors.same();
            }
        });
    }

    private void keep(Wire wire) {
        if (!stash.isFull()) {
            stash.stash(wire);
        } else if (wire instanceof Attach attach) {
            services.edges().tell(jid, attach.edge(), new EdgeMessage.AttachRefused(StanzaError.RESOURCE_CONSTRAINT));
        }
    }

    private Behavior<Command> present(AccountRecord account, AccountState state) {
        LOG.session(jid, "its owner begins");
        var owner = new Owner(account, state, services, outside, epochs);
        idleSinceMillis = outside.now().toEpochMilli();
        schedule(true);
        return living(
                command -> switch (command) {
                    case End end
                    when end.forget() -> {
                        owner.handle(end);
                        owner.stop();
                        yield load(0);
                    }
                    case Usable _ -> {
                        if (owner.isIdle()) { // it was begun for this: who makes many accounts fills no memory
                            shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
                        }
                        yield Behaviors.same();
                    }
                    case Wire wire -> after(owner, () -> owner.handle(wire));
                    case Settle settle -> settled(settle);
                    case Turn(var work) -> after(owner, () -> owner.turn(work));
                    case Tick tick -> isDue(tick) ? onTick(owner) : Behaviors.same();
                    case Stop _ -> {
                        if (hasSuccessor.getAsBoolean()) {
                            owner.stop();
                        } else {
                            owner.stopForGood(); // what is said to a successor now would wait for one, and the node
                            // with it
                        }
                        yield Behaviors.stopped();
                    }
                    case Loaded _, Absent _, LoadFailed _, Piece _ -> Behaviors.unhandled();
                },
                owner::stop); // it has failed: connections turn to its next life
    }

    private Behavior<Command> after(Owner owner, Runnable turn) {
        outside.turn(turn);
        var now = outside.now();
        idleSinceMillis = now.toEpochMilli();
        if (due == null) {
            schedule(owner.wantsTicks(now));
        }
        return Behaviors.same();
    }

    private boolean isIdleFor(Duration time) {
        return outside.now().toEpochMilli() - idleSinceMillis >= time.toMillis();
    }

    private Behavior<Command> onTick(Owner owner) {
        var wanted = owner.tick();
        if (owner.isIdle() && isIdleFor(IDLE)) {
            shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
        }
        schedule(wanted || owner.isIdle());
        return Behaviors.same();
    }

    private Absentee absentee() {
        return new Absentee(jid, services.features(), outside, epochs);
    }

    private Behavior<Command> leaving(AccountRecord account, AccountState state) {
        var absentee = absentee();
        absentee.leave(
                RosterDesk.read(account.uid(), services, state.items()),
                FollowDesk.farewells(jid, state.items()),
                services);
        return absent(absentee);
    }

    private Behavior<Command> absent(Absentee absentee) {
        LOG.session(jid, "has an owner, and is no account that can be used");
        var asked = outside.now();
        idleSinceMillis = asked.toEpochMilli();
        schedule(true);
        return living(command -> switch (command) {
            case End end when end.forget() -> load(0);
            case Usable _ -> load(0);
            case Attach attach
            when outside.now().isAfter(asked.plus(TICK)) -> {
                keep(attach); // the account may have been made, or enabled, since
                yield load(0);
            }
            case Wire wire -> {
                idleSinceMillis = outside.now().toEpochMilli();
                absentee.handle(wire);
                yield Behaviors.same();
            }
            case Settle settle -> settled(settle);
            case Turn(var work) -> {
                work.run();
                yield Behaviors.same();
            }
            case Tick tick when !isDue(tick) -> Behaviors.same();
            case Tick _ -> {
                var isOver = isIdleFor(ABSENT_IDLE) || !outside.now().isBefore(asked.plus(ABSENT_MAX));
                if (!absentee.tick() && isOver) {
                    shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
                }
                schedule(true);
                yield Behaviors.same();
            }
            case Stop _ -> {
                if (absentee.isLeaving() && hasSuccessor.getAsBoolean()) {
                    outside.tellOwner(jid, new End("", "", StreamError.of(StreamError.Condition.NOT_AUTHORIZED), true));
                }
                yield Behaviors.stopped();
            }
            case Loaded _, Absent _, LoadFailed _, Piece _ -> Behaviors.unhandled();
        });
    }

    private static Behavior<Command> settled(Settle settle) {
        settle.replyTo().tell(Settled.DONE);
        return Behaviors.same();
    }

    private void schedule(boolean wanted) {
        if (wanted && due == null) {
            tickAfter(TICK);
        }
    }

    private void tickAfter(Duration delay) {
        due = new Tick();
        ticking = context.scheduleOnce(delay, context.getSelf(), due);
    }

    private boolean isDue(Tick tick) {
        if (tick != due) {
            return false;
        }
        due = null;
        ticking = null;
        return true;
    }
}
