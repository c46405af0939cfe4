/// A real Cassandra beside the node, for a laptop: a process of its own with its own class path, started, watched,
/// restarted and stopped with its node, on loopback only and with its data below the node's.
///
/// A data directory has one user at a time, held by a lock. The process ends when its node does,
/// however that ends: it reads a pipe from the node and stops at its end. What an earlier node may
/// have left is waited for, and ended if it does not go, before anything new is started on the same
/// data.
///
/// ```
/// DATA/cassandra/   lock · pid · ports · run/ (written at each start) · log/ · data/ commitlog/ … (Cassandra's own)
/// ```
@NullMarked
package io.kith.persistence.launcher;

import org.jspecify.annotations.NullMarked;
