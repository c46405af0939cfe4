/// The one way to Cassandra: every request of every store passes here, and here alone it is bounded and repeated.
///
/// A request belongs to a kind of work, of which a bounded number is in flight (more is refused at
/// once, nothing queues), has a deadline, is repeated while that makes sense, and is refused at
/// once while the breaker is open. What comes out is an answer or a
/// [io.kith.persistence.failure.StoreException].
@NullMarked
package io.kith.persistence.cql;

import org.jspecify.annotations.NullMarked;
