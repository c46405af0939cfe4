package io.kith.node;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.SpawnProtocol;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.ClusterEvent.MemberRemoved;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Subscribe;
import io.kith.node.edge.EdgeHub;
import io.kith.sharding.room.Room;
import io.kith.sharding.session.UserSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells this node's parts when another node is gone: connections turn to the new owners, owners forget its
/// connections.
final class Departures {

    private static final Logger LOG = LoggerFactory.getLogger(Departures.class);

    private Departures() {}

    static void follow(ActorSystem<SpawnProtocol.Command> system, EdgeHub hub, int sessionsPerSecond) {
        system.tell(new SpawnProtocol.Spawn<>(
                behavior(hub, sessionsPerSecond), "departures", Props.empty(), system.ignoreRef()));
    }

    private static Behavior<MemberRemoved> behavior(EdgeHub hub, int sessionsPerSecond) {
        return Behaviors.setup(context -> {
            Cluster.get(context.getSystem())
                    .subscriptions()
                    .tell(Subscribe.create(context.getSelf(), MemberRemoved.class));
            return Behaviors.receiveMessage(removed -> {
                removed(context, hub, sessionsPerSecond, removed);
                return Behaviors.same();
            });
        });
    }

    private static void removed(
            ActorContext<MemberRemoved> context, EdgeHub hub, int sessionsPerSecond, MemberRemoved removed) {
        var member = removed.member();
        if (member.uniqueAddress()
                .equals(Cluster.get(context.getSystem()).selfMember().uniqueAddress())) {
            return;
        }
        var address = member.address();
        var name = address.getHost().orElse("") + ":" + address.getPort().orElse(0);
        if (removed.previousStatus().equals(MemberStatus.down())) {
            LOG.warn("Node {} is lost: it was not heard of, and the cluster goes on without it", name);
        } else {
            LOG.info("Node {} has left", name);
        }
        hub.nodeGone(name);
        hub.ownersMoved(sessionsPerSecond);
        var gone = new UserSession.EdgeGone(name, member.uniqueAddress().longUid());
        LocalEntities.tell(context.getSystem(), UserSession.TYPE, _ -> true, gone);
        LocalEntities.tell(context.getSystem(), Room.TYPE, _ -> true, gone);
    }
}
