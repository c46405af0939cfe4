/// XML as XMPP uses it (RFC 6120 §11): a scanner that reads one element from bytes that arrive in any pieces, and an
/// immutable tree for those who need one.
///
/// Bytes enter through [io.kith.proto.xml.XmlScan], which alone decides what is well-formed, restricted or too large;
/// trees are only ever read from bytes that it accepted, or built from strings that were checked one by one. So no
/// tree holds anything that could not be written as XML again.
@NullMarked
package io.kith.proto.xml;

import org.jspecify.annotations.NullMarked;
