/// The kill test: two clients exchange numbered messages with acknowledgements while the node and its Cassandra are
/// killed at random.
///
/// A [Chatter] is a client as XEP-0198 asks it to be: it resumes, and where that fails binds anew
/// and sends again what was not acknowledged. The [Ledger] keeps what was acknowledged and what
/// came, and says what was broken. A [Vault] is a room that was made before, and looked at when all
/// is over.
@NullMarked
package io.kith.node.kill;

import org.jspecify.annotations.NullMarked;
