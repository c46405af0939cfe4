package io.kith.sharding.presence;

/// Who of these may be seen by this account, and what do they show?
///
/// @param viewer the account that wants to see
/// @param contacts whom it wants to see
public record Question(long viewer, Hashes contacts) {}
