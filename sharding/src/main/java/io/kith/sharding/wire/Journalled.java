package io.kith.sharding.wire;

/// What is kept in the journal or as a snapshot, and never crosses nodes by itself: it may be larger than a message
/// between nodes. How large is for the type to bound, below the 8 MiB that an embedded Cassandra takes in one write.
public interface Journalled extends WireMessage {}
