package io.kith.persistence.account;

/// How a conditional save went.
public sealed interface Saved {

    /// Everything was stored; the state has this version now.
    record Ok(long version) implements Saved {}

    /// Nothing was stored: somebody else has saved since. Load again.
    record Stale() implements Saved {}
}
