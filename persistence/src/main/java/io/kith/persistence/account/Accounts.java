package io.kith.persistence.account;

import io.kith.proto.jid.Jid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/// All accounts by name. Names are bare and prepared; two nodes that claim one name at once never both get it.
///
/// When a change has answered, every later `find` sees it; one whose outcome is unknown may be repeated.
public interface Accounts {

    /// How long the name of a deleted account can't be claimed.
    Duration RESTS = Duration.ofDays(90);

    /// The most accounts on one page.
    int PAGE_MAX = 1_000;

    /// Claims a name.
    CompletionStage<Created> create(Jid bare, List<StoredKeys> credentials);

    /// The account of this name; one read.
    CompletionStage<Optional<AccountRecord>> find(Jid bare);

    /// Replaces all credentials.
    ///
    /// @return false when there is no such account, or it is leaving
    CompletionStage<Boolean> setCredentials(Jid bare, List<StoredKeys> credentials);

    /// Allows or forbids the account to log in. One that leaves goes on leaving.
    ///
    /// @return false when there is no such account, or it is leaving and the status is another one
    CompletionStage<Boolean> setStatus(Jid bare, AccountRecord.Status status);

    /// Takes the account away; its name rests from now on. What it owned is erased by the caller,
    /// who gets the uid also when the name rests already, so that erasing can be repeated until it
    /// is done. See [io.kith.persistence.Stores#delete].
    ///
    /// @return empty when there is nothing of this name
    CompletionStage<Optional<UUID>> delete(Jid bare);

    /// The accounts of a domain in the order of the UTF-8 bytes of their names. A listing made
    /// while accounts come and go has every account that was there all the time, once.
    ///
    /// @param afterLocal the page begins after this name; "" for the first page
    CompletionStage<Page> list(String domain, String afterLocal, int limit);

    /// How a claim went.
    sealed interface Created {

        /// The account is there.
        record Ok(AccountRecord account) implements Created {}

        /// The name is taken.
        record Exists() implements Created {}

        /// The name was an account's that has been deleted, and can't be claimed before `until`.
        record Resting(Instant until) implements Created {}
    }

    /// Some accounts of a listing; a page may be short or empty before the last.
    ///
    /// @param next what to ask the next page after; empty on the last page
    record Page(List<AccountRecord> accounts, Optional<String> next) {
        public Page {
            accounts = List.copyOf(accounts);
        }
    }

    /// @throws IllegalArgumentException if `limit` is not a number of accounts that one page may have
    static void requirePage(int limit) {
        if (limit < 1 || limit > PAGE_MAX) {
            throw new IllegalArgumentException("a page of " + limit + " accounts, at most " + PAGE_MAX);
        }
    }

    /// @throws IllegalArgumentException if `jid` names no account
    static void requireAccount(Jid jid) {
        if (jid.local().isEmpty() || !jid.resource().isEmpty()) {
            throw new IllegalArgumentException("not the address of an account: " + jid);
        }
    }
}
