/// Who exists, and what an account's owner keeps of it.
///
/// `Accounts` maps a name to a uid and credentials; names are claimed, and rest after deletion, by
/// light-weight transactions. `AccountStates` holds all that a login needs besides in one wide
/// partition per uid: items are written by a conditional batch on the partition's version (a stale
/// owner loses and reloads); cursors (of devices, of rooms, and of stretches of the log that are taken behind
/// the account's cursor) and buckets are rows of the same partition, written unconditionally, so that one read loads
/// everything. A uid is never used again.
///
/// ```
/// account        (domain, local) → uid, status, credentials, created, resting until
/// account_index  (domain, part) → local
/// account_state  uid → [version, writer]; kind, key → value
/// ```
@NullMarked
package io.kith.persistence.account;

import org.jspecify.annotations.NullMarked;
