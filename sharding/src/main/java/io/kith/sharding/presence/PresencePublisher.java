package io.kith.sharding.presence;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.actor.typed.pubsub.Topic;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.hash.KeyedHash;
import io.kith.sharding.wire.WireCodec;
import io.kith.sharding.wire.WireMessage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// One node's publisher: collects for [#COLLECT] what the node's owners show, and tells all hubs in
/// one batch, which is one message per node, whatever the number of contacts. The directory is told
/// first.
public final class PresencePublisher {

    /// How long changes are collected; a lone change waits as long.
    static final Duration COLLECT = Duration.ofMillis(5);

    /// How often what is unconfirmed is looked at, and how often a silent publisher repeats its last number.
    static final Duration HEARTBEAT = Duration.ofSeconds(5);

    /// A larger batch, which is that of one large event, does not go by the topic.
    private static final int TOPIC_BYTES_MAX = WireCodec.MESSAGE_BYTES_MAX / 4 * 3;

    private static final Duration WATCH = Duration.ofMillis(100);

    /// What may be said to a publisher.
    public sealed interface Command {}

    /// What directories and hubs of all nodes say to it.
    public sealed interface Wire extends Command, WireMessage {}

    /// A hub has missed batches from this number on.
    public record Gap(String hub, long from) implements Wire {}

    /// The directory has these parts of the batch; the others are not at that node.
    ///
    /// @param refused accounts of which it knows something later from another publisher
    /// @param stamp the latest stamp of these
    public record Stored(
            String node, long number, List<Integer> parts, List<Integer> absent, Hashes refused, long stamp)
            implements Wire {
        public Stored {
            parts = List.copyOf(parts);
            absent = List.copyOf(absent);
        }
    }

    /// A part has come to that node and holds nothing.
    public record Refill(String node, int part) implements Wire {}

    record Publish(Jid full, Stanza presence, Supplier<? extends Collection<Jid>> audience) implements Command {}

    record Show(Jid account, Jid contact) implements Command {}

    record Hide(Jid account, Jid contact) implements Command {}

    record Leave(Jid account) implements Command {}

    /// Another node's publisher has told these, as this node's hub has heard.
    record Heard(List<PresenceEvent> events) implements Command {}

    /// Done, with the number of the last batch, when all that was said before is published.
    record Settle(CompletableFuture<Long> done) implements Command {}

    private enum Local implements Command {
        COLLECTED,
        WATCHED,
        BEAT
    }

    static Behavior<Command> create(
            KeyedHash hash,
            InstantSource clock,
            Peers peers,
            Parts parts,
            ActorRef<Topic.Command<PresenceBatch>> topic,
            PresenceCounters counters) {
        return Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Local.BEAT, HEARTBEAT);
            timers.startTimerWithFixedDelay(Local.WATCHED, WATCH);
            return Behaviors.receiveMessage(
                    new PresencePublisher(hash, clock, peers, parts, topic, counters, timers)::on);
        });
    }

    private final InstantSource clock;
    private final Peers peers;
    private final Parts parts;
    private final ActorRef<Topic.Command<PresenceBatch>> topic;
    private final PresenceCounters counters;
    private final TimerScheduler<Command> timers;
    private final Publications publications;
    private final Outbox outbox;
    private final List<Settle> settling = new ArrayList<>(0);
    private boolean collecting;
    private boolean silent = true;

    private PresencePublisher(
            KeyedHash hash,
            InstantSource clock,
            Peers peers,
            Parts parts,
            ActorRef<Topic.Command<PresenceBatch>> topic,
            PresenceCounters counters,
            TimerScheduler<Command> timers) {
        this.clock = clock;
        this.peers = peers;
        this.parts = parts;
        this.topic = topic;
        this.counters = counters;
        this.timers = timers;
        this.publications = new Publications(hash, clock);
        this.outbox = new Outbox(peers.self());
    }

    private Behavior<Command> on(Command command) {
        switch (command) {
            case Publish publish -> publications.publish(publish.full(), publish.presence(), publish.audience());
            case Show(var account, var contact) -> publications.show(account, contact);
            case Hide(var account, var contact) -> publications.hide(account, contact);
            case Leave(var account) -> publications.leave(account);
            case Heard(var events) -> publications.heard(events);
            case Settle settle -> settling.add(settle);
            case Stored stored -> onStored(stored);
            case Refill(var node, var part) -> onRefill(node, part);
            case Gap(var hub, var from) -> onGap(hub, from);
            case Local.COLLECTED -> onCollected();
            case Local.WATCHED -> onWatched();
            case Local.BEAT -> onBeat();
        }
        if (publications.hasUntold() && !collecting) {
            collecting = true;
            timers.startSingleTimer(Local.COLLECTED, COLLECT);
        }
        if (!settling.isEmpty() && !collecting && outbox.isSettled()) {
            settling.forEach(each -> each.done().complete(outbox.published()));
            settling.clear();
        }
        return Behaviors.same();
    }

    private void onCollected() {
        collecting = false;
        for (var events : publications.takeUntold()) {
            var batch = outbox.add(events, clock.instant());
            update(batch.number(), events);
        }
    }

    private void update(long number, List<PresenceEvent> events) {
        var split = parts.split(events, event -> Parts.of(event.account()));
        counters.directoryUpdates.add(split.byNode().size() + split.byPart().size());
        split.byNode()
                .forEach((node, theirs) ->
                        peers.tellDirectory(node, new Directory.Update(peers.self(), number, theirs)));
        split.byPart()
                .forEach((part, theirs) -> peers.tellPart(part, new Directory.Update(peers.self(), number, theirs)));
    }

    private void onStored(Stored stored) {
        stored.parts().forEach(part -> parts.learn(part, stored.node()));
        stored.absent().forEach(part -> parts.forget(part, stored.node()));
        outbox.confirmed(stored.number(), stored.parts());
        if (!stored.absent().isEmpty()) {
            update(stored.number(), outbox.events(stored.number(), new HashSet<>(stored.absent())));
        }
        stored.refused().forEach(account -> publications.announceAbove(account, stored.stamp()));
        publish();
    }

    private void onWatched() {
        publish();
        for (var overdue : outbox.overdue(clock.instant())) {
            overdue.events()
                    .forEach(event -> parts.node(Parts.of(event.account()))
                            .ifPresent(node -> parts.forget(Parts.of(event.account()), node)));
            update(overdue.number(), overdue.events()); // not where it was believed to be: sharding knows
        }
    }

    private void publish() {
        for (var batch : outbox.publishable(clock.instant())) {
            counters.batchesPublished.increment(); // first: who sees the batch may look at the counters
            counters.eventsPublished.add(batch.events().size());
            topic.tell(Topic.publish(batch.weight() <= TOPIC_BYTES_MAX ? batch : sign(batch.number())));
            silent = false;
        }
    }

    /// What hubs that miss something answer with a gap, and are then sent it each by itself, in pieces if need be.
    private PresenceBatch sign(long number) {
        return new PresenceBatch(peers.self(), number, List.of());
    }

    private void onBeat() {
        if (silent && outbox.published() > 0) {
            topic.tell(Topic.publish(sign(outbox.published())));
        }
        silent = true;
    }

    private void onRefill(String node, int part) {
        parts.learn(part, node);
        var announced = publications.announce(account -> Parts.of(account) == part);
        for (int i = 0; i < announced.size(); i++) {
            boolean last = i == announced.size() - 1;
            peers.tellDirectory(node, new Directory.Refilled(peers.self(), part, announced.get(i), last));
        }
        if (announced.isEmpty()) {
            peers.tellDirectory(node, new Directory.Refilled(peers.self(), part, List.of(), true));
        }
    }

    private void onGap(String hub, long from) {
        outbox.since(from)
                .ifPresentOrElse(
                        batches -> batches.forEach(batch -> peers.tellHub(hub, batch)),
                        () -> peers.tellHub(hub, new PresenceHub.Reset(peers.self(), outbox.published())));
    }
}
