package io.kith.sharding.presence;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.cluster.sharding.typed.ShardingMessageExtractor;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import io.kith.sharding.wire.Chunk;
import io.kith.sharding.wire.WireMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Who is available with what, and who may see it: the parts of the directory that are at one node.
///
/// Each part is a sharded entity, which only says where the part lives; what the parts know is held
/// here, so that a login asks each node once. A part that has come to this node is empty: all
/// publishers are asked, and until all have answered, [#FILLING_MAX] at most, what is asked of it
/// waits, so that nobody is called offline who is not.
public final class Directory {

    /// The sharded parts. Entity id: the number of the part.
    public static final EntityTypeKey<Wire> TYPE = EntityTypeKey.create(Wire.class, "presence-directory");

    /// How long a part waits for publishers before it answers with what it has.
    static final Duration FILLING_MAX = Duration.ofSeconds(3);

    /// The most questions that wait for parts to be filled; beyond, a part that is filling counts as absent.
    static final int WAITING_MAX = 10_000;

    /// About the most bytes in one answer.
    private static final int ANSWER_BYTES_MAX = 64 * 1024;

    private static final Duration TICK = Duration.ofMillis(200);

    /// What may be said to a node's directory.
    public sealed interface Command {}

    /// What publishers and hubs of all nodes say to it, directly or by way of a part.
    public sealed interface Wire extends Command, WireMessage {}

    /// What a publisher is about to tell the hubs. Answered by `PresencePublisher.Stored`.
    public record Update(NodeId publisher, long number, List<PresenceEvent> events) implements Wire {
        public Update {
            events = List.copyOf(events);
        }

        @Override
        public int weight() {
            return PresenceEvent.weight(events);
        }
    }

    /// What a hub's accounts want to know. Answered by `PresenceHub.Answer`.
    public record Ask(String hub, long number, List<Question> questions) implements Wire {
        public Ask {
            questions = List.copyOf(questions);
        }

        @Override
        public int weight() {
            return questions.stream()
                    .mapToInt(question -> 20 + 8 * question.contacts().size())
                    .sum();
        }
    }

    /// All that a publisher's accounts of that part show, in as many messages as it takes.
    public record Refilled(NodeId publisher, int part, List<PresenceEvent> announced, boolean last) implements Wire {
        public Refilled {
            announced = List.copyOf(announced);
        }

        @Override
        public int weight() {
            return PresenceEvent.weight(announced);
        }
    }

    /// A part of one of these that is too large to cross in one piece.
    public record Piece(Chunk chunk) implements Wire {}

    record PartStarted(int part) implements Command {}

    record PartStopped(int part) implements Command {}

    /// Who is a member of the cluster now; those who are not any more are gone.
    record Members(Set<NodeId> nodes) implements Command {}

    private enum Local implements Command {
        TICK
    }

    private static final class Part {
        final Register register;
        final Set<NodeId> awaited;
        final Instant until;

        Part(Register register, Set<NodeId> awaited, Instant until) {
            this.register = register;
            this.awaited = awaited;
            this.until = until;
        }

        boolean isFilling(Instant now) {
            return !awaited.isEmpty() && now.isBefore(until);
        }
    }

    static Behavior<Command> create(
            InstantSource clock, RandomGenerator random, Peers peers, PresenceCounters counters) {
        return Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Local.TICK, TICK);
            return Behaviors.receiveMessage(new Directory(clock, random, peers, counters)::on);
        });
    }

    /// The behaviour of one part's entity: it says where it is, and hands on what comes its way.
    static Behavior<Wire> part(int part, ActorRef<Command> directory) {
        return Behaviors.setup(_ -> {
            directory.tell(new PartStarted(part));
            return Behaviors.receive(Wire.class)
                    .onAnyMessage(message -> {
                        directory.tell(message);
                        return Behaviors.same();
                    })
                    .onSignal(PostStop.class, _ -> {
                        directory.tell(new PartStopped(part));
                        return Behaviors.same();
                    })
                    .build();
        });
    }

    /// One shard for each part.
    static ShardingMessageExtractor<ShardingEnvelope<Wire>, Wire> extractor() {
        return new ShardingMessageExtractor<>() {
            @Override
            public String entityId(ShardingEnvelope<Wire> envelope) {
                return envelope.entityId();
            }

            @Override
            public String shardId(String entityId) {
                return entityId;
            }

            @Override
            public Wire unwrapMessage(ShardingEnvelope<Wire> envelope) {
                return envelope.message();
            }
        };
    }

    private final InstantSource clock;
    private final RandomGenerator random;
    private final Peers peers;
    private final PresenceCounters counters;
    private final Map<Integer, Part> here = new HashMap<>();
    private final List<Ask> waiting = new ArrayList<>();
    private Set<NodeId> members = Set.of();

    private Directory(InstantSource clock, RandomGenerator random, Peers peers, PresenceCounters counters) {
        this.clock = clock;
        this.random = random;
        this.peers = peers;
        this.counters = counters;
    }

    private Behavior<Command> on(Command command) {
        switch (command) {
            case Update update -> onUpdate(update);
            case Ask ask -> onAsk(ask);
            case Refilled refilled -> onRefilled(refilled);
            case PartStarted(var part) -> onStarted(part);
            case PartStopped(var part) -> here.remove(part);
            case Piece(var chunk) ->
                peers.arrived(chunk).filter(Command.class::isInstance).ifPresent(whole -> on((Command) whole));
            case Members(var nodes) -> onMembers(nodes);
            case Local.TICK -> onTick();
        }
        return Behaviors.same();
    }

    private void onStarted(int part) {
        var awaited = new HashSet<>(members);
        here.put(part, new Part(new Register(random), awaited, clock.instant().plus(FILLING_MAX)));
        counters.refills.increment();
        for (var member : members) {
            peers.tellPublisher(
                    member.node(), new PresencePublisher.Refill(peers.self().node(), part));
        }
    }

    private void onRefilled(Refilled refilled) {
        var part = here.get(refilled.part());
        if (part == null) {
            return; // it has moved on
        }
        refilled.announced().forEach(event -> part.register.apply(refilled.publisher(), event, clock.instant()));
        if (refilled.last()) {
            part.awaited.remove(refilled.publisher());
            answerWaiting();
        }
    }

    private void onUpdate(Update update) {
        var stored = new HashSet<Integer>();
        var absent = new HashSet<Integer>();
        var refused = new HashSet<Long>();
        long stamp = 0;
        for (var event : update.events()) {
            var number = Parts.of(event.account());
            var part = here.get(number);
            if (part == null) {
                absent.add(number);
            } else {
                var later = part.register.apply(update.publisher(), event, clock.instant());
                if (later.isPresent()) {
                    refused.add(event.account());
                    stamp = Math.max(stamp, later.getAsLong());
                }
                stored.add(number);
            }
        }
        peers.tellPublisher(
                update.publisher().node(),
                new PresencePublisher.Stored(
                        peers.self().node(),
                        update.number(),
                        List.copyOf(stored),
                        List.copyOf(absent),
                        Hashes.of(refused),
                        stamp));
    }

    private void onAsk(Ask ask) {
        if (isFilling(ask) && waiting.size() < WAITING_MAX) {
            waiting.add(ask);
        } else {
            answer(ask);
        }
    }

    private boolean isFilling(Ask ask) {
        var now = clock.instant();
        for (int number : partsOf(ask)) {
            var part = here.get(number);
            if (part != null && part.isFilling(now)) {
                return true;
            }
        }
        return false;
    }

    private static Set<Integer> partsOf(Ask ask) {
        var parts = new HashSet<Integer>();
        for (var question : ask.questions()) {
            question.contacts().forEach(contact -> parts.add(Parts.of(contact)));
        }
        return parts;
    }

    private void answer(Ask ask) {
        var now = clock.instant();
        var absent = new ArrayList<Integer>();
        var found = new ArrayList<Found>();
        for (int number : partsOf(ask)) {
            var part = here.get(number);
            if (part == null || part.isFilling(now)) {
                absent.add(number);
            } else {
                part.register.find(ask.questions(), found);
            }
        }
        int from = 0;
        int bytes = 0;
        for (int i = 0; i < found.size(); i++) {
            int weight = found.get(i).weight();
            if (i > from && bytes + weight > ANSWER_BYTES_MAX) {
                send(ask, found.subList(from, i), List.of(), false);
                from = i;
                bytes = 0;
            }
            bytes += weight;
        }
        send(ask, found.subList(from, found.size()), absent, true);
    }

    private void send(Ask ask, List<Found> found, List<Integer> absent, boolean last) {
        peers.tellHub(ask.hub(), new PresenceHub.Answer(peers.self().node(), ask.number(), found, absent, last));
    }

    private void answerWaiting() {
        var ready = new ArrayList<Ask>();
        waiting.removeIf(ask -> {
            boolean answerable = !isFilling(ask);
            if (answerable) {
                ready.add(ask);
            }
            return answerable;
        });
        ready.forEach(this::answer);
    }

    private void onMembers(Set<NodeId> nodes) {
        var gone = new HashSet<>(members);
        gone.removeAll(nodes);
        members = nodes;
        for (var part : here.values()) {
            part.awaited.retainAll(nodes);
            gone.forEach(node -> part.register.publisherGone(node, clock.instant()));
        }
        answerWaiting();
    }

    private void onTick() {
        here.values().forEach(part -> part.register.expire(clock.instant()));
        answerWaiting();
    }
}
