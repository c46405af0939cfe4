package io.kith.sharding.session;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.cluster.MemberStatus;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.cluster.sharding.typed.ShardingMessageExtractor;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.typed.Cluster;
import io.kith.proto.jid.Jid;
import io.kith.sharding.hash.KeyedHash;
import io.kith.sharding.parcel.Parcels;
import io.kith.sharding.session.UserSession.Command;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Spreads the owners of accounts over the cluster: one entity per bare address, in a fixed number
/// of shards.
///
/// The shard of an account is a keyed hash of its address, so that nobody can choose names that
/// fall together.
public final class SessionSharding {

    /// Never changes: a node with another number would put an account elsewhere.
    public static final int SHARDS = 1_000;

    private SessionSharding() {}

    /// Starts the entity type on this node; with a `role` that the node does not have, only the
    /// way to it.
    ///
    /// @param role of the nodes that hold owners, `""` for all
    public static Owners init(ActorSystem<?> system, Services services, KeyedHash hash, String role) {
        return init(system, services, hash, role, owners -> owners);
    }

    /// As above, with owners that speak through `way` to others of their kind and to what else can be one end of a
    /// link.
    ///
    /// @param way made of the way to accounts
    public static Owners init(
            ActorSystem<?> system, Services services, KeyedHash hash, String role, UnaryOperator<Owners> way) {
        var sharding = ClusterSharding.get(system);
        var parcels = Parcels.get(system);
        // what an EntityRef does, without the making of one for each message
        var region = new AtomicReference<@Nullable ActorRef<ShardingEnvelope<Command>>>();
        var owners = way.apply((account, message) -> {
            var to = Objects.requireNonNull(region.get());
            var owner = account.toString();
            parcels.send(
                    message,
                    whole -> to.tell(new ShardingEnvelope<>(owner, whole)),
                    part -> to.tell(new ShardingEnvelope<>(owner, new UserSession.Piece(part))));
        });
        BooleanSupplier successor = () -> hasSuccessor(system);
        var entity = Entity.of(
                        UserSession.TYPE,
                        context -> UserSession.create(
                                Jid.parse(context.getEntityId()), services, owners, context.getShard(), successor))
                .withStopMessage(new UserSession.Stop())
                .withMessageExtractor(new Extractor(hash));
        region.set(sharding.init(role.isEmpty() ? entity : entity.withRole(role)));
        return owners;
    }

    /// Whether another member of the same roles is up.
    private static boolean hasSuccessor(ActorSystem<?> system) {
        var cluster = Cluster.get(system);
        var self = cluster.selfMember();
        for (var member : cluster.state().getMembers()) {
            if (!member.equals(self)
                    && member.status() == MemberStatus.up()
                    && member.getRoles().containsAll(self.getRoles())) {
                return true;
            }
        }
        return false;
    }

    static String shardOf(KeyedHash hash, String account) {
        return Long.toString(Long.remainderUnsigned(hash.of(account), SHARDS));
    }

    private static final class Extractor extends ShardingMessageExtractor<ShardingEnvelope<Command>, Command> {

        private final KeyedHash hash;

        Extractor(KeyedHash hash) {
            this.hash = hash;
        }

        @Override
        public String entityId(ShardingEnvelope<Command> envelope) {
            return envelope.entityId();
        }

        @Override
        public String shardId(String entityId) {
            return shardOf(hash, entityId);
        }

        @Override
        public Command unwrapMessage(ShardingEnvelope<Command> envelope) {
            return envelope.message();
        }
    }
}
