package io.kith.sharding.feature;

/// When in its way through an account a feature sees a stanza. The order is the order of the
/// constants.
public enum Stage {
    /// May stop it: `Refuse`, `Drop`, `Reply`. A guard that fails refuses.
    GUARD,
    /// May change it: `Rewrite`.
    REWRITE,
    /// May do neither; it may `Await` something before the stanza counts as handled.
    OBSERVE,
    /// May add stanzas: `Also`.
    COPY
}
