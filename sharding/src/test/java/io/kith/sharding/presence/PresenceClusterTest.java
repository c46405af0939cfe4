package io.kith.sharding.presence;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import com.typesafe.config.ConfigFactory;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.Sight;
import io.kith.sharding.hash.KeyedHash;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// Presence on three actor systems in this JVM, over real Artery and the real wire forms. Takes
/// some seconds, for the cluster has to form.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class PresenceClusterTest {

    private static final int NODES = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final KeyedHash HASH = new KeyedHash("sixteen bytes 01".getBytes(StandardCharsets.US_ASCII));
    private static final List<Node> CLUSTER = new ArrayList<>();

    /// While it stands, nothing is repeated for being late: a slow machine changes no count.
    private static final StandingClock CLOCK = new StandingClock();

    private static long connectionNumber;

    private record Node(
            ActorSystem<Void> system,
            ClusterPresences presences,
            String address,
            Map<Long, LinkedBlockingQueue<Stanza>> written) {}

    private static final Map<Long, List<Jid>> PARTED = new ConcurrentHashMap<>();

    private static final class StandingClock implements InstantSource {

        private volatile @Nullable Instant stands;

        @Override
        public Instant instant() {
            var at = stands;
            return at == null ? Instant.now() : at;
        }

        void during(Runnable counted) {
            stands = Instant.now();
            try {
                counted.run();
            } finally {
                stands = null;
            }
        }
    }

    private record Inboxes(Map<Long, LinkedBlockingQueue<Stanza>> written) implements LocalConnections {
        @Override
        public boolean relay(
                EdgeAddress connection, Jid occupant, long id, Sight sight, List<Stanza> stanzas, boolean last) {
            throw new AssertionError("there are no rooms here");
        }

        @Override
        public void write(EdgeAddress connection, List<Stanza> presences) {
            var inbox = written.get(connection.connection());
            if (inbox != null) {
                inbox.addAll(presences);
            }
        }

        @Override
        public void parted(EdgeAddress connection, Jid full, List<Jid> seen, int earlier, int later) {
            PARTED.put(connection.connection(), seen);
        }
    }

    /// A connection of a client at one node.
    private record Client(EdgeAddress edge, Jid full, LinkedBlockingQueue<Stanza> inbox) {

        Stanza next() {
            try {
                var stanza = inbox.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                assertThat(stanza).as(full + " waits").isNotNull();
                return stanza;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @BeforeAll
    static void start() {
        var config = ConfigFactory.parseString("""
                        akka {
                          loglevel = WARNING
                          actor.provider = cluster
                          remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                          cluster.jmx.multi-mbeans-in-same-jvm = on
                          cluster.downing-provider-class = "akka.cluster.sbr.SplitBrainResolverProvider"
                          cluster.sharding.state-store-mode = ddata
                          cluster.gossip-interval = 200 ms
                          cluster.publish-stats-interval = off
                          cluster.shutdown-after-unsuccessful-join-seed-nodes = off
                          coordinated-shutdown.exit-jvm = off
                          coordinated-shutdown.phases.cluster-exiting.timeout = 1 s
                          coordinated-shutdown.phases.cluster-sharding-shutdown-region.timeout = 1 s
                        }
                        """).withFallback(ConfigFactory.load());
        for (int i = 0; i < NODES; i++) {
            ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "kith-presence", config);
            var cluster = Cluster.get(system);
            var first =
                    CLUSTER.isEmpty() ? cluster : Cluster.get(CLUSTER.getFirst().system());
            cluster.manager().tell(Join.create(first.selfMember().address()));
            await(() -> cluster.selfMember().status().equals(MemberStatus.up()));
            var written = new ConcurrentHashMap<Long, LinkedBlockingQueue<Stanza>>();
            var presences = new ClusterPresences(system, HASH, CLOCK, () -> new Random(1), new Inboxes(written));
            CLUSTER.add(
                    new Node(system, presences, Peers.id(cluster.selfMember()).node(), written));
        }
        warmUp();
    }

    @AfterAll
    static void stop() {
        CLUSTER.forEach(PresenceClusterTest::stop);
    }

    private static void stop(Node node) {
        node.system().terminate();
        node.system().getWhenTerminated().toCompletableFuture().join();
    }

    @Test
    void contacts_on_every_node_see_a_change_for_one_remote_message_each_node() {
        var juliet = Jid.parse("juliet@capulet.example");
        var contacts = people("contact", 60);
        var watchers = IntStream.range(0, contacts.size())
                .mapToObj(i -> login(i % NODES, contacts.get(i).withResource("home"), List.of(juliet)))
                .toList();
        publish(0, juliet.withResource("balcony"), "first", contacts);
        watchers.forEach(watcher -> assertThat(watcher.next().id()).isEqualTo("first"));

        settle(); // what the nodes have done is counted behind what clients see of it
        var batches = sum(counters -> counters.batchesPublished.sum());
        var remote = sum(counters -> counters.remoteBatches.sum());
        var updates = sum(counters -> counters.directoryUpdates.sum());
        var written = sum(counters -> counters.written.sum());
        CLOCK.during(() -> {
            publish(0, juliet.withResource("balcony"), "second", contacts);
            watchers.forEach(watcher -> {
                var seen = watcher.next();
                assertThat(seen.id()).isEqualTo("second");
                assertThat(seen.from()).isEqualTo(juliet.withResource("balcony"));
                assertThat(seen.to()).isEqualTo(watcher.full().bare());
            });
            settle();
        });

        assertThat(sum(counters -> counters.written.sum()) - written).isEqualTo(contacts.size());
        assertThat(sum(counters -> counters.batchesPublished.sum()) - batches).isEqualTo(1);
        assertThat(sum(counters -> counters.directoryUpdates.sum()) - updates).isEqualTo(1);
        assertThat(sum(counters -> counters.remoteBatches.sum()) - remote).isEqualTo(NODES - 1L);
    }

    @Test
    void a_login_asks_each_node_once_whatever_the_number_of_contacts() {
        var friends = people("friend", 100);
        var nurse = Jid.parse("nurse@capulet.example");
        for (int i = 0; i < friends.size(); i++) {
            publish(i % NODES, friends.get(i).withResource("home"), "here", List.of(nurse));
        }
        // seen by an earlier connection, all are in the directory
        var kitchen = login(1, nurse.withResource("kitchen"), friends);
        friends.forEach(_ -> assertThat(kitchen.next().id()).isEqualTo("here"));

        // another connection at node 2 makes it learn where the parts are
        var cellar = login(2, nurse.withResource("cellar"), friends);
        friends.forEach(_ -> assertThat(cellar.next().id()).isEqualTo("here"));
        CLUSTER.get(2).presences().logout(cellar.edge(), cellar.full());

        settle();
        var asks = sum(counters -> counters.directoryAsks.sum());
        CLOCK.during(() -> {
            CLUSTER.get(2).presences().login(cellar.edge(), cellar.full(), friends);
            friends.forEach(_ -> assertThat(cellar.next().id()).isEqualTo("here"));
        });

        assertThat(sum(counters -> counters.directoryAsks.sum()) - asks).isBetween(1L, (long) NODES);
    }

    @Test
    void who_is_not_in_the_audience_sees_nothing_and_who_is_hidden_sees_it_go_at_once() {
        var romeo = Jid.parse("romeo@montague.example");
        var friend = Jid.parse("benvolio@montague.example");
        var foe = Jid.parse("tybalt@capulet.example");
        var friendly = login(1, friend.withResource("street"), List.of(romeo));
        var hostile = login(1, foe.withResource("street"), List.of(romeo));

        publish(0, romeo.withResource("orchard"), "here", List.of(friend));
        assertThat(friendly.next().id()).isEqualTo("here");
        CLUSTER.get(0).presences().hide(romeo, friend);
        assertThat(friendly.next().type()).isEqualTo("unavailable");
        CLUSTER.get(0).presences().show(romeo, foe);
        assertThat(hostile.next().id()).isEqualTo("here");
        assertThat(friendly.inbox()).isEmpty();
    }

    @Test
    void an_owner_that_moves_is_seen_without_a_flap() {
        var paris = Jid.parse("paris@verona.example");
        var page = Jid.parse("page@verona.example");
        var watcher = login(2, page.withResource("churchyard"), List.of(paris));
        publish(0, paris.withResource("tomb"), "before", List.of(page));
        assertThat(watcher.next().id()).isEqualTo("before");

        CLUSTER.get(0).presences().leave(paris);
        settle(); // the old owner has gone when the new one begins
        publish(1, paris.withResource("tomb"), "after", List.of(page));

        assertThat(watcher.next().id()).isEqualTo("after");
    }

    @Test
    void a_client_that_comes_back_elsewhere_sees_who_has_come_and_who_has_gone_meanwhile() {
        var tybalt = Jid.parse("tybalt@capulet.example/street");
        var peter = Jid.parse("peter@capulet.example/kitchen");
        var lady = Jid.parse("lady@capulet.example");
        var contacts = List.of(tybalt.bare(), peter.bare());
        var before = login(1, lady.withResource("hall"), contacts);
        publish(0, tybalt, "here", List.of(lady));
        assertThat(before.next().from()).isEqualTo(tybalt);
        CLUSTER.get(0).presences().park(before.edge(), before.full());
        settle();
        assertThat(PARTED.get(before.edge().connection())).containsExactly(tybalt);

        CLUSTER.get(0).presences().publish(tybalt, Stanza.presence(tybalt, null, "unavailable"), List::of);
        publish(0, peter, "here", List.of(lady));
        settle(); // a login that overtakes these would see tybalt come and go, which is as right
        var after = login(2, before.full(), contacts);
        CLUSTER.get(0).presences().recall(after.edge(), after.full(), List.of(tybalt));
        settle();

        assertThat(before.inbox()).isEmpty();
        assertThat(after.inbox())
                .extracting(each -> each.from() + " " + each.type())
                .containsExactlyInAnyOrder(peter + " ", tybalt + " unavailable");
    }

    private static void settle() {
        ClusterPresences.settle(CLUSTER.stream().map(Node::presences).toList())
                .toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void parts_of_the_directory_that_move_are_filled_again_by_the_publishers() {
        var kin = people("kin", 80);
        var friar = Jid.parse("friar@verona.example");
        for (int i = 0; i < kin.size(); i++) {
            publish(i % 2, kin.get(i).withResource("home"), "here", List.of(friar));
        }
        var leaving = CLUSTER.removeLast();
        var refills = sum(counters -> counters.refills.sum());

        stop(leaving);
        await(() -> Cluster.get(CLUSTER.getFirst().system()).state().members().size() == NODES - 1);

        var cell = login(0, friar.withResource("cell"), kin);
        kin.forEach(_ -> assertThat(cell.next().id()).isEqualTo("here"));
        assertThat(cell.inbox()).isEmpty();
        assertThat(sum(counters -> counters.refills.sum())).isGreaterThan(refills);
    }

    /// Until every hub hears every publisher, as in a cluster that has just formed.
    private static void warmUp() {
        for (int from = 0; from < NODES; from++) {
            for (int to = 0; to < NODES; to++) {
                var account = Jid.parse("warm" + from + "-" + to + "@verona.example");
                var viewer = Jid.parse("seen" + from + "-" + to + "@verona.example");
                var client = login(to, viewer.withResource("x"), List.of(account));
                int node = from;
                int[] times = {0};
                await(() -> {
                    publish(node, account.withResource("x"), "w" + times[0]++, List.of(viewer));
                    return client.inbox().stream().map(Stanza::id).distinct().count() > 1;
                });
            }
        }
    }

    private static Client login(int node, Jid full, List<Jid> contacts) {
        var at = CLUSTER.get(node);
        var edge = new EdgeAddress(at.address(), 1, ++connectionNumber);
        var client = new Client(edge, full, new LinkedBlockingQueue<>());
        at.written().put(edge.connection(), client.inbox());
        CLUSTER.get((node + 1) % CLUSTER.size())
                .presences()
                .login(edge, full, contacts); // its owner is at another node
        return client;
    }

    private static void publish(int node, Jid full, String id, List<Jid> audience) {
        CLUSTER.get(node)
                .presences()
                .publish(full, Stanza.presence(full, null, "").withId(id), () -> audience);
    }

    private static List<Jid> people(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Jid.parse(name + i + "@verona.example"))
                .toList();
    }

    private static long sum(ToLongFunction<PresenceCounters> counter) {
        Function<Node, PresenceCounters> counters = node -> node.presences().counters();
        return CLUSTER.stream().map(counters).mapToLong(counter).sum();
    }

    private static void await(BooleanSupplier condition) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            LockSupport.parkNanos(20_000_000);
        }
    }
}
