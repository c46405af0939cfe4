package io.kith.sharding.presence;

import io.kith.proto.jid.Jid;
import io.kith.sharding.edge.EdgeAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the clients of parked connections were shown, for owners that ask again because the answer was
/// lost. Kept until the owner has it, for a while, and within a bound. Not thread-safe.
final class Partings {

    /// How long an owner may ask.
    static final Duration KEPT = Duration.ofSeconds(60);

    /// Connections whose answer is kept; beyond, the oldest is forgotten.
    static final int CONNECTIONS_MAX = 20_000;

    private record Parting(List<Jid> seen, Instant until) {}

    private final Map<EdgeAddress, Parting> partings = new LinkedHashMap<>();

    @Nullable
    List<Jid> find(EdgeAddress connection) {
        var parting = partings.get(connection);
        return parting == null ? null : parting.seen();
    }

    void keep(EdgeAddress connection, List<Jid> seen, Instant now) {
        partings.put(connection, new Parting(seen, now.plus(KEPT)));
        if (partings.size() > CONNECTIONS_MAX) {
            partings.remove(partings.keySet().iterator().next());
        }
    }

    void remove(EdgeAddress connection) {
        partings.remove(connection);
    }

    void expire(Instant now) {
        for (var oldest = partings.entrySet().iterator(); oldest.hasNext(); ) {
            if (now.isBefore(oldest.next().getValue().until())) {
                return;
            }
            oldest.remove();
        }
    }
}
