package io.kith.node;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.pattern.Patterns;
import io.kith.node.admin.LiveSessions;
import io.kith.node.admin.Refusal;
import io.kith.persistence.account.Accounts;
import io.kith.proto.jid.Jid;
import io.kith.proto.stream.StreamError;
import io.kith.sharding.session.Owners;
import io.kith.sharding.session.UserSession;
import io.kith.sharding.session.UserSession.Settled;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/// Ends sessions through the owner of their account.
///
/// @param answersWithin how long its owner has to say that they are ended
record OwnedSessions(ActorSystem<?> system, Accounts accounts, Owners owners, Duration answersWithin)
        implements LiveSessions {

    /// Longer than an account takes to move from one node to another.
    static final Duration ANSWERS_WITHIN = Duration.ofSeconds(15);

    /// How often it is looked whether an account has left.
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    /// How often at most: for less time than an operator's command waits.
    private static final int LOOKS_MAX = 200;

    OwnedSessions(ActorSystem<?> system, Accounts accounts, Owners owners) {
        this(system, accounts, owners, ANSWERS_WITHIN);
    }

    @Override
    public CompletionStage<Void> end(Jid account, Ending why) {
        var owner = account.bare();
        order(account, why);
        CompletionStage<Settled> settled = ClusterSharding.get(system)
                .entityRefFor(UserSession.TYPE, owner.toString())
                .ask(UserSession.Settle::new, answersWithin);
        return settled.handle((_, failure) -> {
            if (failure == null) {
                return null;
            }
            var cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            throw cause instanceof TimeoutException ? unanswered(owner) : new CompletionException(cause);
        });
    }

    @Override
    public void begin(Jid account) {
        owners.tell(account, new UserSession.Usable());
    }

    @Override
    public CompletionStage<Void> leave(Jid account) {
        order(account, Ending.DELETED);
        return gone(account, LOOKS_MAX).thenAccept(_ -> {});
    }

    private void order(Jid account, Ending why) {
        owners.tell(account.bare(), new UserSession.End("", account.resource(), reason(why), forgets(why)));
    }

    private Refusal unanswered(Jid owner) {
        return new Refusal(
                Refusal.Reason.UNAVAILABLE,
                "the sessions of " + owner + " were told to end, and have not said within " + answersWithin.toSeconds()
                        + " s that they did; repeat it");
    }

    /// Done with a value, for Akka's `after` never ends with a stage that is done with none.
    private CompletionStage<Done> gone(Jid account, int looks) {
        return accounts.find(account).thenCompose(found -> {
            if (found.isEmpty()) {
                return CompletableFuture.completedStage(Done.getInstance());
            }
            if (looks == 0) {
                return CompletableFuture.failedStage(new Refusal(
                        Refusal.Reason.UNAVAILABLE,
                        account + " is leaving, but not all of its contacts have been told yet; this goes on by itself,"
                                + " and ask again to be sure"));
            }
            return Patterns.after(LOOK_EVERY, Adapter.toClassic(system), () -> gone(account, looks - 1));
        });
    }

    private static StreamError reason(Ending why) {
        return switch (why) {
            case KICKED -> new StreamError(StreamError.Condition.POLICY_VIOLATION, "ended by an operator");
            case PASSWORD_CHANGED -> new StreamError(StreamError.Condition.RESET, "the password has changed");
            case DISABLED, DELETED -> StreamError.of(StreamError.Condition.NOT_AUTHORIZED);
        };
    }

    private static boolean forgets(Ending why) {
        return switch (why) {
            case KICKED, PASSWORD_CHANGED -> false;
            case DISABLED, DELETED -> true;
        };
    }
}
