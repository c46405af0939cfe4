package io.kith.sharding.link;

/// The answer to [LinkSender#offer].
public sealed interface Offered<M> {

    /// Kept until confirmed, and to be sent now.
    record Numbered<M>(long epoch, long seq, M message) implements Offered<M> {}

    /// The link keeps as much as it may. Nothing was taken; offer again after a confirmation, or refuse the origin.
    record Full<M>() implements Offered<M> {}
}
