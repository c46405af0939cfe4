package io.kith.node.membership;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import io.kith.node.membership.ClusterLease.Renewal;
import io.kith.persistence.lease.ClusterLeases;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Renews the lease of the cluster while this node is the oldest that can be reached, and ends this node when another
/// cluster has the lease: it stood still, or the store did not answer, for so long that the other took its place.
final class LeaseKeeper {

    /// Nodes that were in the cluster and are remembered.
    static final int SEEN_MAX = 1_024;

    /// A lease of nobody that was seen here lives so many renewals at most, unless its cluster does.
    static final int FOREIGN_MAX = (int) ClusterLeases.LIVES.dividedBy(ClusterLease.RENEWED_EVERY) + 1;

    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);
    private static final Set<MemberStatus> RENEWS =
            Set.of(MemberStatus.up(), MemberStatus.leaving(), MemberStatus.exiting());

    /// What it hears; all from itself.
    sealed interface Command {}

    private record Tick() implements Command {}

    private record Renewed(
            @Nullable Renewal renewal, @Nullable Throwable failure) implements Command {}

    private final ClusterLease lease;
    private final Cluster cluster;
    private final String me;
    private final ActorContext<Command> context;
    private final Set<String> seen = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > SEEN_MAX;
        }
    });
    private boolean busy;
    private boolean held;
    private boolean missing;
    private int foreign;

    private LeaseKeeper(ClusterLease lease, ActorContext<Command> context) {
        this.lease = lease;
        this.context = context;
        this.cluster = Cluster.get(context.getSystem());
        this.me = ReplicatedClaims.nameOf(cluster.selfMember());
    }

    static Behavior<Command> create(ClusterLease lease, Duration every) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(new Tick(), every);
            var keeper = new LeaseKeeper(lease, context);
            return Behaviors.receive(Command.class)
                    .onMessage(Tick.class, _ -> keeper.onTick())
                    .onMessage(Renewed.class, keeper::onRenewed)
                    .build();
        }));
    }

    private Behavior<Command> onTick() {
        var members = cluster.state().getMembers();
        members.forEach(member -> seen.add(ReplicatedClaims.nameOf(member)));
        if (!busy && isOldest(members)) {
            busy = true;
            var count = (int) StreamSupport.stream(members.spliterator(), false).count();
            context.pipeToSelf(lease.renew(me, count, Set.copyOf(seen)), Renewed::new);
        }
        return Behaviors.same();
    }

    private boolean isOldest(Iterable<Member> members) {
        var unreachable = cluster.state().getUnreachable();
        for (var member : members) {
            if (RENEWS.contains(member.status())
                    && !unreachable.contains(member)
                    && member.isOlderThan(cluster.selfMember())) {
                return false;
            }
        }
        return true;
    }

    private Behavior<Command> onRenewed(Renewed renewed) {
        busy = false;
        switch (renewed.renewal()) {
            case Renewal.Held() -> {
                held = true;
                missing = false;
                foreign = 0;
            }
            case Renewal.Missed() -> foreign = 0;
            case Renewal.Foreign(var other) -> {
                if (held || ++foreign > FOREIGN_MAX) {
                    LOG.error(
                            "The cluster of {} has taken over the store, because this one stood still or got no answer"
                                    + " from the store for too long; this node ends, so that they do not overwrite each"
                                    + " other",
                            other.address());
                    context.getSystem().terminate();
                    return Behaviors.stopped();
                }
            }
            case null -> {
                if (!missing) {
                    missing = true; // once, and not at each attempt while the store is away
                    LOG.info(
                            "The lease of this cluster is not renewed, trying again: {}",
                            String.valueOf(renewed.failure()));
                }
            }
        }
        return Behaviors.same();
    }
}
