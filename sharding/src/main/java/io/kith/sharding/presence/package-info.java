/// Who sees whose presence, and how it gets to them.
///
/// An owner says what its resources show and who may see it; a watcher's owner says whom it watches
/// and where its connections are. Between them runs a broadcast: one batch per node and tick,
/// whatever the number of contacts. The rules (RFC 6121 §4) and the states of publisher, hub and
/// directory are plain classes; the actors carry them.
@NullMarked
package io.kith.sharding.presence;

import org.jspecify.annotations.NullMarked;
