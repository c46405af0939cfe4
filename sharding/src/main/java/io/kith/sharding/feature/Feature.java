package io.kith.sharding.feature;

/// One protocol extension. Stateless; what it remembers lives in the account's slots, its items, or
/// a store given to its constructor.
public interface Feature {

    /// Which extension, for the table of what is supported.
    Xep xep();

    /// Attaches the handlers. Called once, at start; the first screen of a feature is its table of
    /// contents.
    void install(Hooks hooks);
}
