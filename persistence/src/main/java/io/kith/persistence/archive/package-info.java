/// The durable log of an account: every message that it sent or got, in the order of its ids, written by its owner
/// alone.
///
/// Rows are partitioned by account and *bucket*, an interval of ids that the owner opens and
/// records (with the account's state) before its first row; whoever reads brings the list of
/// buckets. A row is written once and means the same however often it is written. Cursors are
/// positions in this log and live with the account's state.
///
/// ```
/// archive  (uid, bucket) → id ↓ → direction, peer, flags, sender's id, session, n, origin id, stanza
/// ```
@NullMarked
package io.kith.persistence.archive;

import org.jspecify.annotations.NullMarked;
