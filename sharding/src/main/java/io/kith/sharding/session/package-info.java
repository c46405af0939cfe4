/// The owner of an account: one sharded entity per bare address, wherever its clients are
/// connected.
///
/// What clients send enters as `Inbound` and is handled in order; what others send enters as
/// `Deliver` over a link between owners; what leaves goes to connections, to other owners, or into
/// the account's log. Every message that the account gets or sends is a row of that log before
/// anybody sees it. The rules are plain classes; the actor carries them.
@NullMarked
package io.kith.sharding.session;

import org.jspecify.annotations.NullMarked;
