package io.kith.sharding.presence;

import java.util.List;

/// What one publisher tells all hubs at once.
///
/// @param number counts the publisher's batches from 1; an empty batch repeats the last number, so that a hub that
///     missed it notices
public record PresenceBatch(NodeId publisher, long number, List<PresenceEvent> events) implements PresenceHub.Wire {

    /// The most events in one batch.
    public static final int EVENTS_MAX = 400;

    /// About the most bytes in one batch; a single event larger than that goes alone.
    public static final int BYTES_MAX = 64 * 1024;

    public PresenceBatch {
        events = List.copyOf(events);
    }

    @Override
    public int weight() {
        return PresenceEvent.weight(events);
    }
}
