package io.kith.node.membership;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// This node as a member of its cluster.
///
/// @param name `host:port`, as other nodes know it
/// @param incarnation another one for each start of a node, and known to all others, who see it in the membership
/// @param number below 1,024, and of no other member at the same time
public record Membership(String name, long incarnation, int number) {

    private static final Duration UP_MAX = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    /// Blocks until this node is up in its cluster, in that of its seed nodes or in one of its own, and has its number.
    ///
    /// @param lease what a cluster needs on its store; empty for a store of this process alone
    /// @throws IOException when it can't join, another cluster lives on the store, or it gets no number
    public static Membership join(
            ActorSystem<?> system, List<InetSocketAddress> seeds, Optional<ClusterLease> lease, RandomGenerator random)
            throws IOException {
        var cluster = Cluster.get(system);
        if (seeds.isEmpty()) {
            cluster.manager().tell(Join.create(cluster.selfMember().address()));
        }
        var deadline = System.nanoTime() + UP_MAX.toNanos();
        while (cluster.selfMember().status() != MemberStatus.up()) {
            if (cluster.isTerminated() || System.nanoTime() > deadline) {
                throw new IOException("can't join the cluster of " + seeds);
            }
            pause();
        }
        if (lease.isPresent()) {
            claim(system, cluster, lease.get());
        }
        return numbered(system, cluster.selfMember(), random);
    }

    private static void claim(ActorSystem<?> system, Cluster cluster, ClusterLease lease) throws IOException {
        var self = cluster.selfMember();
        var older = false;
        for (var member : cluster.state().getMembers()) {
            older |= member.isOlderThan(self);
        }
        if (!older) {
            lease.form(ReplicatedClaims.nameOf(self)); // it has formed the cluster, whether it had seed nodes or not
        }
        system.systemActorOf(LeaseKeeper.create(lease, ClusterLease.RENEWED_EVERY), "cluster-lease", Props.empty());
    }

    /// Its name among all nodes that have been and will be: `host:port#incarnation`.
    public String unique() {
        return name + "#" + incarnation;
    }

    private static Membership numbered(ActorSystem<?> system, Member self, RandomGenerator random) throws IOException {
        var address = self.address();
        var incarnation = self.uniqueAddress().longUid();
        var claims = new ReplicatedClaims(system);
        claims.releaseOfRemoved();
        var number = new NodeNumbers(claims, random)
                .claim(ReplicatedClaims.nameOf(self), (int) Math.floorMod(incarnation, (long) NodeNumbers.COUNT));
        return new Membership(
                address.getHost().orElseThrow() + ":" + address.getPort().orElseThrow(), incarnation, number);
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(LOOK_EVERY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while joining", e);
        }
    }
}
