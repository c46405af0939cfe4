package io.kith.node.transcript;

import io.kith.node.Node;
import io.kith.node.admin.Administration;
import io.kith.node.process.Scratch;
import io.kith.node.settings.SettingsSource;
import io.kith.persistence.Stores;
import io.kith.sharding.feature.Feature;
import io.kith.sharding.presence.PresenceCounters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Whole nodes in this runtime, joined into one cluster over the loopback, on stores that they share. Their clock is
/// the system's, plus what transcripts have moved it by.
final class NodesStage implements Stage {

    private static final int DOMAINS = 150;

    /// One answer of the store may lead to the next request, through owners on the way.
    private static final int REST_MILLIS = 50;

    private final List<Node> nodes = new ArrayList<>();
    private final AtomicLong movedMillis = new AtomicLong();
    private final List<String> akka;
    private final UnaryOperator<List<Feature>> order;
    private final InstantSource clock;
    private final Stores stores;
    private final Scratch scratch = new Scratch("kith-stage");
    private BooleanSupplier storeIsAtRest = () -> true;
    private boolean storeAnswersAtOnce = true;
    private volatile @Nullable Instant stoodAt;
    private int used;

    private NodesStage(Function<InstantSource, Stores> open, UnaryOperator<List<Feature>> order, List<String> akka) {
        this.akka = akka;
        this.order = order;
        this.clock = () -> {
            var at = stoodAt;
            return (at == null ? Instant.now() : at).plusMillis(movedMillis.get());
        };
        this.stores = open.apply(clock);
    }

    /// So many nodes on stores in memory.
    static NodesStage of(int count) {
        return of(count, clock -> Stores.inMemory(new Random(count), clock), UnaryOperator.identity());
    }

    /// @param open opens the stores, by the clock of this stage
    /// @param order the order of the registry of features
    static NodesStage of(int count, Function<InstantSource, Stores> open, UnaryOperator<List<Feature>> order) {
        return of(count, open, order, List.of());
    }

    /// @param akka lines of Akka's own settings, for every node
    static NodesStage of(
            int count, Function<InstantSource, Stores> open, UnaryOperator<List<Feature>> order, List<String> akka) {
        var stage = new NodesStage(open, order, akka);
        while (stage.nodes.size() < count) {
            stage.add();
        }
        return stage;
    }

    /// Starts one more node.
    void add() {
        try {
            var home = Files.createDirectories(scratch.directory().resolve("node" + (nodes.size() + 1)));
            Files.write(home.resolve("kith.conf"), akka);
            var settings = SettingsSource.of(settings(home)).read();
            nodes.add(Node.start(Node.Setup.of(settings, stores, clock).withFeatures(order)));
        } catch (IOException broken) {
            close();
            throw new UncheckedIOException(broken);
        }
    }

    private Map<String, List<String>> settings(Path data) {
        var settings = new HashMap<String, List<String>>(Map.of(
                "data", List.of(data.toString()),
                "domains",
                        IntStream.range(0, DOMAINS).mapToObj(NodesStage::domain).toList(),
                "store", List.of("memory"),
                "c2s.port", List.of("0"),
                "c2s.tls-port", List.of("0"),
                "admin.port", List.of("0"),
                "allow-plaintext", List.of("true"),
                "limits", List.of("off"),
                "cluster.secret", List.of("the secret of all nodes of this stage")));
        if (!nodes.isEmpty()) {
            var first = nodes.getFirst().clusterAddress();
            settings.put("cluster.seed-nodes", List.of(first.getHostString() + ":" + first.getPort()));
        }
        return settings;
    }

    /// The same nodes, on stores that answer later and say when nothing is under way.
    NodesStage waitingFor(BooleanSupplier rest) {
        storeIsAtRest = rest;
        storeAnswersAtOnce = false;
        return this;
    }

    /// The same nodes with a domain that nobody has used.
    NodesStage next() {
        used++;
        return this;
    }

    private static String domain(int number) {
        return "verona" + number + ".example";
    }

    @Override
    public String domain() {
        return domain(used - 1);
    }

    @Override
    public int nodes() {
        return nodes.size();
    }

    @Override
    public InetSocketAddress listener(int number) {
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), nodes.get(number - 1).port());
    }

    @Override
    public void account(String name) {
        nodes.getFirst()
                .administration()
                .addUser(name + "@" + domain(), name)
                .toCompletableFuture()
                .join();
    }

    @Override
    public void set(Map<String, String> settings) {
        var before = settingsAt(nodes.getFirst());
        nodes.getFirst()
                .administration()
                .setDomain(domain(), settings)
                .toCompletableFuture()
                .join();
        var deadline = System.nanoTime() + Client.PATIENCE.toNanos();
        while (nodes.stream().anyMatch(node -> settingsAt(node).equals(before))) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(settings + " change nothing at some node after " + Client.PATIENCE);
            }
            LockSupport.parkNanos(1_000_000); // other nodes are told moments later
        }
    }

    private Map<String, String> settingsAt(Node node) {
        return node.administration().domains().toCompletableFuture().join().stream()
                .filter(hosted -> hosted.domain().equals(domain()))
                .findFirst()
                .orElseThrow()
                .settings();
    }

    @Override
    public void advance(Duration jump) {
        movedMillis.addAndGet(jump.toMillis());
    }

    @Override
    public void stand(boolean stands) {
        stoodAt = stands ? Instant.now() : null;
    }

    @Override
    public void settle() {
        Node.settle(nodes);
        if (storeAnswersAtOnce) {
            return;
        }
        var deadline = System.nanoTime() + Client.PATIENCE.toNanos();
        for (var atRest = 0; atRest < REST_MILLIS; atRest = storeIsAtRest.getAsBoolean() ? atRest + 1 : 0) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the store is still busy after " + Client.PATIENCE);
            }
            LockSupport.parkNanos(1_000_000); // a real store has no other clock
        }
    }

    @Override
    public int connections() {
        return nodes.stream().mapToInt(Node::connections).sum();
    }

    /// What operators can ask of one of the nodes.
    Administration operator(int number) {
        return nodes.get(number - 1).administration();
    }

    /// Stops one of the nodes.
    void stop(int number) {
        nodes.remove(number - 1).close();
    }

    /// Kills one of the nodes; the others keep their numbers.
    void kill(int number) {
        nodes.get(number - 1).crash();
    }

    /// Has the others give up a node that was killed, as they do by themselves somewhat later.
    void giveUp(int killed) {
        var lost = nodes.get(killed - 1);
        nodes.stream().filter(node -> node != lost).findFirst().orElseThrow().giveUp(lost);
    }

    /// Crashes the relays of the rooms that have occupants at one of the nodes.
    void crashRelays(int number) {
        nodes.get(number - 1).crashRelays();
    }

    /// What presence has cost each node.
    List<PresenceCounters> presenceCounters() {
        return nodes.stream().map(Node::presenceCounters).toList();
    }

    @Override
    public void close() {
        nodes.reversed().forEach(Node::close);
        scratch.close();
    }
}
