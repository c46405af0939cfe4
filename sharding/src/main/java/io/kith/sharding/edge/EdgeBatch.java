package io.kith.sharding.edge;

import io.kith.proto.jid.Jid;
import io.kith.sharding.wire.WireMessage;
import java.util.List;

/// What the owners on one node say to the connections of another, in one message, in order.
///
/// @param incarnation of the hub that it is for; another hub under the same address knows none of
///     these connections
public record EdgeBatch(long incarnation, List<Item> items) implements WireMessage {

    /// One message to one connection.
    ///
    /// @param owner the account whose owner speaks: who is told if there is no such connection
    public record Item(long connection, Jid owner, EdgeMessage message) {

        private static final int OVERHEAD_BYTES = 64;

        /// About how many bytes it takes between nodes.
        public int weight() {
            return OVERHEAD_BYTES + message.weight();
        }
    }

    public EdgeBatch {
        items = List.copyOf(items);
    }

    @Override
    public int weight() {
        return items.stream().mapToInt(Item::weight).sum();
    }
}
