/// Stanzas: canonical bytes with a header, the errors they are answered with, and the ids under which they are stored.
/// Bytes are shared and never modified; changes are splices that make a new stanza.
@NullMarked
package io.kith.proto.stanza;

import org.jspecify.annotations.NullMarked;
