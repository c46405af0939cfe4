package io.kith.sharding.presence;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.actor.typed.pubsub.Topic;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.hash.KeyedHash;
import io.kith.sharding.wire.Chunk;
import io.kith.sharding.wire.WireMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/// One node's hub: hears every publisher, and writes to the connections here what they may see.
///
/// Batches of one publisher are applied in order. A missing one is asked for; if it cannot be had,
/// everything that the accounts here watch is read again from the directory. Questions of all
/// logins of a few milliseconds go out together, one message for each node with parts of the
/// directory.
public final class PresenceHub {

    /// How long questions are collected.
    static final Duration COLLECT = Duration.ofMillis(5);

    /// What may be said to a hub.
    public sealed interface Command permits Wire, Members, Settle, Local {}

    /// What owners, publishers and directories of all nodes say to it.
    public sealed interface Wire extends Command, WireMessage permits OfOwner, Answer, Reset, PresenceBatch, Piece {}

    /// What owners say.
    public sealed interface OfOwner extends Wire permits Login, Watch, Unwatch, Logout, Park, Recall {}

    /// A connection of this node sees these contacts from now on.
    public record Login(EdgeAddress connection, Jid full, Hashes watched) implements OfOwner {
        @Override
        public int weight() {
            return 8 * watched.size();
        }
    }

    /// The account of a connection of this node watches one contact more.
    public record Watch(Jid full, long contact) implements OfOwner {}

    /// The account of a connection of this node watches one contact less.
    public record Unwatch(Jid full, long contact) implements OfOwner {}

    /// The connection sees nothing any more.
    public record Logout(EdgeAddress connection, Jid full) implements OfOwner {}

    /// The connection sees nothing any more, and its owner wants to know what it has seen.
    public record Park(EdgeAddress connection, Jid full) implements OfOwner {}

    /// What the client of the connection was shown when it was here before.
    public record Recall(EdgeAddress connection, Jid full, List<Jid> seen) implements OfOwner {
        public Recall {
            seen = List.copyOf(seen);
        }
    }

    /// What the directory at that node found, in as many messages as it takes.
    ///
    /// @param absent parts that are not at that node, or not ready
    public record Answer(String node, long number, List<Found> found, List<Integer> absent, boolean last)
            implements Wire {
        public Answer {
            found = List.copyOf(found);
            absent = List.copyOf(absent);
        }

        @Override
        public int weight() {
            return found.stream().mapToInt(Found::weight).sum();
        }
    }

    /// The publisher does not keep what was asked for any more; `number` was its last.
    public record Reset(NodeId publisher, long number) implements Wire {}

    /// A part of one of these that is too large to cross in one piece.
    public record Piece(Chunk chunk) implements Wire {}

    /// Who is a member of the cluster now; those who are not any more are gone.
    record Members(Set<NodeId> nodes) implements Command {}

    /// Done when so many words of owners have come, and these batches, and no question is open.
    record Settle(long said, Map<NodeId, Long> published, CompletableFuture<Void> done) implements Command {}

    private enum Local implements Command {
        COLLECTED,
        TICK
    }

    /// What a message holds of addresses, at most one more than fits in.
    private static final int ADDRESSES_BYTES_MAX = 64 * 1024;

    private static final Duration TICK = Duration.ofMillis(200);

    static Behavior<Command> create(
            KeyedHash hash,
            InstantSource clock,
            RandomGenerator random,
            Peers peers,
            Parts parts,
            ActorRef<PresencePublisher.Command> publisher,
            List<ActorRef<Topic.Command<PresenceBatch>>> topics,
            LocalConnections connections,
            PresenceCounters counters) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            topics.forEach(topic -> topic.tell(Topic.subscribe(context.getSelf().<PresenceBatch>narrow())));
            timers.startTimerWithFixedDelay(Local.TICK, TICK);
            return Behaviors.receiveMessage(
                    new PresenceHub(hash, clock, random, peers, parts, publisher, connections, counters, timers)::on);
        }));
    }

    private final KeyedHash hash;
    private final InstantSource clock;
    private final Peers peers;
    private final ActorRef<PresencePublisher.Command> publisher;
    private final LocalConnections connections;
    private final PresenceCounters counters;
    private final TimerScheduler<Command> timers;
    private final Watchers watchers;
    private final Partings partings = new Partings();
    private final Inquiries inquiries;
    private final Map<NodeId, Heard> heard = new HashMap<>();
    private final List<Settle> settling = new ArrayList<>(0);
    private final Map<EdgeAddress, List<Stanza>> toWrite = new LinkedHashMap<>();
    private Set<NodeId> members = Set.of();
    private boolean collecting;
    private long ofOwners;

    private PresenceHub(
            KeyedHash hash,
            InstantSource clock,
            RandomGenerator random,
            Peers peers,
            Parts parts,
            ActorRef<PresencePublisher.Command> publisher,
            LocalConnections connections,
            PresenceCounters counters,
            TimerScheduler<Command> timers) {
        this.hash = hash;
        this.clock = clock;
        this.peers = peers;
        this.publisher = publisher;
        this.connections = connections;
        this.counters = counters;
        this.timers = timers;
        this.watchers = new Watchers(
                (connection, presence) -> toWrite.computeIfAbsent(connection, _ -> new ArrayList<>())
                        .add(presence),
                random);
        this.inquiries = new Inquiries(parts);
    }

    private Behavior<Command> on(Command command) {
        switch (command) {
            case PresenceBatch batch -> onBatch(batch);
            case OfOwner said -> {
                ofOwners++;
                onSaid(said);
            }
            case Answer answer -> onAnswer(answer);
            case Piece(var chunk) ->
                peers.arrived(chunk).filter(Command.class::isInstance).ifPresent(whole -> on((Command) whole));
            case Reset(var publisher, var number) -> onReset(publisher, number);
            case Members(var nodes) -> onMembers(nodes);
            case Settle settle -> settling.add(settle);
            case Local.COLLECTED -> onCollected();
            case Local.TICK -> onTick();
        }
        if (inquiries.hasPending() && !collecting) {
            collecting = true;
            timers.startSingleTimer(Local.COLLECTED, COLLECT);
        }
        toWrite.forEach((connection, presences) -> {
            connections.write(connection, List.copyOf(presences));
            counters.written.add(presences.size());
        });
        toWrite.clear();
        if (!settling.isEmpty() && !inquiries.hasPending() && inquiries.underWay() == 0) {
            settling.removeIf(each -> {
                var settled = ofOwners >= each.said()
                        && each.published().entrySet().stream().allMatch(at -> has(at.getKey()) >= at.getValue());
                return settled && each.done().complete(null);
            });
        }
        return Behaviors.same();
    }

    private void onSaid(OfOwner said) {
        switch (said) {
            case Login login -> onLogin(login);
            case Watch(var full, var contact) -> ask(hash.of(full), watchers.watch(hash.of(full), contact));
            case Unwatch(var full, var contact) -> watchers.unwatch(hash.of(full), contact);
            case Logout(var connection, var full) -> {
                watchers.logout(connection, hash.of(full));
                partings.remove(connection);
            }
            case Park(var connection, var full) -> onPark(connection, full);
            case Recall(var connection, var full, var seen) -> {
                for (var resource : seen) {
                    watchers.recall(connection, hash.of(full), hash.of(resource), resource);
                }
            }
        }
    }

    private void onPark(EdgeAddress connection, Jid full) {
        var seen = partings.find(connection);
        if (seen == null) {
            seen = watchers.seen(connection, hash.of(full));
            watchers.logout(connection, hash.of(full));
            partings.keep(connection, seen, clock.instant());
        }
        var parts = parts(seen);
        for (var i = 0; i < parts.size(); i++) {
            connections.parted(connection, full, parts.get(i), i, parts.size() - 1 - i);
        }
    }

    /// Cut so that each fits a message between nodes; one part at least.
    static List<List<Jid>> parts(List<Jid> addresses) {
        var parts = new ArrayList<List<Jid>>(1);
        var part = new ArrayList<Jid>();
        var bytes = 0;
        for (var address : addresses) {
            bytes += 3 * address.toString().length();
            part.add(address);
            if (bytes > ADDRESSES_BYTES_MAX) {
                parts.add(List.copyOf(part));
                part.clear();
                bytes = 0;
            }
        }
        if (!part.isEmpty() || parts.isEmpty()) {
            parts.add(List.copyOf(part));
        }
        return parts;
    }

    /// The last batch of the publisher that was heard.
    private long has(NodeId publisher) {
        var from = heard.get(publisher);
        return from == null ? 0 : from.next() - 1;
    }

    private void onLogin(Login login) {
        var account = hash.of(login.full());
        ask(account, watchers.login(login.connection(), account, login.full(), login.watched()));
    }

    private void ask(long viewer, Hashes contacts) {
        if (!contacts.isEmpty()) {
            inquiries.add(new Question(viewer, contacts));
        }
    }

    private void onBatch(PresenceBatch batch) {
        if (!peers.self().equals(batch.publisher()) && !batch.events().isEmpty()) {
            counters.remoteBatches.increment();
        }
        var from = heard.get(batch.publisher());
        if (from == null) {
            boolean first = batch.number() == 1 && !batch.events().isEmpty();
            from = new Heard(first ? 0 : batch.number() - (batch.events().isEmpty() ? 0 : 1));
            heard.put(batch.publisher(), from);
            if (!first) {
                readAgain(); // what it has told before was not heard here
            }
        }
        switch (from.hear(batch, clock.instant())) {
            case APPLY -> {
                for (var event : batch.events()) {
                    watchers.apply(batch.publisher(), event, clock.instant()).forEach(inquiries::add);
                }
                if (!peers.self().equals(batch.publisher())) {
                    publisher.tell(new PresencePublisher.Heard(batch.events()));
                }
            }
            case IGNORE -> {}
            case ASK -> {
                counters.gaps.increment();
                peers.tellPublisher(
                        batch.publisher().node(),
                        new PresencePublisher.Gap(peers.self().node(), from.next()));
            }
        }
    }

    private void onReset(NodeId publisher, long number) {
        var from = heard.get(publisher);
        if (from != null && from.next() <= number) {
            from.skipTo(number);
            readAgain();
        }
    }

    private void readAgain() {
        if (watchers.accounts() > 0) {
            counters.rereads.increment();
            watchers.allQuestions().forEach(inquiries::add);
        }
    }

    private void onCollected() {
        collecting = false;
        for (var ask : inquiries.takePending(peers.self().node(), watchers::stamps, clock.instant())) {
            counters.directoryAsks.increment();
            switch (ask) {
                case Inquiries.ToNode(var node, var message) -> peers.tellDirectory(node, message);
                case Inquiries.ToPart(var part, var message) -> peers.tellPart(part, message);
            }
        }
    }

    private void onAnswer(Answer answer) {
        inquiries
                .answered(answer)
                .ifPresent(
                        whole -> watchers.answered(whole.questions(), whole.stamps(), whole.found(), clock.instant()));
    }

    private void onMembers(Set<NodeId> nodes) {
        for (var node : members) {
            if (!nodes.contains(node)) {
                heard.remove(node);
                inquiries.gone(node.node());
                watchers.publisherGone(node, clock.instant());
            }
        }
        members = nodes;
    }

    private void onTick() {
        var now = clock.instant();
        settling.forEach(each -> each.published().forEach((publisher, number) -> {
            if (has(publisher) < number) {
                onBatch(new PresenceBatch(publisher, number, List.of())); // as its next sign of life would say
            }
        }));
        watchers.expire(now);
        partings.expire(now);
        inquiries.overdue(now);
        heard.forEach((publisher, from) -> {
            if (from.isOverdue(now)) {
                peers.tellPublisher(
                        publisher.node(), new PresencePublisher.Gap(peers.self().node(), from.next()));
            }
        });
    }

    /// How far one publisher has been heard.
    static final class Heard {

        enum What {
            APPLY,
            IGNORE,
            ASK
        }

        private static final Duration ASK_AGAIN = Duration.ofMillis(500);

        private long last;
        private Instant asked = Instant.MIN;
        private boolean missing;

        Heard(long last) {
            this.last = last;
        }

        What hear(PresenceBatch batch, Instant now) {
            long newest = batch.number();
            if (newest <= last) {
                return What.IGNORE;
            }
            if (newest == last + 1 && !batch.events().isEmpty()) {
                last = newest;
                missing = false;
                return What.APPLY;
            }
            if (missing) {
                return What.IGNORE;
            }
            missing = true;
            asked = now;
            return What.ASK;
        }

        /// Whether what was asked for has not come; it counts as asked again.
        boolean isOverdue(Instant now) {
            boolean overdue = missing && !asked.plus(ASK_AGAIN).isAfter(now);
            asked = overdue ? now : asked;
            return overdue;
        }

        void skipTo(long number) {
            last = number;
            missing = false;
        }

        long next() {
            return last + 1;
        }
    }
}
