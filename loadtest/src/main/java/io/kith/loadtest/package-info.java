/// The load generator: virtual users on one selector thread, scenarios that measure what one unit of work costs the
/// server, a report.
///
/// It speaks XMPP like any client and reads the server's processor time from the operating system,
/// so it measures other servers as well. Bounded in users, units and time; sends only to the
/// loopback addresses it is given.
@NullMarked
package io.kith.loadtest;

import org.jspecify.annotations.NullMarked;
