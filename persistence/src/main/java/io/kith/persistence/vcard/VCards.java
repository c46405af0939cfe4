package io.kith.persistence.vcard;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/// The vCard of each account; the last write wins.
public interface VCards {

    /// Stores or replaces the account's card.
    CompletionStage<Void> put(UUID uid, byte[] card);

    /// The account's card.
    CompletionStage<Optional<byte[]>> find(UUID uid);

    /// Forgets the card for good. Repeatable.
    CompletionStage<Void> erase(UUID uid);
}
