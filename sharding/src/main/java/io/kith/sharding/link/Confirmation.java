package io.kith.sharding.link;

/// Receiver to sender: everything up to and including `upTo` may be forgotten. Cumulative, so that a lost one is made
/// good by the next.
public record Confirmation(long epoch, long upTo) {}
