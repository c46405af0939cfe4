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

    private static final long FNV_PRIME = 0x100000001b3L;

    public AccountRecord {
        credentials = List.copyOf(credentials);
    }

    /// Names the credentials: another number after each change, for each has salts of its own. No secret; 0 where there
    /// are none.
    public long credentialsId() {
        var id = 0L;
        for (var keys : credentials) {
            for (var octet : keys.salt()) {
                id = (id ^ (octet & 0xff)) * FNV_PRIME + 1;
            }
        }
        return id;
    }

    AccountRecord withCredentials(List<StoredKeys> next) {
        return new AccountRecord(uid, jid, next, status, created);
    }

    AccountRecord withStatus(Status next) {
        return new AccountRecord(uid, jid, credentials, next, created);
    }
}
