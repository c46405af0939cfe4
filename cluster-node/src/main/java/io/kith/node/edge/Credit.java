package io.kith.node.edge;

/// How far a client may run ahead of its owner: beyond any of the bounds nothing more is read from it, until
/// all are at half. A read that is in progress is finished, piece by piece of [Connection#PIECE_BYTES].
final class Credit {

    /// Stanzas that the owner has not taken yet.
    static final int UNACCEPTED_MAX = 64;

    /// Stanzas that are not handled: taken, but not yet stored, for instance.
    static final int UNHANDLED_MAX = 1_000;

    /// Their bytes.
    static final long UNHANDLED_BYTES_MAX = 1 << 20;

    private boolean spent;

    /// Whether more may be read now.
    boolean allows(long unaccepted, long unhandled, long unhandledBytes) {
        var parts = spent ? 2 : 1;
        spent = unaccepted > UNACCEPTED_MAX / parts
                || unhandled > UNHANDLED_MAX / parts
                || unhandledBytes > UNHANDLED_BYTES_MAX / parts;
        return !spent;
    }
}
