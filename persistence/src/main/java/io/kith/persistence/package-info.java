/// What survives a restart: the stores of accounts, their logs and their small belongings, gathered in one record.
///
/// A store is an interface with two implementations, one over Cassandra and one in memory, which keep one contract.
/// Stores answer with futures, know no actor, and fail with a `StoreException` that says whether anything was
/// attempted.
@NullMarked
package io.kith.persistence;

import org.jspecify.annotations.NullMarked;
