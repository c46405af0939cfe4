package io.kith.sharding.domain;

import io.kith.sharding.wire.WireMessage;
import java.time.Instant;

/// What has happened to a virtual host. Journalled in numbered Protobuf forms that stay readable for ever.
public sealed interface DomainEvent extends WireMessage {

    /// The domain, prepared.
    String domain();

    /// When it was decided, by the clock of the node that decided.
    Instant at();

    /// It is served from now on.
    record Added(String domain, DomainSettings settings, Instant at) implements DomainEvent {}

    /// Its settings are others from now on.
    record Changed(String domain, DomainSettings settings, Instant at) implements DomainEvent {}

    /// It is no longer served; its accounts stay stored.
    record Removed(String domain, Instant at) implements DomainEvent {}
}
