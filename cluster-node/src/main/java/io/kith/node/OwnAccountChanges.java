package io.kith.node;

import akka.actor.typed.ActorSystem;
import io.kith.node.admin.LiveSessions.Ending;
import io.kith.node.edge.login.Credentials;
import io.kith.persistence.Stores;
import io.kith.persistence.account.AccountRecord;
import io.kith.proto.jid.Jid;
import io.kith.proto.sasl.Password;
import io.kith.sharding.session.Owners;
import io.kith.sharding.xep.AccountChanges;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What an account's own client changes about it, over the stores and the owner of its sessions.
record OwnAccountChanges(
        ActorSystem<?> system, Stores stores, Supplier<Owners> owners, Executor deriving, SecureRandom random)
        implements AccountChanges {

    private static final Logger LOG = LoggerFactory.getLogger(OwnAccountChanges.class);

    /// The client is told that it was done before its stream ends.
    private static final Duration TOLD_FIRST = Duration.ofMillis(500);

    @Override
    public CompletionStage<Boolean> changePassword(Jid by, Password password) {
        return CompletableFuture.supplyAsync(() -> Credentials.of(password, random), deriving)
                .thenCompose(keys -> stores.accounts().setCredentials(by.bare(), keys))
                .thenApply(found -> later(found, by, Ending.PASSWORD_CHANGED));
    }

    @Override
    public CompletionStage<Boolean> remove(Jid by) {
        return stores.accounts()
                .setStatus(by.bare(), AccountRecord.Status.LEAVING)
                .thenApply(found -> later(found, by.bare(), Ending.DELETED));
    }

    private boolean later(boolean found, Jid account, Ending why) {
        if (found) {
            system.scheduler().scheduleOnce(TOLD_FIRST, () -> end(account, why), system.executionContext());
        }
        return found;
    }

    private void end(Jid account, Ending why) {
        var sessions = new OwnedSessions(system, stores.accounts(), owners.get());
        var ended = why == Ending.DELETED ? sessions.leave(account) : sessions.end(account, why);
        ended.whenComplete((_, failure) -> {
            if (failure != null) {
                LOG.warn("{} is leaving, and not gone yet; `kith user delete` tells when it is", account, failure);
            }
        });
    }
}
