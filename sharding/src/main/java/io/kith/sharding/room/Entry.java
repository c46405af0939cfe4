package io.kith.sharding.room;

import io.kith.proto.jid.Jid;
import io.kith.proto.xml.Element;

/// A client that wants to enter a room.
///
/// @param full its address
/// @param nick the nickname it will have, prepared
/// @param x the `<x/>` of its presence (XEP-0045 §7.2.1)
/// @param affiliation what it is to the room
public record Entry(Jid full, String nick, Element x, Affiliation affiliation) {}
