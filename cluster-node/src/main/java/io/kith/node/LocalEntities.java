package io.kith.node;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.cluster.sharding.ShardRegion.CurrentShardRegionState;
import akka.cluster.sharding.typed.GetShardRegionState;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The owners of accounts, and the rooms, that live on this node now.
final class LocalEntities {

    private static final Logger LOG = LoggerFactory.getLogger(LocalEntities.class);
    private static final Duration KNOWN_WITHIN = Duration.ofSeconds(10);

    private LocalEntities() {}

    /// Tells something to each of them of a type whose bare address is of these. Never fails: that nobody could be
    /// reached is told to the operator.
    static <M> void tell(ActorSystem<?> system, EntityTypeKey<M> type, Predicate<String> addresses, M message) {
        var sharding = ClusterSharding.get(system);
        CompletionStage<CurrentShardRegionState> here = AskPattern.ask(
                sharding.shardState(),
                replyTo -> new GetShardRegionState(type, replyTo),
                KNOWN_WITHIN,
                system.scheduler());
        here.whenComplete((state, failure) -> {
            if (failure == null) {
                state.getShards()
                        .forEach(shard -> shard.getEntityIds().stream()
                                .filter(addresses)
                                .forEach(address ->
                                        sharding.entityRefFor(type, address).tell(message)));
            } else {
                LOG.warn("{} on this node could not be told {}", type.name(), message, failure);
            }
        });
    }
}
