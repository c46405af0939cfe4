package io.kith.sharding.presence;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.pubsub.Topic;
import akka.cluster.ClusterEvent;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.sharding.typed.ClusterShardingSettings;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Subscribe;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.hash.KeyedHash;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Presence over the cluster: starts a node's publisher, hub and share of the directory, and speaks to them.
///
/// One for each node, once it is a member of the cluster. All nodes use the same key.
public final class ClusterPresences implements Presences {

    /// Topics that the publishers are spread over, by the keyed hash of their node; the same on all nodes.
    static final int STRIPES = 4;

    private final KeyedHash hash;
    private final Peers peers;
    private final Map<String, LongAdder> said = new ConcurrentHashMap<>();
    private final PresenceCounters counters = new PresenceCounters();
    private final ActorRef<PresencePublisher.Command> publisher;
    private final ActorRef<PresenceHub.Command> hub;

    /// Starts this node's part.
    ///
    /// @param random one that several actors may use at once, or only they
    public ClusterPresences(
            ActorSystem<?> system,
            KeyedHash hash,
            InstantSource clock,
            Supplier<? extends RandomGenerator> random,
            LocalConnections connections) {
        this.hash = hash;
        this.peers = new Peers(system);
        var parts = new Parts();
        var topics = new ArrayList<ActorRef<Topic.Command<PresenceBatch>>>();
        for (int stripe = 0; stripe < STRIPES; stripe++) {
            topics.add(system.systemActorOf(
                    Topic.create(PresenceBatch.class, "presence-" + stripe),
                    "presence-topic-" + stripe,
                    Props.empty()));
        }
        var own = topics.get(Math.floorMod(hash.of(peers.self().node()), STRIPES));
        publisher = system.systemActorOf(
                PresencePublisher.create(hash, clock, peers, parts, own, counters), Peers.PUBLISHER, Props.empty());
        hub = system.systemActorOf(
                PresenceHub.create(
                        hash, clock, random.get(), peers, parts, publisher, List.copyOf(topics), connections, counters),
                Peers.HUB,
                Props.empty());
        var directory = system.systemActorOf(
                Directory.create(clock, random.get(), peers, counters), Peers.DIRECTORY, Props.empty());
        system.systemActorOf(members(directory), "presence-members", Props.empty());
        ClusterSharding.get(system)
                .init(Entity.of(
                                Directory.TYPE,
                                context -> Directory.part(Integer.parseInt(context.getEntityId()), directory))
                        .withSettings(ClusterShardingSettings.create(system).withNoPassivationStrategy())
                        .withMessageExtractor(Directory.extractor()));
    }

    /// What this node's part has cost.
    public PresenceCounters counters() {
        return counters;
    }

    @Override
    public void publish(Jid full, Stanza presence, Supplier<? extends Collection<Jid>> audience) {
        publisher.tell(new PresencePublisher.Publish(full, presence, audience));
    }

    @Override
    public void show(Jid account, Jid contact) {
        publisher.tell(new PresencePublisher.Show(account, contact));
    }

    @Override
    public void hide(Jid account, Jid contact) {
        publisher.tell(new PresencePublisher.Hide(account, contact));
    }

    @Override
    public void leave(Jid account) {
        publisher.tell(new PresencePublisher.Leave(account));
    }

    @Override
    public void login(EdgeAddress connection, Jid full, Collection<Jid> contacts) {
        var hashes = contacts.stream().mapToLong(hash::of).toArray();
        tellHub(connection.node(), new PresenceHub.Login(connection, full, Hashes.of(hashes)));
    }

    @Override
    public void watch(EdgeAddress connection, Jid full, Jid contact) {
        tellHub(connection.node(), new PresenceHub.Watch(full, hash.of(contact)));
    }

    @Override
    public void unwatch(EdgeAddress connection, Jid full, Jid contact) {
        tellHub(connection.node(), new PresenceHub.Unwatch(full, hash.of(contact)));
    }

    @Override
    public void logout(EdgeAddress connection, Jid full) {
        tellHub(connection.node(), new PresenceHub.Logout(connection, full));
    }

    @Override
    public void park(EdgeAddress connection, Jid full) {
        tellHub(connection.node(), new PresenceHub.Park(connection, full));
    }

    @Override
    public void recall(EdgeAddress connection, Jid full, List<Jid> seen) {
        PresenceHub.parts(seen)
                .forEach(part -> tellHub(connection.node(), new PresenceHub.Recall(connection, full, part)));
    }

    /// Done when all that was said to these, the whole cluster, before is told, heard, answered and handed to the
    /// connections. For tests: it fails when a message between nodes was lost.
    public static CompletionStage<Void> settle(Collection<ClusterPresences> cluster) {
        var published = new ConcurrentHashMap<NodeId, Long>();
        var publishers = cluster.stream()
                .map(each -> {
                    var told = new CompletableFuture<Long>();
                    each.publisher.tell(new PresencePublisher.Settle(told));
                    return told.thenAccept(number -> published.put(each.peers.self(), number));
                })
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(publishers)
                .thenCompose(_ -> CompletableFuture.allOf(cluster.stream()
                        .map(each -> {
                            var node = each.peers.self().node();
                            var said = cluster.stream()
                                    .mapToLong(from -> from.saidTo(node))
                                    .sum();
                            var heard = new CompletableFuture<Void>();
                            each.hub.tell(new PresenceHub.Settle(said, Map.copyOf(published), heard));
                            return heard;
                        })
                        .toArray(CompletableFuture<?>[]::new)));
    }

    private long saidTo(String node) {
        var count = said.get(node);
        return count == null ? 0 : count.sum();
    }

    private void tellHub(String node, PresenceHub.OfOwner message) {
        said.computeIfAbsent(node, _ -> new LongAdder()).increment();
        if (peers.isSelf(node)) {
            hub.tell(message);
        } else {
            peers.tellHub(node, message);
        }
    }

    /// Tells hub and directory who is in the cluster.
    private Behavior<ClusterEvent.MemberEvent> members(ActorRef<Directory.Command> directory) {
        return Behaviors.setup(context -> {
            var cluster = Cluster.get(context.getSystem());
            var nodes = new HashSet<NodeId>();
            cluster.state().getMembers().forEach(member -> note(nodes, member));
            tellMembers(nodes, directory);
            cluster.subscriptions().tell(Subscribe.create(context.getSelf(), ClusterEvent.MemberEvent.class));
            return Behaviors.receiveMessage(event -> {
                note(nodes, event.member());
                tellMembers(nodes, directory);
                return Behaviors.same();
            });
        });
    }

    private void note(Set<NodeId> nodes, Member member) {
        if (member.status() == MemberStatus.removed()) {
            nodes.remove(Peers.id(member));
            said.remove(Peers.id(member).node());
        } else {
            nodes.add(Peers.id(member));
        }
    }

    private void tellMembers(Set<NodeId> nodes, ActorRef<Directory.Command> directory) {
        hub.tell(new PresenceHub.Members(Set.copyOf(nodes)));
        directory.tell(new Directory.Members(Set.copyOf(nodes)));
    }
}
