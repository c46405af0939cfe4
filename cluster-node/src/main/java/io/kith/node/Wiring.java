package io.kith.node;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.SpawnProtocol;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.pubsub.Topic;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.typed.Cluster;
import akka.http.javadsl.ServerBinding;
import io.kith.node.admin.AdminApi;
import io.kith.node.admin.AdminFiles;
import io.kith.node.admin.Administration;
import io.kith.node.admin.Health;
import io.kith.node.admin.LocalAdministration;
import io.kith.node.admin.Metrics;
import io.kith.node.admin.Refusal;
import io.kith.node.admin.TimedStores;
import io.kith.node.edge.Edge;
import io.kith.node.edge.EdgeHub;
import io.kith.node.edge.EdgeSettings;
import io.kith.node.edge.Listener;
import io.kith.node.edge.Traffic;
import io.kith.node.edge.login.AccountLookups;
import io.kith.node.edge.login.Credentials;
import io.kith.node.edge.login.LoginRefusals;
import io.kith.node.edge.login.LoginTerms;
import io.kith.node.edge.login.Registration;
import io.kith.node.membership.Membership;
import io.kith.node.settings.InvalidSettings;
import io.kith.node.settings.Settings;
import io.kith.persistence.Stores;
import io.kith.persistence.archive.LogIds;
import io.kith.proto.sasl.FakeKeys;
import io.kith.proto.sasl.ScramKeys;
import io.kith.sharding.domain.DomainRegistry;
import io.kith.sharding.domain.DomainView;
import io.kith.sharding.domain.DomainsState;
import io.kith.sharding.feature.FeatureChain;
import io.kith.sharding.feature.FeatureFailures;
import io.kith.sharding.hash.KeyedHash;
import io.kith.sharding.presence.ClusterPresences;
import io.kith.sharding.room.relay.RelayHub;
import io.kith.sharding.roster.RosterLimits;
import io.kith.sharding.routing.Router;
import io.kith.sharding.session.Owners;
import io.kith.sharding.session.Services;
import io.kith.sharding.session.SessionCounters;
import io.kith.sharding.session.SessionSharding;
import io.kith.sharding.session.Unstored;
import io.kith.sharding.session.UserSession;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All parts of a node, put together in the order in which they need each other.
final class Wiring {

    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

    private static final Duration START_MAX = Duration.ofSeconds(60);
    private static final Duration ADMIN_CLOSES_WITHIN = Duration.ofSeconds(1);
    private static final Duration MEMBER_EVERY = Duration.ofMillis(20);

    /// Passwords are derived on so many threads at most, and so many may wait.
    private static final int DERIVING_THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    private static final int DERIVATIONS_WAITING_MAX = 1_000;

    /// Clients that are told each second to leave a node that stops, or to turn to a new owner.
    private static final int CLIENTS_PER_SECOND = 4_000;

    final Administration administration;
    final ServerBinding admin;
    final Health health = new Health();

    private final ActorSystem<SpawnProtocol.Command> system;
    private final Node.Setup setup;
    private final Metrics metrics = new Metrics();
    private final NodeMetrics numbers = new NodeMetrics(metrics);
    private final SessionCounters counters = new SessionCounters();
    private final Stores stores;
    private final RegisteredDomains domains;
    private final FeatureChain features;
    private final ThreadPoolExecutor deriving = deriving();
    private final AdminFiles files;
    private final Tls tls;
    final RateLimits limits;
    private final Unstored unstored;
    final Membership membership;
    private final EdgeHub hub;
    private final LogIds ids;
    private final RoomParts rooms;
    private final Owners owners;
    final ClusterPresences presences;
    private final @Nullable Listeners listeners;
    private volatile boolean serving;

    /// Where clients connect.
    record Listeners(Listener starttls, Listener directTls) {

        CompletionStage<Done> close() {
            return starttls.close().thenCombine(directTls.close(), (done, _) -> done);
        }
    }

    Wiring(Node.Setup setup, ActorSystem<SpawnProtocol.Command> system) throws IOException {
        this.setup = setup;
        this.system = system;
        var settings = setup.settings();
        stores = TimedStores.of(setup.storage().stores(), metrics.registry());
        files = new AdminFiles(settings.data());
        unstored = new Unstored((long) settings.unstoredMegabytes() << 20);
        limits = RateLimits.of(settings.limits(), unstored.max() / 2, setup.clock());
        var secret = ClusterSecret.of(settings.cluster().secret(), settings.data(), setup.random());
        membership = Membership.join(
                system, settings.cluster().seedNodes(), setup.storage().lease(), setup.random());

        var late = new AtomicReference<@Nullable Owners>();
        hub = new EdgeHub(
                system,
                membership.name(),
                membership.incarnation(),
                (account, command) -> Objects.requireNonNull(late.get()).tell(account, command),
                setup.clock());
        spawn(hub.behavior(), EdgeHub.NAME);
        domains = domains(settings.domains());
        tls = new Tls(settings.tls(), this::certified, setup.clock(), setup.random());
        domains.onChange(() -> deriving.execute(this::certify));
        rooms = new RoomParts(domains, stores.roomIndex(), setup.clock());
        features = features();
        ids = new LogIds(membership.number(), setup.clock());
        presences = new ClusterPresences(
                system, new KeyedHash(secret.key("presence", KeyedHash.KEY_BYTES)), setup.clock(), setup::random, hub);
        spawn(RelayHub.behavior(membership.name(), hub, rooms::tell, rooms.counters().relays), RelayHub.NAME);
        var shards = new KeyedHash(secret.key("shards", KeyedHash.KEY_BYTES));
        owners = SessionSharding.init(system, services(), shards, "core", rooms::way);
        late.set(owners);
        rooms.start(
                system,
                stores,
                ids,
                unstored,
                owners,
                shards,
                limits.rooms()::get,
                setup.clock(),
                setup.random(),
                setup.storage()::isDown);
        Departures.follow(system, hub, CLIENTS_PER_SECOND);

        administration = new LocalAdministration(
                stores,
                domains,
                new OwnedSessions(system, stores.accounts(), owners),
                rooms.operated(system, stores),
                password -> Credentials.of(password, setup.random()),
                deriving,
                this::where,
                this::reload);
        health.check("store", setup.storage()::trouble);
        health.check("clients", () -> serving ? Optional.empty() : Optional.of("none are taken at start and stop"));
        admin = await(
                "listen for operators on port " + settings.adminPort(),
                new AdminApi(system, administration, health, metrics, files.token(setup.random()))
                        .listen(settings.adminPort()));
        CoordinatedShutdown.get(system)
                .addTask(
                        CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
                        "take no more questions",
                        () -> admin.terminate(ADMIN_CLOSES_WITHIN).thenApply(_ -> Done.getInstance()));
        listeners = setup.clients() ? listen(secret) : null;
        files.publish(URI.create("http://127.0.0.1:" + admin.localAddress().getPort() + "/"));
        numbers.presence(presences.counters());
        numbers.store(setup.storage());
        numbers.tls(tls, setup.clock());
        numbers.owners(limits, counters, unstored);
        numbers.rooms(rooms.counters());
        serving = setup.clients();
    }

    /// Follows the registry, and has it serve what the settings name.
    private RegisteredDomains domains(List<String> configured) throws IOException {
        var topic = spawn(Topic.create(DomainsState.class, "domains"), "domains-topic");
        var sharding = ClusterSharding.get(system);
        sharding.init(Entity.of(DomainRegistry.TYPE, _ -> DomainRegistry.create(setup.clock(), topic))
                .withRole("core"));
        var registry = sharding.entityRefFor(DomainRegistry.TYPE, DomainRegistry.ENTITY_ID);
        var view = new DomainView(new DomainChanges(system, hub, CLIENTS_PER_SECOND));
        spawn(view.follow(() -> registry.tell(new DomainRegistry.Poll()), topic), "domains-view");
        var registered = new RegisteredDomains(view, registry, Set.copyOf(configured));
        for (var domain : configured) {
            await("register the domain " + domain, registered.ensure(domain));
        }
        await("learn the domains", view.ready());
        var deadline = System.nanoTime() + START_MAX.toNanos();
        while (!view.all().containsAll(configured)) {
            if (System.nanoTime() > deadline) {
                throw new IOException("can't learn of all domains in " + START_MAX);
            }
            pause();
        }
        return registered;
    }

    private FeatureChain features() {
        var accounts = new OwnAccountChanges(system, stores, () -> owners(), deriving, setup.random());
        var version =
                setup.settings().showVersion() ? system.settings().config().getString("kith.version") : "";
        var all = setup.features()
                .apply(Features.of(
                        stores,
                        setup.clock(),
                        setup.random(),
                        accounts,
                        domains::contacts,
                        domains::rooms,
                        rooms.listed(),
                        RoomParts.ASPECTS.features(),
                        version));
        var failures = new FeatureFailures();
        numbers.features(all, failures);
        return FeatureChain.of(all, failures);
    }

    private Services services() {
        return new Services(
                stores,
                ids,
                hub,
                features,
                new Router(domains),
                _ -> presences,
                RosterLimits.DEFAULT,
                unstored,
                limits.accounts(),
                counters,
                setup.clock(),
                setup.random(),
                setup.storage()::isDown);
    }

    private Listeners listen(ClusterSecret secret) throws IOException {
        var settings = setup.settings();
        var admission = limits.admission();
        var traffic = new Traffic();
        var refusals = new LoginRefusals();
        numbers.edge(limits, traffic, refusals);
        var edge = new Edge(
                EdgeSettings.DEFAULT.resumableFor(settings.resumableFor()),
                domains,
                hub.owners(),
                tls.engines(),
                loginTerms(settings, secret, refusals),
                traffic,
                limits.rates(),
                setup.clock(),
                setup.random());
        var port = settings.c2s().port();
        var tlsPort = settings.c2s().tlsPort();
        return new Listeners(
                await(
                        "listen for clients on " + settings.bind() + " port " + port,
                        Listener.bind(system, edge, hub, admission, settings.bind(), port, false)),
                await(
                        "listen for clients on " + settings.bind() + " port " + tlsPort,
                        Listener.bind(system, edge, hub, admission, settings.bind(), tlsPort, true)));
    }

    private LoginTerms loginTerms(Settings settings, ClusterSecret secret, LoginRefusals refusals) {
        var registration = Optional.of(new Registration(
                stores.accounts(),
                deriving,
                limits.registrations(),
                setup.random(),
                made -> owners().tell(made, new UserSession.Usable())));
        return new LoginTerms(
                new AccountLookups(stores.accounts()),
                new FakeKeys(secret.key("fake keys", 32), ScramKeys.ITERATIONS_DEFAULT),
                deriving,
                limits.failures(),
                refusals,
                domain -> domains.isOpen(domain, settings.registrationOpen()) ? registration : Optional.empty(),
                settings.allowPlaintext(),
                features::streamFeatures,
                setup.random());
    }

    private CompletionStage<String> reload() {
        try {
            var settings = setup.reread().get();
            tls.reload(settings.tls()); // first, for it may fail: then nothing changes
            LogLevels.set(settings.logLevel());
            limits.use(settings.limits());
            return CompletableFuture.completedStage("the log level, the limits and the certificates are read again");
        } catch (IOException e) {
            return refusedReload(Obstacles.words(e));
        } catch (InvalidSettings e) {
            return refusedReload(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private static CompletionStage<String> refusedReload(String why) {
        return CompletableFuture.failedStage(
                new Refusal(Refusal.Reason.CONFLICT, "The settings could not be read again, and stay: " + why));
    }

    /// The domains that a self-signed certificate names.
    private List<String> certified() {
        return Stream.concat(
                        setup.settings().domains().stream(),
                        domains.all().stream().sorted())
                .distinct()
                .toList();
    }

    private void certify() {
        try {
            tls.domainsChanged();
        } catch (IOException | RuntimeException e) {
            LOG.warn("The certificate could not be made anew for the domains that are served, and stays", e);
        }
    }

    private String where() {
        return listeners == null
                ? ""
                : setup.settings().bind() + " port "
                        + listeners.starttls().address().getPort();
    }

    private Owners owners() {
        return owners;
    }

    /// All domains that are served now.
    Set<String> domains() {
        return domains.all();
    }

    /// How many clients are connected here.
    int connections() {
        return hub.connections();
    }

    Listeners listeners() {
        if (listeners == null) {
            throw new IllegalStateException("this node serves no clients");
        }
        return listeners;
    }

    /// First nobody comes in, then those who are in are told and their sessions parked, then the
    /// rest of the cluster takes over, and what others stand on goes last. The stores and
    /// Cassandra, which are the caller's, go after that.
    ShutdownOrder shutdown() {
        serving = false;
        var order = new ShutdownOrder();
        if (system.getWhenTerminated().toCompletableFuture().isDone()) {
            return rest(order); // nobody is there who could be told
        }
        if (listeners != null) {
            order.then("take no more clients", Duration.ofSeconds(5), listeners::close)
                    .then(
                            "tell clients and park sessions",
                            Duration.ofSeconds(15),
                            () -> hub.shutDown(CLIENTS_PER_SECOND));
        }
        order.then("leave the cluster", Node.LEAVES_WITHIN, () -> Node.leave(system));
        if (isAlone()) {
            order.then("release the store", Duration.ofSeconds(5), this::releaseStore);
        }
        return rest(order);
    }

    private boolean isAlone() {
        var self = Cluster.get(system).selfMember();
        for (var member : Cluster.get(system).state().getMembers()) {
            if (!member.equals(self)) {
                return false;
            }
        }
        return true;
    }

    private CompletionStage<Void> releaseStore() {
        return setup.storage()
                .lease()
                .map(lease -> lease.release(membership.unique()))
                .orElseGet(() -> CompletableFuture.completedStage(null));
    }

    private ShutdownOrder rest(ShutdownOrder order) {
        return order.then("withdraw the address for operators", Duration.ofSeconds(1), this::withdraw)
                .then("release what is left", Duration.ofSeconds(5), this::release);
    }

    private CompletionStage<Done> withdraw() {
        try {
            files.withdraw();
            return CompletableFuture.completedStage(Done.getInstance());
        } catch (IOException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private CompletionStage<Done> release() {
        deriving.shutdownNow();
        metrics.close();
        return CompletableFuture.completedStage(Done.getInstance());
    }

    private static ThreadPoolExecutor deriving() {
        return new ThreadPoolExecutor(
                DERIVING_THREADS,
                DERIVING_THREADS,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(DERIVATIONS_WAITING_MAX),
                Thread.ofPlatform().daemon().name("deriving-", 1).factory());
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(MEMBER_EVERY);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private <T> ActorRef<T> spawn(Behavior<T> behavior, String name) throws IOException {
        CompletionStage<ActorRef<T>> spawned = AskPattern.ask(
                system,
                replyTo -> new SpawnProtocol.Spawn<>(behavior, name, Props.empty(), replyTo),
                START_MAX,
                system.scheduler());
        return await("start " + name, spawned);
    }

    private static <T> T await(String what, CompletionStage<T> stage) throws IOException {
        try {
            return stage.toCompletableFuture().get(START_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException("can't " + what, e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("can't " + what + " in " + START_MAX, e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IOException("interrupted while starting", e);
    }
}
