package io.kith.sharding.room;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.StanzaError;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Decides who may make a room: restricted creation and the number of rooms per user are decided here.
public interface RoomCreation {

    /// Everybody, as many as they like.
    RoomCreation FREE = (_, _) -> CompletableFuture.completedFuture(Optional.empty());

    /// Why this user may not make that room; empty if it may. A refusal is `not-allowed` (XEP-0045 §10.1.1), or
    /// `resource-constraint` for who has too many.
    CompletionStage<Optional<StanzaError>> refusal(Jid user, Jid room);
}
