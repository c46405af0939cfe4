package io.kith.sharding.room;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.cluster.sharding.typed.ShardingMessageExtractor;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import io.kith.proto.jid.Jid;
import io.kith.sharding.hash.KeyedHash;
import io.kith.sharding.parcel.Parcels;
import io.kith.sharding.room.relay.Rooms;
import io.kith.sharding.session.Owners;
import io.kith.sharding.session.UserSession;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// Spreads rooms over the cluster: one entity per address, in a fixed number of shards, found by a keyed hash.
public final class RoomSharding {

    /// Never changes: a node with another number would put a room elsewhere.
    public static final int SHARDS = 500;

    private final ClusterSharding sharding;
    private final Parcels parcels;

    private RoomSharding(ActorSystem<?> system) {
        this.sharding = ClusterSharding.get(system);
        this.parcels = Parcels.get(system);
    }

    /// Starts the entity type on this node; with a `role` that the node does not have, only the way to it.
    ///
    /// @param role of the nodes that hold rooms, `""` for all
    public static RoomSharding init(ActorSystem<?> system, RoomServices services, KeyedHash hash, String role) {
        var entity = Entity.of(
                        Room.TYPE,
                        context -> Room.create(Jid.parse(context.getEntityId()), services, context.getShard()))
                .withStopMessage(new Room.Stop())
                .withMessageExtractor(new Extractor(hash));
        var rooms = new RoomSharding(system);
        rooms.sharding.init(role.isEmpty() ? entity : entity.withRole(role));
        return rooms;
    }

    /// How owners of accounts speak to rooms, which are ends of links like themselves.
    public Owners fromOwners() {
        return (room, message) -> {
            var entity = sharding.entityRefFor(Room.TYPE, room.toString());
            parcels.send(message, entity::tell, part -> entity.tell(new UserSession.Piece(part)));
        };
    }

    /// Has a room carry out what an operator wants; fails when it has not reported in time.
    public CompletionStage<RoomReport> order(
            Jid room, Function<ActorRef<RoomReport>, RoomOrder> order, Duration within) {
        return sharding.entityRefFor(Room.TYPE, room.toString()).ask(order::apply, within);
    }

    /// How relays speak to rooms.
    public Rooms fromRelays() {
        return (room, message) ->
                sharding.entityRefFor(Room.TYPE, room.toString()).tell(message);
    }

    static String shardOf(KeyedHash hash, String room) {
        return Long.toString(Long.remainderUnsigned(hash.of(room), SHARDS));
    }

    private static final class Extractor extends ShardingMessageExtractor<ShardingEnvelope<Object>, Object> {

        private final KeyedHash hash;

        Extractor(KeyedHash hash) {
            this.hash = hash;
        }

        @Override
        public String entityId(ShardingEnvelope<Object> envelope) {
            return envelope.entityId();
        }

        @Override
        public String shardId(String entityId) {
            return shardOf(hash, entityId);
        }

        @Override
        public Object unwrapMessage(ShardingEnvelope<Object> envelope) {
            return envelope.message();
        }
    }
}
