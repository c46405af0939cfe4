package io.kith.sharding.presence;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A node of three dies without a word: what its accounts showed stays for a while, so that nobody sees those flap who
/// come straight back.
final class LostNodeTest {

    private static final int NODES = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final KeyedHash HASH = new KeyedHash("sixteen bytes 01".getBytes(StandardCharsets.US_ASCII));
    private static final Jid ROMEO = Jid.parse("romeo@montague.example/orchard");
    private static final Jid TYBALT = Jid.parse("tybalt@capulet.example/street");
    private static final Jid NURSE = Jid.parse("nurse@capulet.example/home");
    private static final Jid FRIAR = Jid.parse("friar@verona.example/cell");
    private static final List<Jid> CONTACTS = List.of(NURSE.bare(), FRIAR.bare());

    private record Node(ActorSystem<Void> system, ClusterPresences presences, Inboxes inboxes) {

        String address() {
            return Peers.id(Cluster.get(system).selfMember()).node();
        }
    }

    private record Inboxes(Map<Long, BlockingQueue<Stanza>> written) implements LocalConnections {
        @Override
        public boolean relay(
                EdgeAddress connection, Jid occupant, long id, Sight sight, List<Stanza> stanzas, boolean last) {
            throw new AssertionError("there are no rooms here");
        }

        BlockingQueue<Stanza> of(long connection) {
            return written.computeIfAbsent(connection, _ -> new LinkedBlockingQueue<>());
        }

        @Override
        public void write(EdgeAddress connection, List<Stanza> presences) {
            of(connection.connection()).addAll(presences);
        }

        @Override
        public void parted(EdgeAddress connection, Jid full, List<Jid> seen, int earlier, int later) {
            throw new AssertionError("nobody is parked");
        }
    }

    private final AtomicLong leapt = new AtomicLong();
    private final List<Node> nodes = new ArrayList<>();

    @BeforeEach
    void start() {
        var config = ConfigFactory.parseString("""
                        akka {
                          loglevel = OFF
                          actor.provider = cluster
                          remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                          cluster {
                            jmx.multi-mbeans-in-same-jvm = on
                            downing-provider-class = "akka.cluster.sbr.SplitBrainResolverProvider"
                            failure-detector { heartbeat-interval = 300 ms, acceptable-heartbeat-pause = 2 s }
                            sharding.state-store-mode = ddata
                            gossip-interval = 200 ms
                            publish-stats-interval = off
                          }
                          coordinated-shutdown {
                            exit-jvm = off
                            run-by-actor-system-terminate = off
                          }
                        }
                        """).withFallback(ConfigFactory.load());
        for (var i = 0; i < NODES; i++) {
            ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "kith-lost", config);
            var cluster = Cluster.get(system);
            var first = nodes.isEmpty() ? cluster : Cluster.get(nodes.getFirst().system());
            cluster.manager().tell(Join.create(first.selfMember().address()));
            await(() -> cluster.selfMember().status().equals(MemberStatus.up()));
            var inboxes = new Inboxes(new ConcurrentHashMap<>());
            nodes.add(new Node(
                    system,
                    new ClusterPresences(
                            system, HASH, () -> Instant.now().plusSeconds(leapt.get()), () -> new Random(1), inboxes),
                    inboxes));
        }
    }

    /// As the others do by themselves somewhat later.
    private void giveUp(Node lost) {
        var address = Cluster.get(lost.system()).selfMember().address();
        Cluster.get(nodes.getFirst().system()).manager().tell(new Down(address));
    }

    /// Without a word to the others: nothing is run that would leave the cluster.
    private static void kill(Node node) {
        node.system().terminate();
        node.system().getWhenTerminated().toCompletableFuture().join();
    }

    @AfterEach
    void stop() {
        nodes.forEach(LostNodeTest::kill);
    }

    @Test
    void who_comes_back_in_time_is_not_seen_to_leave_and_who_does_not_is_when_the_time_is_over() {
        var nurse = login(0, 1, NURSE);
        var friar = login(1, 2, FRIAR);
        var lost = nodes.getLast();
        await(() -> {
            publish(lost, ROMEO, "before"); // until every hub hears the publisher
            publish(lost, TYBALT, "before");
            return List.of(nurse, friar).stream().allMatch(each -> hasSeen(each, ROMEO) && hasSeen(each, TYBALT));
        });
        settle();
        nurse.clear();
        friar.clear();

        nodes.remove(lost);
        kill(lost);
        giveUp(lost);
        await(() -> nodes.stream()
                .allMatch(node -> Cluster.get(node.system()).state().members().size() == nodes.size()));
        publish(nodes.getFirst(), ROMEO, "after");

        for (var client : List.of(nurse, friar)) {
            assertThat(next(client)).isEqualTo("romeo after");
            assertThat(client).isEmpty();
        }
        leapt.addAndGet(Lingering.STAY.plus(Lingering.SPREAD).toSeconds() + 1);
        for (var client : List.of(nurse, friar)) {
            assertThat(next(client)).isEqualTo("tybalt unavailable");
        }
        settle();
        assertThat(nurse).isEmpty();
        assertThat(friar).isEmpty();
    }

    private BlockingQueue<Stanza> login(int node, long connection, Jid full) {
        var at = nodes.get(node);
        at.presences().login(new EdgeAddress(at.address(), 1, connection), full, List.of(ROMEO.bare(), TYBALT.bare()));
        return at.inboxes().of(connection);
    }

    private static void publish(Node node, Jid full, String id) {
        node.presences().publish(full, Stanza.presence(full, null, "").withId(id), () -> CONTACTS);
    }

    private static boolean hasSeen(BlockingQueue<Stanza> client, Jid whom) {
        return client.stream().anyMatch(each -> whom.equals(each.from()));
    }

    private static String next(BlockingQueue<Stanza> client) {
        try {
            var presence = client.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(presence).isNotNull();
            var from = presence.from();
            assertThat(from).isNotNull();
            return from.local() + " " + (presence.type().isEmpty() ? presence.id() : presence.type());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void settle() {
        ClusterPresences.settle(nodes.stream().map(Node::presences).toList())
                .toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private static void await(BooleanSupplier condition) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            LockSupport.parkNanos(50_000_000);
        }
    }
}
