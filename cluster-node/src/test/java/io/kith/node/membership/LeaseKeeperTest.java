package io.kith.node.membership;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import com.typesafe.config.ConfigFactory;
import io.kith.persistence.lease.InMemoryClusterLeases;
import io.kith.persistence.lease.Lease;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A member that keeps its cluster's lease, and ends where another cluster has it.
final class LeaseKeeperTest {

    private static final Duration EVERY = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Lease MANTUA = new Lease("mantua:2551#2", new UUID(2, 2), 1, 0);

    /// No lease runs out by itself.
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T10:00:00Z"));

    private final InMemoryClusterLeases leases = new InMemoryClusterLeases(CLOCK);
    private final ClusterLease lease = new ClusterLease(leases, new UUID(1, 1), "kith", CLOCK);
    private final ActorSystem<Void> system = ActorSystem.create(
            Behaviors.empty(),
            "kith",
            ConfigFactory.parseString("akka.remote.artery.canonical { hostname = 127.0.0.1, port = 0 }")
                    .withFallback(ConfigFactory.parseResources("kith-akka.conf"))
                    .withFallback(ConfigFactory.load()));

    @BeforeEach
    void join() throws InterruptedException {
        var cluster = Cluster.get(system);
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        until("a member", () -> cluster.selfMember().status() == MemberStatus.up());
    }

    @AfterEach
    void stop() {
        system.terminate();
    }

    @Test
    void it_renews_what_it_has() throws Exception {
        system.systemActorOf(LeaseKeeper.create(lease, EVERY), "keeper", Props.empty());

        until("renewed", () -> living().filter(held -> held.beat() > 2).isPresent());
        assertThat(living().orElseThrow().members()).isEqualTo(1);
    }

    @Test
    void it_ends_its_node_when_another_cluster_has_what_it_had() throws Exception {
        system.systemActorOf(LeaseKeeper.create(lease, EVERY), "keeper", Props.empty());
        until("renewed", () -> living().isPresent());

        until(
                "the other has it",
                () -> leases.take(MANTUA, living().map(Lease::holder))
                        .toCompletableFuture()
                        .join());

        system.getWhenTerminated().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(living()).hasValue(MANTUA);
    }

    @Test
    void it_lets_a_lease_that_it_never_had_run_out_before_it_ends_its_node() throws Exception {
        var began = System.nanoTime();
        leases.take(MANTUA, Optional.empty());
        system.systemActorOf(LeaseKeeper.create(lease, EVERY), "keeper", Props.empty());
        system.getWhenTerminated().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isGreaterThan(EVERY.multipliedBy(LeaseKeeper.FOREIGN_MAX));
    }

    private Optional<Lease> living() {
        return leases.find().toCompletableFuture().join();
    }

    private static void until(String what, BooleanSupplier condition) throws InterruptedException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            Thread.sleep(10);
        }
    }
}
