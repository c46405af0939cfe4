/// From a stream's first features to an account and the resource it asks for.
///
/// A `Login` belongs to one connection and lives until its session does. Elements of negotiation go
/// in; what to send and what to wait for comes out as `LoginStep`s. It knows the account store
/// through `AccountLookups`, which bounds what is asked at once, and bounds attempts through
/// `Throttle`. Names that exist and names that do not get the same answers in the same time.
/// Passwords and keys appear in no message and no `toString`.
@NullMarked
package io.kith.node.edge.login;

import org.jspecify.annotations.NullMarked;
