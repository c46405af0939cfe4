package io.kith.node;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.pattern.Patterns;
import io.kith.node.admin.LiveSessions;
import io.kith.node.admin.Refusal;
import io.kith.persistence.account.Accounts;
import io.kith.proto.jid.Jid;
import io.kith.proto.stream.StreamError;
import io.kith.sharding.session.Owners;
import io.kith.sharding.session.UserSession;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Ends sessions through the owner of their account.
record OwnedSessions(ActorSystem<?> system, Accounts accounts, Owners owners) implements LiveSessions {

    /// How often it is looked whether an account has left.
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    /// How often at most: for less time than an operator's command waits.
    private static final int LOOKS_MAX = 200;

    @Override
    public CompletionStage<Void> end(Jid account, Ending why) {
        owners.tell(account.bare(), new UserSession.End("", account.resource(), reason(why), forgets(why)));
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> leave(Jid account) {
        return end(account, Ending.DELETED).thenCompose(_ -> gone(account, LOOKS_MAX));
    }

    private CompletionStage<Void> gone(Jid account, int looks) {
        return accounts.find(account).thenCompose(found -> {
            if (found.isEmpty()) {
                return CompletableFuture.completedStage(null);
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
