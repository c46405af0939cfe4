package io.kith.node;

import io.kith.node.admin.LiveSessions;
import io.kith.proto.jid.Jid;
import io.kith.proto.stream.StreamError;
import io.kith.sharding.session.Owners;
import io.kith.sharding.session.UserSession;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Ends sessions through the owner of their account.
record OwnedSessions(Owners owners) implements LiveSessions {

    @Override
    public CompletionStage<Void> end(Jid account, Ending why) {
        owners.tell(account.bare(), new UserSession.End("", account.resource(), reason(why), forgets(why)));
        return CompletableFuture.completedStage(null);
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
