/// XML streams (RFC 6120 §4): bytes become frames, and the few things that a stream says of itself become bytes.
///
/// [io.kith.proto.stream.StreamMachine] is given what was read, in any pieces, and tells what it was: a header, a
/// stanza, an element of negotiation, the end, or the one error after which nothing more comes. It has no thread and
/// no clock, does no I/O, and holds no bytes while nothing is half read.
@NullMarked
package io.kith.proto.stream;

import org.jspecify.annotations.NullMarked;
