package io.kith.node.membership;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import akka.cluster.typed.Leave;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Claims on three systems. Several seconds: they have to become a cluster first.
final class ReplicatedClaimsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<ActorSystem<Void>> systems = IntStream.range(0, 3)
            .mapToObj(_ -> ActorSystem.<Void>create(
                    Behaviors.empty(),
                    "kith",
                    ConfigFactory.parseString("akka.remote.artery.canonical { hostname = 127.0.0.1, port = 0 }")
                            .withFallback(ConfigFactory.parseResources("kith-akka.conf"))
                            .withFallback(ConfigFactory.load())))
            .toList();

    @AfterEach
    void stop() {
        systems.forEach(ActorSystem::terminate);
    }

    @Test
    void three_nodes_that_want_one_number_have_three_and_who_leaves_gives_its_own_back() throws Exception {
        var first = Cluster.get(systems.getFirst()).selfMember().address();
        systems.forEach(system -> Cluster.get(system).manager().tell(Join.create(first)));
        until(() -> systems.stream().allMatch(system -> up(system) == 3));

        var numbers = new HashSet<Integer>();
        try (var threads = Executors.newFixedThreadPool(systems.size())) {
            var claimed = threads.invokeAll(systems.stream()
                    .<Callable<Integer>>map(system -> () -> claim(system))
                    .toList());
            for (var each : claimed) {
                numbers.add(each.get());
            }
        }

        assertThat(numbers).hasSize(3);
        var claims = new ReplicatedClaims(systems.getFirst());
        assertThat(claims.all()).extracting(Claims.Claim::number).containsExactlyInAnyOrderElementsOf(numbers);

        var last = Cluster.get(systems.getLast());
        var gone = ReplicatedClaims.nameOf(last.selfMember());
        last.manager().tell(Leave.create(last.selfMember().address()));
        until(() -> claims.all().stream().noneMatch(claim -> claim.node().equals(gone)));
        assertThat(claims.all()).hasSize(2);
    }

    private static int claim(ActorSystem<Void> system) throws IOException {
        var claims = new ReplicatedClaims(system);
        claims.releaseOfRemoved();
        var self = Cluster.get(system).selfMember();
        return new NodeNumbers(claims, new Random(self.uniqueAddress().longUid()))
                .claim(ReplicatedClaims.nameOf(self), 7);
    }

    private static long up(ActorSystem<Void> system) {
        return StreamSupport.stream(Cluster.get(system).state().getMembers().spliterator(), false)
                .filter(member -> member.status() == MemberStatus.up())
                .count();
    }

    private static void until(Callable<Boolean> holds) throws Exception {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.call()) {
            assertThat(System.nanoTime()).as("waited " + PATIENCE).isLessThan(deadline);
            Thread.sleep(50);
        }
    }
}
