/// The arithmetic of login: SCRAM (RFC 5802, RFC 7677) with channel binding on both sides, PLAIN (RFC 4616),
/// and the failures of SASL in XMPP (RFC 6120 §6.5). Bytes that a peer sent go in; messages, names and
/// outcomes come out. Nothing here knows accounts, connections or time: the caller finds the keys of the
/// account that a [ScramServer] names, decides who may act as whom, counts attempts and limits them. Whatever
/// a peer sends ends in a value, never in an exception; secrets are compared in constant time and are in no
/// `toString`.
@NullMarked
package io.kith.proto.sasl;

import org.jspecify.annotations.NullMarked;
