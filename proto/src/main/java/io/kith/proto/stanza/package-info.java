/// Messages, presences and IQs: the bytes that a client sent, and what the server must know of them.
///
/// A [io.kith.proto.stanza.Stanza] is canonical bytes and the places of its parts. The stream machine makes them
/// from the wire, the store and other nodes give the same bytes back, and every change is a splice of byte ranges.
/// A tree is built only for the feature that asks for one. Where it stands in the log it was written to is its
/// [io.kith.proto.stanza.StanzaId]. Everything here is immutable.
@NullMarked
package io.kith.proto.stanza;

import org.jspecify.annotations.NullMarked;
