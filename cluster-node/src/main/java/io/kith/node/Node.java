package io.kith.node;

import akka.Done;
import akka.actor.ActorRef;
import akka.actor.CoordinatedShutdown;
import akka.actor.Kill;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.SpawnProtocol;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import io.kith.node.admin.Administration;
import io.kith.node.settings.Settings;
import io.kith.persistence.Stores;
import io.kith.sharding.feature.Feature;
import io.kith.sharding.presence.ClusterPresences;
import io.kith.sharding.presence.PresenceCounters;
import io.kith.sharding.room.relay.RelayHub;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One node, from start to close. The stores and the right to the data directory are its caller's.
///
/// Several can live in one runtime, each with a data directory of its own; they are one cluster when the first's
/// [#clusterAddress] is among the seed nodes of the others, and they have one secret.
public final class Node implements AutoCloseable {

    /// What a node is started with.
    ///
    /// @param clients whether clients can connect; without, it only does what operators ask for
    /// @param reread reads the settings again, for those of them that count at once
    /// @param features what is made of the registry of features; their order means nothing
    public record Setup(
            Settings settings,
            Storage storage,
            InstantSource clock,
            SecureRandom random,
            boolean clients,
            Supplier<Settings> reread,
            UnaryOperator<List<Feature>> features) {

        /// A node with all features of the registry.
        public Setup(
                Settings settings,
                Storage storage,
                InstantSource clock,
                SecureRandom random,
                boolean clients,
                Supplier<Settings> reread) {
            this(settings, storage, clock, random, clients, reread, UnaryOperator.identity());
        }

        /// A node that serves clients, whose settings don't change.
        public static Setup of(Settings settings, Stores stores, InstantSource clock) {
            return new Setup(settings, Storage.inMemory(stores), clock, new SecureRandom(), true, () -> settings);
        }

        /// The same with other features, or with the same in another order.
        public Setup withFeatures(UnaryOperator<List<Feature>> changed) {
            return new Setup(settings, storage, clock, random, clients, reread, changed);
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final Duration SETTLES_WITHIN = Duration.ofMinutes(1);
    static final Duration LEAVES_WITHIN = Duration.ofSeconds(20);

    private final ActorSystem<SpawnProtocol.Command> system;
    private final Wiring wiring;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Node(ActorSystem<SpawnProtocol.Command> system, Wiring wiring) {
        this.system = system;
        this.wiring = wiring;
    }

    /// A node that serves clients, in somebody else's runtime.
    public static Node start(Settings settings, Stores stores, InstantSource clock) throws IOException {
        return start(Setup.of(settings, stores, clock));
    }

    /// Starts; blocks until it is a member of its cluster and serves.
    ///
    /// @throws IOException when files can't be read or written, or ports are taken
    public static Node start(Setup setup) throws IOException {
        DataDirectory.make(setup.settings().data());
        var system = ActorSystem.create(
                SpawnProtocol.create(),
                NodeConfig.SYSTEM,
                NodeConfig.of(setup.settings(), setup.storage().journal()));
        LogLevels.node(Cluster.get(system).selfMember().address().hostPort());
        try {
            return new Node(system, new Wiring(setup, system));
        } catch (IOException | RuntimeException | Error e) {
            // It may be a member already: the others would miss it as one that was lost.
            new ShutdownOrder()
                    .then("leave the cluster", LEAVES_WITHIN, () -> leave(system))
                    .run();
            throw e;
        }
    }

    /// What operators can ask of it.
    public Administration administration() {
        return wiring.administration;
    }

    /// Waits until all presence that owners on these nodes, a whole cluster, have said is handed to the connections
    /// concerned: for tests.
    ///
    /// @throws java.util.concurrent.CompletionException when that takes more than a minute
    public static void settle(Collection<Node> cluster) {
        ClusterPresences.settle(
                        cluster.stream().map(node -> node.wiring.presences).toList())
                .toCompletableFuture()
                .orTimeout(SETTLES_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /// Clients that are connected to it, with a session or without one yet.
    public int connections() {
        var admission = wiring.limits.admission();
        return admission.bound() + admission.halfOpen();
    }

    /// What presence has cost this node.
    public PresenceCounters presenceCounters() {
        return wiring.presences.counters();
    }

    /// All domains that it serves now.
    public Set<String> domains() {
        return wiring.domains();
    }

    /// Where other nodes reach it.
    public InetSocketAddress clusterAddress() {
        var address = Cluster.get(system).selfMember().address();
        return InetSocketAddress.createUnresolved(
                address.getHost().orElseThrow(), address.getPort().orElseThrow());
    }

    /// The nodes of its cluster as it sees them now, itself included, by `host:port`.
    public Set<String> members() {
        return StreamSupport.stream(Cluster.get(system).state().getMembers().spliterator(), false)
                .map(member -> member.address().hostPort())
                .collect(Collectors.toUnmodifiableSet());
    }

    /// The number that no other node of its cluster has.
    public int number() {
        return wiring.membership.number();
    }

    /// Where operators ask it, on loopback.
    public int adminPort() {
        return wiring.admin.localAddress().getPort();
    }

    /// Where clients connect and turn to TLS then.
    ///
    /// @throws IllegalStateException when it serves no clients
    public int port() {
        return wiring.listeners().starttls().address().getPort();
    }

    /// Where clients connect with TLS from the first byte.
    ///
    /// @throws IllegalStateException when it serves no clients
    public int tlsPort() {
        return wiring.listeners().directTls().address().getPort();
    }

    /// Takes it apart in the order of [Wiring]; blocks until it is gone. Repeatable.
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            LOG.info("Stopping, with {} connections", wiring.connections());
            wiring.shutdown().run();
            LOG.info("Stopped serving");
        }
    }

    /// Completed when it has ended without [#close]: its cluster has given it up, say because it was not heard of for a
    /// while. It serves nobody then and never will again; [#close] takes away what is left of it.
    public CompletionStage<Done> givenUp() {
        var givenUp = new CompletableFuture<Done>();
        system.getWhenTerminated().whenComplete((_, _) -> {
            if (!closed.get()) {
                givenUp.complete(Done.getInstance());
            }
        });
        return givenUp;
    }

    /// What keeps it from being ready, by part: for tests.
    Map<String, String> troubles() {
        return wiring.health.troubles();
    }

    /// What all of the node runs in.
    ActorSystem<?> system() {
        return system;
    }

    /// Has its cluster give it up: for tests.
    void beGivenUp() {
        giveUp(this);
    }

    /// Has its cluster give up one of its nodes, without waiting as long as it does by itself for one that is not heard
    /// of: for tests.
    public void giveUp(Node lost) {
        Cluster.get(system)
                .manager()
                .tell(new Down(Cluster.get(lost.system).selfMember().address()));
    }

    /// Ends it as a crash would, without a word to clients or other nodes: for tests of what is left then.
    public void crash() {
        if (closed.compareAndSet(false, true)) {
            new ShutdownOrder()
                    .then("end the actor system", Duration.ofSeconds(10), () -> {
                        system.terminate();
                        return system.getWhenTerminated();
                    })
                    .run();
        }
    }

    /// Ends the relays of all rooms here, as an error in each would: for tests of what occupants notice.
    public void crashRelays() {
        system.classicSystem()
                .actorSelection("/user/" + RelayHub.NAME + "/*")
                .tell(Kill.getInstance(), ActorRef.noSender());
    }

    static CompletionStage<Done> leave(ActorSystem<?> system) {
        return CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.jvmExitReason());
    }
}
