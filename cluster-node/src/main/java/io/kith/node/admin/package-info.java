/// What operators ask of a running node: health, metrics, accounts, domains, rooms.
///
/// [Administration] is what can be asked. [LocalAdministration] does it over the stores and the
/// living sessions, [RemoteAdministration] asks another process for it, and [AdminApi] is the HTTP
/// between the two: on loopback, JSON, with a token from a file that only the node's owner can
/// read. Health and metrics need no token and tell nothing about accounts.
@NullMarked
package io.kith.node.admin;

import org.jspecify.annotations.NullMarked;
