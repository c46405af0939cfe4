package io.kith.node;

import akka.Done;
import akka.actor.Address;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.SpawnProtocol;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import akka.http.javadsl.ServerBinding;
import io.kith.node.admin.AdminApi;
import io.kith.node.admin.AdminFiles;
import io.kith.node.admin.Administration;
import io.kith.node.admin.Health;
import io.kith.node.admin.LocalAdministration;
import io.kith.node.admin.Metrics;
import io.kith.node.admin.TimedStores;
import io.kith.node.settings.Settings;
import io.kith.persistence.Stores;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// One node, from start to close. The stores and the right to the data directory are its caller's.
///
/// Several can live in one runtime, each with a data directory of its own; they are one cluster when the first's
/// [#clusterAddress] is among the seed nodes of the others, and they have one secret.
public final class Node implements AutoCloseable {

    private static final Duration START_MAX = Duration.ofSeconds(60);
    private static final Duration MEMBER_EVERY = Duration.ofMillis(20);

    /// Passwords are hashed on so many threads at most.
    private static final int HASHING_THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    private final ActorSystem<SpawnProtocol.Command> system;
    private final Administration administration;
    private final ServerBinding admin;
    private final ShutdownOrder shutdown;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Node(
            ActorSystem<SpawnProtocol.Command> system,
            Administration administration,
            ServerBinding admin,
            ShutdownOrder shutdown) {
        this.system = system;
        this.administration = administration;
        this.admin = admin;
        this.shutdown = shutdown;
    }

    /// What a node is started with.
    ///
    /// @param clients whether clients can connect; without, it only does what operators ask for
    /// @param reload reads the reloadable settings again
    public record Setup(
            Settings settings,
            Storage storage,
            InstantSource clock,
            SecureRandom random,
            boolean clients,
            Supplier<CompletionStage<String>> reload) {

        /// A node that serves clients, and has nothing to reload.
        public static Setup of(Settings settings, Stores stores, InstantSource clock) {
            return new Setup(
                    settings,
                    Storage.inMemory(stores),
                    clock,
                    new SecureRandom(),
                    true,
                    () -> CompletableFuture.completedStage("nothing to reload"));
        }
    }

    /// A node that serves clients, in somebody else's runtime.
    public static Node start(Settings settings, Stores stores, InstantSource clock) throws IOException {
        return start(Setup.of(settings, stores, clock));
    }

    /// Starts; blocks until it is a member of its cluster and serves.
    ///
    /// @throws IOException when files can't be read or written, or ports are taken
    public static Node start(Setup setup) throws IOException {
        var settings = setup.settings();
        Files.createDirectories(settings.data());
        var system = ActorSystem.create(
                SpawnProtocol.create(),
                NodeConfig.SYSTEM,
                NodeConfig.of(settings, setup.storage().journal()));
        try {
            return new Start(setup, system).node();
        } catch (IOException | RuntimeException | Error e) {
            system.terminate();
            throw e;
        }
    }

    /// The parts on their way to a node, in the order in which they need each other.
    private record Start(Setup setup, ActorSystem<SpawnProtocol.Command> system) {

        Node node() throws IOException {
            var settings = setup.settings();
            var metrics = new Metrics();
            var health = new Health();
            var shutdown = new ShutdownOrder();
            var stores = TimedStores.of(setup.storage().stores(), metrics.registry());
            health.check("store", setup.storage()::trouble);
            metrics.gauge("kith.store.inflight", "Requests to the store in flight", setup.storage(), Storage::inFlight);
            var domains = new ConfiguredDomains(settings.domains());
            var hashing = Executors.newFixedThreadPool(
                    HASHING_THREADS,
                    Thread.ofPlatform().daemon().name("hashing-", 1).factory());

            join();

            var administration = new LocalAdministration(
                    stores,
                    domains,
                    (_, _) -> CompletableFuture.completedStage(null),
                    password -> Credentials.of(password, setup.random()),
                    hashing,
                    setup.reload());
            var files = new AdminFiles(settings.data());
            var api = new AdminApi(system, administration, health, metrics, files.token(setup.random()));
            var admin = await("listen for operators on port " + settings.adminPort(), api.listen(settings.adminPort()));
            files.publish(URI.create("http://127.0.0.1:" + admin.localAddress().getPort() + "/"));

            shutdown.then("leave the cluster", Duration.ofSeconds(20), () -> leave(system))
                    .then("stop answering operators", Duration.ofSeconds(1), () -> withdraw(files))
                    .then("release what is left", Duration.ofSeconds(5), () -> release(hashing, metrics));
            return new Node(system, administration, admin, shutdown);
        }

        /// Blocks until this node is up in its cluster: in that of its seed nodes, or in one of its own.
        private void join() throws IOException {
            var cluster = Cluster.get(system);
            if (setup.settings().cluster().seedNodes().isEmpty()) {
                cluster.manager().tell(Join.create(cluster.selfMember().address()));
            }
            var deadline = System.nanoTime() + START_MAX.toNanos();
            while (cluster.selfMember().status() != MemberStatus.up()) {
                if (cluster.isTerminated() || System.nanoTime() > deadline) {
                    throw new IOException("can't join the cluster of "
                            + setup.settings().cluster().seedNodes());
                }
                pause();
            }
        }

        private static void pause() throws IOException {
            try {
                Thread.sleep(MEMBER_EVERY);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }

        private static <T> T await(String what, CompletionStage<T> stage) throws IOException {
            try {
                return stage.toCompletableFuture().get(START_MAX.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                throw new IOException("can't " + what, e.getCause());
            } catch (TimeoutException e) {
                throw new IOException("can't " + what + " in " + START_MAX, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    private static CompletionStage<Done> leave(ActorSystem<?> system) {
        return CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.jvmExitReason());
    }

    private static CompletionStage<Done> withdraw(AdminFiles files) {
        try {
            files.withdraw();
            return CompletableFuture.completedStage(Done.getInstance());
        } catch (IOException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private static CompletionStage<Done> release(ExecutorService hashing, Metrics metrics) {
        hashing.shutdownNow();
        metrics.close();
        return CompletableFuture.completedStage(Done.getInstance());
    }

    /// What operators can ask of it.
    public Administration administration() {
        return administration;
    }

    /// Where other nodes reach it.
    public InetSocketAddress clusterAddress() {
        Address address = Cluster.get(system).selfMember().address();
        return InetSocketAddress.createUnresolved(
                address.getHost().orElseThrow(), address.getPort().orElseThrow());
    }

    /// Where operators ask it, on loopback.
    public int adminPort() {
        return admin.localAddress().getPort();
    }

    /// Takes it apart in its order; blocks until it is gone. Repeatable.
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            shutdown.run();
        }
    }
}
