package io.kith.node.hostile;

import io.kith.node.Node;
import io.kith.node.settings.Settings;
import io.kith.node.settings.SettingsSource;
import io.kith.persistence.Stores;
import io.kith.persistence.faults.Faults;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// A whole node with its default limits, or a cluster of them; passwords are the accounts' names.
///
/// Of several nodes each client that comes from where others do no wrong gets the next one, so that neighbours in a
/// test are on different nodes; who comes from elsewhere stays with one, for nodes count failures each for itself.
final class Victim implements AutoCloseable {

    static final String DOMAIN = "localhost";

    /// Where clients come from that do no wrong, as far as addresses are counted.
    static final String HOME = "127.0.0.1";

    final LeapingClock clock = new LeapingClock();
    private final List<Node> nodes = new ArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    private Victim(Path data, int count, Map<String, String> options, Faults faults) throws IOException {
        var stores = faults.around(Stores.inMemory(new Random(1), clock));
        try {
            while (nodes.size() < count) {
                nodes.add(Node.start(settings(data.resolve("node" + nodes.size()), options), stores, clock));
            }
        } catch (IOException | RuntimeException failed) {
            close();
            throw failed;
        }
    }

    private Settings settings(Path data, Map<String, String> options) {
        var all = new HashMap<>(Map.of(
                "data", List.of(data.toString()),
                "domains", List.of(DOMAIN),
                "store", List.of("memory"),
                "c2s.port", List.of("0"),
                "c2s.tls-port", List.of("0"),
                "allow-plaintext", List.of("true"),
                "admin.port", List.of("0"),
                "cluster.secret", List.of("the secret of all victims")));
        if (!nodes.isEmpty()) {
            var first = nodes.getFirst().clusterAddress();
            all.put("cluster.seed-nodes", List.of(first.getHostString() + ":" + first.getPort()));
        }
        options.forEach((name, value) -> all.put(name, List.of(value)));
        return SettingsSource.of(all).read();
    }

    static Victim start(Path data, String... users) throws Exception {
        return start(data, Map.of(), users);
    }

    /// @param options settings that are other than by default
    static Victim start(Path data, Map<String, String> options, String... users) throws Exception {
        return start(data, options, new Faults(), users);
    }

    /// @param faults of its stores
    static Victim start(Path data, Map<String, String> options, Faults faults, String... users) throws Exception {
        return of(new Victim(data, 1, options, faults), users);
    }

    /// So many nodes that are one cluster.
    static Victim cluster(Path data, int count, String... users) throws Exception {
        return of(new Victim(data, count, Map.of(), new Faults()), users);
    }

    private static Victim of(Victim victim, String... users) throws Exception {
        for (var user : users) {
            victim.nodes
                    .getFirst()
                    .administration()
                    .addUser(user + '@' + DOMAIN, user)
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
        }
        return victim;
    }

    /// A socket that has said nothing yet.
    Wire connect() throws IOException {
        return connect(HOME);
    }

    /// @param source the loopback address to come from
    Wire connect(String source) throws IOException {
        return Wire.connect(source, portFor(source));
    }

    /// The same with a small buffer for what the node sends.
    Wire connect(String source, int receiveBuffer) throws IOException {
        return Wire.connect(source, portFor(source), receiveBuffer);
    }

    private int portFor(String source) {
        var number = source.equals(HOME) ? connections.getAndIncrement() : source.hashCode();
        return nodes.get(Math.floorMod(number, nodes.size())).port();
    }

    /// A client with a session that is available.
    Wire online(String user, String resource) throws IOException {
        return connect().login(user, resource).send("<presence/>").settled();
    }

    /// Has an operator change it; completed when the sessions are ended.
    void changePassword(String user, String password) throws Exception {
        nodes.getFirst()
                .administration()
                .setPassword(user + '@' + DOMAIN, password)
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    /// Of the first node.
    int port() {
        return nodes.getFirst().port();
    }

    /// A number that operators of the first node see.
    double metric(String name) throws IOException, InterruptedException {
        return lines().filter(line -> line.startsWith(name + " "))
                .mapToDouble(Victim::value)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no metric " + name));
    }

    /// The sum of all numbers of this name that have this label.
    double metrics(String name, String label) throws IOException, InterruptedException {
        return lines().filter(line -> line.startsWith(name + "{") && line.contains(label))
                .mapToDouble(Victim::value)
                .sum();
    }

    private static double value(String line) {
        return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }

    private Stream<String> lines() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + nodes.getFirst().adminPort() + "/metrics"))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.ofString())
                    .body()
                    .lines();
        }
    }

    @Override
    public void close() {
        nodes.reversed().forEach(Node::close);
    }
}
