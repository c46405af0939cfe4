package io.kith.node;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.SpawnProtocol;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.ClusterEvent.MemberRemoved;
import akka.cluster.Member;
import akka.cluster.sharding.ShardRegion.CurrentShardRegionState;
import akka.cluster.sharding.typed.GetShardRegionState;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
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

    private sealed interface Told {
        record Removed(Member member) implements Told {}

        record Owned(UserSession.EdgeGone gone, CurrentShardRegionState here) implements Told {}
    }

    private Departures() {}

    static void follow(ActorSystem<SpawnProtocol.Command> system, EdgeHub hub, int sessionsPerSecond) {
        system.tell(new SpawnProtocol.Spawn<>(
                behavior(hub, sessionsPerSecond), "departures", Props.empty(), system.ignoreRef()));
    }

    private static Behavior<Told> behavior(EdgeHub hub, int sessionsPerSecond) {
        return Behaviors.setup(context -> {
            Cluster.get(context.getSystem())
                    .subscriptions()
                    .tell(Subscribe.create(
                            context.messageAdapter(MemberRemoved.class, removed -> new Told.Removed(removed.member())),
                            MemberRemoved.class));
            return Behaviors.receiveMessage(told -> {
                switch (told) {
                    case Told.Removed(var member) -> removed(context, hub, sessionsPerSecond, member);
                    case Told.Owned(var gone, var here) -> tellOwners(context, gone, here);
                }
                return Behaviors.same();
            });
        });
    }

    private static void removed(ActorContext<Told> context, EdgeHub hub, int sessionsPerSecond, Member member) {
        if (member.uniqueAddress()
                .equals(Cluster.get(context.getSystem()).selfMember().uniqueAddress())) {
            return;
        }
        var address = member.address();
        var name = address.getHost().orElse("") + ":" + address.getPort().orElse(0);
        LOG.info("Node {} is gone", name);
        hub.nodeGone(name);
        hub.ownersMoved(sessionsPerSecond);
        var gone = new UserSession.EdgeGone(name, member.uniqueAddress().longUid());
        var shards = ClusterSharding.get(context.getSystem()).shardState();
        shards.tell(new GetShardRegionState(
                UserSession.TYPE,
                context.messageAdapter(CurrentShardRegionState.class, here -> new Told.Owned(gone, here))));
        var rooms = context.spawnAnonymous(Behaviors.<CurrentShardRegionState>receive((own, here) -> {
            tellRooms(own.getSystem(), gone, here);
            return Behaviors.stopped();
        }));
        shards.tell(new GetShardRegionState(Room.TYPE, rooms));
    }

    private static void tellRooms(ActorSystem<?> system, UserSession.EdgeGone gone, CurrentShardRegionState here) {
        var sharding = ClusterSharding.get(system);
        here.getShards()
                .forEach(shard -> shard.getEntityIds()
                        .forEach(room -> sharding.entityRefFor(Room.TYPE, room).tell(gone)));
    }

    private static void tellOwners(
            ActorContext<Told> context, UserSession.EdgeGone gone, CurrentShardRegionState here) {
        var sharding = ClusterSharding.get(context.getSystem());
        here.getShards()
                .forEach(shard -> shard.getEntityIds()
                        .forEach(account ->
                                sharding.entityRefFor(UserSession.TYPE, account).tell(gone)));
    }
}
