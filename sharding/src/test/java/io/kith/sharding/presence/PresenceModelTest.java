package io.kith.sharding.presence;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.hash.KeyedHash;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Three nodes in one thread: publishers, hubs and the directory, with delay, loss of batches and
/// moving owners. When everything has arrived, each connection must have been shown exactly what
/// its account may see.
final class PresenceModelTest {

    private static final int NODES = 3;
    private static final int ACCOUNTS = 7;
    private static final int STEPS = 3_000;
    private static final int RUNS = 60;

    private final KeyedHash hash = new KeyedHash(new byte[KeyedHash.KEY_BYTES]);
    private Instant now = Instant.parse("2026-01-01T12:00:00Z");

    /// A failing seed is named in the message.
    @ParameterizedTest
    @MethodSource("seeds")
    void everybody_ends_up_seeing_exactly_whom_they_may_see(long seed) {
        play(seed, true);
    }

    /// Nothing is lost, and so nothing is read again: what was heard in another order is put right all the same.
    @ParameterizedTest
    @MethodSource("seeds")
    void also_without_reading_anything_again(long seed) {
        play(seed, false);
    }

    private void play(long seed, boolean lossy) {
        var model = new Model(new Random(seed), lossy);
        for (int step = 0; step < STEPS; step++) {
            now = now.plusMillis(model.random.nextInt(40));
            model.step();
        }
        model.settle();
        for (var connection : model.connections.values()) {
            assertThat(connection.shown)
                    .as("seed " + seed + ", " + connection.full)
                    .isEqualTo(model.truthFor(connection));
        }
        model.logoutAll();
        for (var hub : model.hubs) {
            assertThat(hub.watchers.accounts()).isZero();
            assertThat(hub.watchers.contacts())
                    .as("seed " + seed + ": contacts kept for nobody")
                    .isZero();
            assertThat(hub.watchers.lingering()).isZero();
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, RUNS);
    }

    private static final class Account {
        final Jid bare;
        int node;
        final Set<Jid> audience = new HashSet<>();
        final Set<Jid> watched = new HashSet<>();
        final Map<String, Stanza> current = new LinkedHashMap<>();

        Account(Jid bare) {
            this.bare = bare;
        }
    }

    private static final class Connection {
        final EdgeAddress address;
        final Jid full;
        final int node;
        final Map<Jid, Stanza> shown = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));

        Connection(EdgeAddress address, Jid full, int node) {
            this.address = address;
            this.full = full;
            this.node = node;
        }

        void take(Stanza presence) {
            assertThat(presence.to()).isEqualTo(full.bare());
            var from = presence.from();
            assertThat(from).isNotNull();
            if (presence.isType("")) {
                shown.put(from, presence);
            } else {
                assertThat(shown.remove(from)).as("gone twice: " + from).isNotNull();
            }
        }
    }

    private record Asked(List<Question> questions, Map<Long, Long> at) {}

    private final class Hub {
        final Watchers watchers;
        final Map<NodeId, Deque<PresenceBatch>> arriving = new HashMap<>();
        final Map<NodeId, Long> last = new HashMap<>();
        final List<Asked> asked = new ArrayList<>();
        final List<Runnable> answers = new ArrayList<>();

        Hub(Model model, Random random) {
            watchers = new Watchers(
                    (to, presence) -> requireNonNull(model.connections.get(to)).take(presence), random);
        }

        void ask(List<Question> questions) {
            questions = questions.stream()
                    .filter(each -> !each.contacts().isEmpty())
                    .toList();
            if (!questions.isEmpty()) {
                asked.add(new Asked(questions, watchers.stamps(questions)));
            }
        }

        PresenceBatch receive(PresenceBatch batch) {
            var expected = last.getOrDefault(batch.publisher(), 0L) + 1;
            last.put(batch.publisher(), batch.number());
            batch.events().forEach(event -> ask(watchers.apply(batch.publisher(), event, now)));
            if (batch.number() != expected) {
                ask(watchers.allQuestions());
            }
            return batch;
        }
    }

    private final class Model {
        final Random random;
        final boolean lossy;
        final List<Account> accounts = new ArrayList<>();
        final List<Publications> publishers = new ArrayList<>();
        final long[] numbers = new long[NODES];
        final List<Hub> hubs = new ArrayList<>();
        final Register directory;
        final Map<EdgeAddress, Connection> connections = new LinkedHashMap<>();
        long connectionNumber;

        Model(Random random, boolean lossy) {
            this.random = random;
            this.lossy = lossy;
            directory = new Register(random);
            for (int i = 0; i < NODES; i++) {
                var skew = Duration.ofMillis(50L * i); // the clocks of nodes differ by more than a move takes
                publishers.add(new Publications(hash, () -> now.minus(skew)));
                hubs.add(new Hub(this, random));
            }
            for (int i = 0; i < ACCOUNTS; i++) {
                var account = new Account(Jid.parse("p" + i + "@verona.example"));
                account.node = random.nextInt(NODES);
                accounts.add(account);
            }
            for (var account : accounts) {
                for (var other : accounts) {
                    if (account != other && random.nextInt(3) > 0) {
                        account.audience.add(other.bare);
                        other.watched.add(account.bare);
                    }
                }
            }
        }

        void step() {
            var account = accounts.get(random.nextInt(ACCOUNTS));
            var other = accounts.get(random.nextInt(ACCOUNTS));
            switch (random.nextInt(24)) {
                case 0, 1, 2, 3 -> publish(account, true);
                case 4 -> publish(account, false);
                case 5 -> grant(account, other);
                case 6 -> revoke(account, other);
                case 7, 8 -> login(account);
                case 9 -> logout();
                case 10 -> move(account);
                case 11, 12, 13 -> tick(random.nextInt(NODES), random.nextInt(10) == 0 && lossy);
                case 14, 15, 16, 17, 18 -> deliver();
                case 19, 20 -> answer();
                default -> hear();
            }
        }

        private void publish(Account account, boolean available) {
            var resource = "r" + random.nextInt(2);
            var full = account.bare.withResource(resource);
            var presence =
                    Stanza.presence(full, null, available ? "" : "unavailable").withId("s" + random.nextInt(1_000_000));
            if (available) {
                account.current.put(resource, presence);
            } else {
                account.current.remove(resource);
            }
            publishers.get(account.node).publish(full, presence, () -> Set.copyOf(account.audience));
        }

        private void grant(Account account, Account contact) {
            if (account != contact && account.audience.add(contact.bare)) {
                publishers.get(account.node).show(account.bare, contact.bare);
                contact.watched.add(account.bare);
                for (var connection : connectionsOf(contact)) {
                    var hub = hubs.get(connection.node);
                    var ask = hub.watchers.watch(hash.of(contact.bare), hash.of(account.bare));
                    hub.ask(List.of(new Question(hash.of(contact.bare), ask)));
                }
            }
        }

        private void revoke(Account account, Account contact) {
            if (account.audience.remove(contact.bare)) {
                publishers.get(account.node).hide(account.bare, contact.bare);
                if (random.nextBoolean()) {
                    contact.watched.remove(account.bare);
                    for (var connection : connectionsOf(contact)) {
                        hubs.get(connection.node).watchers.unwatch(hash.of(contact.bare), hash.of(account.bare));
                    }
                }
            }
        }

        private List<Connection> connectionsOf(Account account) {
            return connections.values().stream()
                    .filter(each -> each.full.bare().equals(account.bare))
                    .toList();
        }

        private void login(Account account) {
            if (connectionsOf(account).size() >= 3) {
                return;
            }
            int node = random.nextInt(NODES);
            var address = new EdgeAddress("n" + node, 1, ++connectionNumber);
            var full = account.bare.withResource("c" + connectionNumber);
            connections.put(address, new Connection(address, full, node));
            var viewer = hash.of(account.bare);
            var watched = Hashes.of(account.watched.stream().map(hash::of).toList());
            var hub = hubs.get(node);
            hub.ask(List.of(new Question(viewer, hub.watchers.login(address, viewer, full, watched))));
        }

        private void logout() {
            if (!connections.isEmpty()) {
                var all = List.copyOf(connections.values());
                var connection = all.get(random.nextInt(all.size()));
                hubs.get(connection.node).watchers.logout(connection.address, hash.of(connection.full));
                connections.remove(connection.address);
            }
        }

        /// The owner goes to another node, where its connections come back one by one; some never do.
        private void move(Account account) {
            publishers.get(account.node).leave(account.bare);
            tick(account.node, false); // a move takes longer than changes are collected
            account.node = random.nextInt(NODES);
            for (var shown : List.copyOf(account.current.entrySet())) {
                if (random.nextInt(4) > 0) {
                    var full = account.bare.withResource(shown.getKey());
                    publishers.get(account.node).publish(full, shown.getValue(), () -> Set.copyOf(account.audience));
                } else {
                    account.current.remove(shown.getKey());
                }
            }
        }

        private void tick(int node, boolean lost) {
            now = now.plusMillis(1);
            var publisher = new NodeId("n" + node, 1);
            for (var events : publishers.get(node).takeUntold()) {
                events.forEach(event -> directory // the directory first
                        .apply(publisher, event, now)
                        .ifPresent(later -> publishers.get(node).announceAbove(event.account(), later)));
                var batch = new PresenceBatch(publisher, ++numbers[node], events);
                for (var hub : hubs) {
                    if (!lost || random.nextBoolean()) {
                        hub.arriving
                                .computeIfAbsent(publisher, _ -> new ArrayDeque<>())
                                .add(batch);
                    }
                }
            }
        }

        private void deliver() {
            int node = random.nextInt(NODES);
            var hub = hubs.get(node);
            var waiting = hub.arriving.values().stream()
                    .filter(queue -> !queue.isEmpty())
                    .toList();
            if (!waiting.isEmpty()) {
                var batch =
                        hub.receive(waiting.get(random.nextInt(waiting.size())).removeFirst());
                if (!batch.publisher().node().equals("n" + node)) {
                    publishers.get(node).heard(batch.events());
                }
            }
        }

        private void answer() {
            var hub = hubs.get(random.nextInt(NODES));
            if (!hub.asked.isEmpty()) {
                var asked = hub.asked.remove(random.nextInt(hub.asked.size()));
                var found = new ArrayList<Found>();
                directory.find(asked.questions(), found);
                hub.answers.add(() -> hub.watchers.answered(asked.questions(), asked.at(), found, now));
            }
        }

        private void hear() {
            var hub = hubs.get(random.nextInt(NODES));
            if (!hub.answers.isEmpty()) {
                hub.answers.remove(random.nextInt(hub.answers.size())).run();
            }
            hubs.forEach(each -> each.watchers.expire(now));
            directory.expire(now);
        }

        void settle() {
            for (int round = 0; round < 4; round++) {
                for (int node = 0; node < NODES; node++) {
                    tick(node, false);
                    if (lossy) {
                        loseLastBatch(node);
                    }
                }
                for (int i = 0; i < 10_000; i++) {
                    deliver();
                    answer();
                    hear();
                }
                now = now.plus(Lingering.STAY).plus(Lingering.SPREAD);
            }
        }

        /// As if it was lost everywhere: every hub asks anew.
        private void loseLastBatch(int node) {
            numbers[node]++;
            var empty = new PresenceBatch(new NodeId("n" + node, 1), numbers[node]++, List.of());
            hubs.forEach(hub -> hub.arriving
                    .computeIfAbsent(empty.publisher(), _ -> new ArrayDeque<>())
                    .add(empty));
        }

        Map<Jid, Stanza> truthFor(Connection connection) {
            var truth = new LinkedHashMap<Jid, Stanza>();
            var viewer = connection.full.bare();
            var own = accounts.stream()
                    .filter(each -> each.bare.equals(viewer))
                    .findFirst()
                    .orElseThrow();
            for (var account : accounts) {
                if (account.audience.contains(viewer) && own.watched.contains(account.bare)) {
                    account.current.forEach((resource, presence) ->
                            truth.put(account.bare.withResource(resource), presence.withTo(viewer)));
                }
            }
            return truth;
        }

        void logoutAll() {
            while (!connections.isEmpty()) {
                logout();
            }
        }
    }
}
