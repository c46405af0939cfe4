package io.kith.persistence.privatexml;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/// Elements that an account stores for itself, one for each name and namespace; written by the account's owner alone.
public interface PrivateXml {

    /// The most elements that one account may keep.
    int ELEMENTS_MAX = 100;

    /// Stores or replaces the element of this name.
    ///
    /// @return false, and nothing stored, when the account keeps [#ELEMENTS_MAX] others already
    CompletionStage<Boolean> put(UUID uid, String name, String namespace, byte[] element);

    /// The element of this name.
    CompletionStage<Optional<byte[]>> find(UUID uid, String name, String namespace);

    /// Forgets all elements of the account. Repeatable.
    CompletionStage<Void> erase(UUID uid);
}
