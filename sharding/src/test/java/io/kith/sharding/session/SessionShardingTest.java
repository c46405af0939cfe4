package io.kith.sharding.session;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import com.typesafe.config.ConfigFactory;
import io.kith.persistence.Stores;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.EdgeMessage;
import io.kith.sharding.hash.KeyedHash;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SessionShardingTest {

    private static final KeyedHash HASH = new KeyedHash("0123456789abcdef".getBytes(StandardCharsets.US_ASCII));

    @Test
    void a_word_to_an_account_starts_its_owner() {
        var kit = ActorTestKit.create("sessions", ConfigFactory.parseString("""
                                akka.actor.provider = cluster
                                akka.remote.artery.canonical { hostname = 127.0.0.1, port = 0 }
                                akka.cluster.jmx.enabled = off
                                akka.coordinated-shutdown.exit-jvm = off
                                """).withFallback(ConfigFactory.load()));
        try {
            var cluster = Cluster.get(kit.system());
            cluster.manager().tell(Join.create(cluster.selfMember().address()));
            TestProbe<EdgeMessage> edge = kit.createTestProbe();
            var clock = InstantSource.system();
            var stores = Stores.inMemory(new Random(1), clock);
            var juliet = World.jid("juliet");
            stores.accounts().create(juliet, List.of());
            var services =
                    PlainServices.of(stores, (_, _, message) -> edge.ref().tell(message), new SessionCounters(), clock);

            var owners = SessionSharding.init(kit.system(), services, HASH, "");
            owners.tell(juliet, new UserSession.Attach(new EdgeAddress("west:1", 1, 1), juliet, "balcony", "", 0));

            var attached = (EdgeMessage.Attached) edge.receiveMessage(Duration.ofSeconds(20));
            assertThat(attached.full()).isEqualTo(juliet.withResource("balcony"));
        } finally {
            kit.shutdownTestKit();
        }
    }

    @Test
    void accounts_are_spread_over_a_thousand_shards_under_the_clusters_key() {
        var shards = new HashSet<String>();
        for (var i = 0; i < 20_000; i++) {
            shards.add(SessionSharding.shardOf(HASH, "user" + i + "@verona.example"));
        }
        assertThat(shards).hasSize(SessionSharding.SHARDS);
        var other = new KeyedHash(new byte[KeyedHash.KEY_BYTES]);
        assertThat(SessionSharding.shardOf(HASH, "juliet@verona.example"))
                .isNotEqualTo(SessionSharding.shardOf(other, "juliet@verona.example"));
    }
}
