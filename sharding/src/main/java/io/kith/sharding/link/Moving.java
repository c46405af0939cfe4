package io.kith.sharding.link;

/// Receiver to sender, its last word: the entity goes to another node, `upTo` is the last number it has confirmed.
/// The sender answers with [LinkSender#moving], whose result it sends to the entity's new place. Accept nothing after
/// having said this.
public record Moving(long epoch, long upTo) {}
