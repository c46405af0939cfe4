/// Where clients connect: sockets carry `Connection`s, which know streams, logins, sessions and time, and no
/// transport.
///
/// Bytes enter a `Connection` and leave it; the stanzas of a session go to the account's owner
/// through `Owners`, in order and numbered, and what owners say comes back through the `EdgeHub`,
/// which finds a connection by its number. Nothing of a client is handled here beyond the stream
/// itself. A connection that nobody uses holds no buffer, timer or queue; one that is slow holds at
/// most what `Outbox` and `Credit` allow.
@NullMarked
package io.kith.node.edge;

import org.jspecify.annotations.NullMarked;
