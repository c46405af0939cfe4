package io.kith.node.membership;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.ClusterEvent.MemberRemoved;
import akka.cluster.Member;
import akka.cluster.ddata.Key;
import akka.cluster.ddata.ORSet;
import akka.cluster.ddata.ORSetKey;
import akka.cluster.ddata.SelfUniqueAddress;
import akka.cluster.ddata.typed.javadsl.DistributedData;
import akka.cluster.ddata.typed.javadsl.Replicator;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Subscribe;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// Claims in Akka's distributed data, written to and read from a majority of the nodes. They live as long as the
/// cluster does.
final class ReplicatedClaims implements Claims {

    private static final Key<ORSet<String>> KEY = ORSetKey.create("kith-node-numbers");
    private static final Duration ANSWER_MAX = Duration.ofSeconds(3);

    /// Distributed data gives up first, and says so.
    private static final Duration ASK_MAX = ANSWER_MAX.plusSeconds(1);

    private final ActorSystem<?> system;
    private final ActorRef<Replicator.Command> replicator;
    private final SelfUniqueAddress self;

    ReplicatedClaims(ActorSystem<?> system) {
        this.system = system;
        var data = DistributedData.get(system);
        this.replicator = data.replicator();
        this.self = data.selfUniqueAddress();
    }

    static String nameOf(Member member) {
        return member.address().getHost().orElse("") + ":"
                + member.address().getPort().orElse(0) + "#"
                + member.uniqueAddress().longUid();
    }

    /// From now on the claims of nodes that the cluster removes are given back.
    void releaseOfRemoved() {
        system.systemActorOf(removals(), "node-numbers", Props.empty());
    }

    private Behavior<MemberRemoved> removals() {
        return Behaviors.setup(context -> {
            Cluster.get(system).subscriptions().tell(Subscribe.create(context.getSelf(), MemberRemoved.class));
            return Behaviors.receiveMessage(removed -> {
                var gone = " " + nameOf(removed.member());
                replicator.tell(new Replicator.Update<>(
                        KEY, ORSet.create(), Replicator.writeLocal(), system.ignoreRef(), claims -> {
                            for (var claim : claims.getElements()) {
                                claims = claim.endsWith(gone) ? claims.remove(self, claim) : claims;
                            }
                            return claims;
                        }));
                return Behaviors.same();
            });
        });
    }

    @Override
    public Set<Claim> all() throws IOException {
        CompletionStage<Replicator.GetResponse<ORSet<String>>> asked = AskPattern.ask(
                replicator,
                replyTo -> new Replicator.Get<>(KEY, new Replicator.ReadMajority(ANSWER_MAX), replyTo),
                ASK_MAX,
                system.scheduler());
        return switch (await(asked)) {
            case Replicator.GetSuccess<ORSet<String>> success -> read(success.get(KEY));
            case Replicator.NotFound<ORSet<String>> _ -> Set.of();
            case Replicator.GetResponse<ORSet<String>> failure ->
                throw new IOException("can't read the numbers of the nodes: " + failure);
        };
    }

    private static Set<Claim> read(ORSet<String> texts) {
        var claims = new HashSet<Claim>();
        for (var text : texts.getElements()) {
            var space = text.indexOf(' ');
            claims.add(new Claim(Integer.parseInt(text.substring(0, space)), text.substring(space + 1)));
        }
        return claims;
    }

    @Override
    public void add(Claim claim) throws IOException {
        update(claims -> claims.add(self, write(claim)));
    }

    @Override
    public void remove(Claim claim) throws IOException {
        update(claims -> claims.remove(self, write(claim)));
    }

    private static String write(Claim claim) {
        return claim.number() + " " + claim.node();
    }

    private void update(Function<ORSet<String>, ORSet<String>> change) throws IOException {
        CompletionStage<Replicator.UpdateResponse<ORSet<String>>> asked = AskPattern.ask(
                replicator,
                replyTo -> new Replicator.Update<>(
                        KEY, ORSet.create(), new Replicator.WriteMajority(ANSWER_MAX), replyTo, change),
                ASK_MAX,
                system.scheduler());
        var answer = await(asked);
        if (!(answer instanceof Replicator.UpdateSuccess<?>)) {
            throw new IOException("can't write the number of this node: " + answer);
        }
    }

    private static <T> T await(CompletionStage<T> asked) throws IOException {
        try {
            return asked.toCompletableFuture().get(ASK_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("distributed data does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while claiming a number", e);
        }
    }
}
