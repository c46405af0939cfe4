/// What the log says of sessions, owners and rooms, by reader: DEBUG is their life, TRACE each stanza.
///
/// A `Chronicle` writes such lines. Each carries whom it is about and, for a stanza, a trace that is the same on every
/// node that the stanza passes. Bodies, passwords and keys can't be said: a stanza is told by its kind, type,
/// addresses,
/// id and size. It knows nothing of who writes; whoever does may be on any thread.
@NullMarked
package io.kith.sharding.log;

import org.jspecify.annotations.NullMarked;
