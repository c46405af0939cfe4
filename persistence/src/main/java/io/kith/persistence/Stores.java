package io.kith.persistence;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.kith.persistence.account.AccountStates;
import io.kith.persistence.account.Accounts;
import io.kith.persistence.account.InMemoryAccountStates;
import io.kith.persistence.account.InMemoryAccounts;
import io.kith.persistence.archive.Archive;
import io.kith.persistence.archive.InMemoryArchive;
import io.kith.persistence.archive.Retention;
import io.kith.persistence.lastseen.InMemoryLastSeen;
import io.kith.persistence.lastseen.LastSeen;
import io.kith.persistence.privatexml.InMemoryPrivateXml;
import io.kith.persistence.privatexml.PrivateXml;
import io.kith.persistence.roomindex.InMemoryRoomIndex;
import io.kith.persistence.roomindex.RoomIndex;
import io.kith.persistence.vcard.InMemoryVCards;
import io.kith.persistence.vcard.VCards;
import io.kith.proto.jid.Jid;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/// All stores of a node.
public record Stores(
        Accounts accounts,
        AccountStates states,
        Archive archive,
        LastSeen lastSeen,
        PrivateXml privateXml,
        VCards vcards,
        RoomIndex roomIndex) {

    /// Stores in the heap, for tests and trials: nothing survives.
    public static Stores inMemory(RandomGenerator random, InstantSource clock) {
        return new Stores(
                new InMemoryAccounts(random, clock),
                new InMemoryAccountStates(),
                new InMemoryArchive(Retention.DEFAULT, clock),
                new InMemoryLastSeen(),
                new InMemoryPrivateXml(),
                new InMemoryVCards(),
                new InMemoryRoomIndex());
    }

    /// Deletes an account and erases what it owned. When it fails on the way, repeating it finishes
    /// the work. Its sessions must have ended: what an owner still writes is not erased.
    ///
    /// @return false when there is nothing of this name
    public CompletionStage<Boolean> delete(Jid bare) {
        return accounts.delete(bare)
                .thenCompose(uid -> uid.isEmpty()
                        ? completedFuture(false)
                        : erase(uid.get()).thenApply(_ -> true));
    }

    /// The state goes last: it knows the partitions of the log.
    private CompletionStage<Void> erase(UUID uid) {
        return lastSeen.erase(uid)
                .thenCompose(_ -> privateXml.erase(uid))
                .thenCompose(_ -> vcards.erase(uid))
                .thenCompose(_ -> states.load(uid))
                .thenCompose(state -> archive.erase(uid, state.buckets()))
                .thenCompose(_ -> states.erase(uid));
    }
}
