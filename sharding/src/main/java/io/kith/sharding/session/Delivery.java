package io.kith.sharding.session;

import io.kith.proto.stanza.Stanza;

/// One stanza from one owner to another.
///
/// @param stanza with both addresses set by the server
/// @param senderId the id of its row in the sender's log, 0 when it has none
/// @param store whether the recipient keeps a row of it before it is shown
public record Delivery(Stanza stanza, long senderId, boolean store) {}
