package io.kith.persistence.archive;

/// Which way a message went, seen from the log's account.
public enum Direction {
    /// The account got it.
    IN,
    /// The account sent it.
    OUT
}
