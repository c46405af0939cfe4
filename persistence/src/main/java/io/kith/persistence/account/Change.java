package io.kith.persistence.account;

/// A change of one item in an account's state.
public sealed interface Change {

    /// Stores or replaces the item.
    record Put(Item item) implements Change {}

    /// Removes the item; nothing happens when there is none.
    record Remove(Kind kind, String key) implements Change {}
}
