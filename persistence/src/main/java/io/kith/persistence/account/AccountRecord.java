package io.kith.persistence.account;

import io.kith.proto.jid.Jid;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// An account as a login finds it.
///
/// @param uid names everything the account owns; never used again, also when the name is
/// @param created when the name was claimed, to the millisecond
public record AccountRecord(UUID uid, Jid jid, List<StoredKeys> credentials, Status status, Instant created) {

    /// Whether the account may log in.
    public enum Status {
        /// It may.
        ACTIVE,
        /// It may not, and is nobody to others, until it is enabled again; what it owns is kept.
        DISABLED,
        /// It is being deleted: it may not, and never will again.
        LEAVING
    }

    public AccountRecord {
        credentials = List.copyOf(credentials);
    }

    AccountRecord withCredentials(List<StoredKeys> next) {
        return new AccountRecord(uid, jid, next, status, created);
    }

    AccountRecord withStatus(Status next) {
        return new AccountRecord(uid, jid, credentials, next, created);
    }
}
