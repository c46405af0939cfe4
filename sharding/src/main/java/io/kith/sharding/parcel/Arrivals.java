package io.kith.sharding.parcel;

import io.kith.sharding.wire.Chunk;
import io.kith.sharding.wire.Chunks;
import io.kith.sharding.wire.WireCodec;
import io.kith.sharding.wire.WireMessage;
import java.io.NotSerializableException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What a node has of the messages that others have cut: one [Chunks] per sender, while it has something under way.
/// Safe for all threads.
final class Arrivals {

    private final WireCodec codec;
    private final InstantSource clock;
    private final Map<Long, Chunks> senders = new HashMap<>();

    Arrivals(WireCodec codec, InstantSource clock) {
        this.codec = codec;
        this.clock = clock;
    }

    /// @throws NotSerializableException as [Chunks#add]
    synchronized Optional<WireMessage> add(Chunk chunk) throws NotSerializableException {
        var chunks = senders.computeIfAbsent(chunk.sender(), _ -> new Chunks(codec));
        try {
            return chunks.add(chunk, clock.instant());
        } finally {
            if (chunks.isEmpty()) {
                senders.remove(chunk.sender());
            }
        }
    }

    /// Forgets what has not become whole in time, and senders with it.
    synchronized void expire() {
        var now = clock.instant();
        senders.values().removeIf(chunks -> {
            chunks.expire(now);
            return chunks.isEmpty();
        });
    }

    synchronized int senders() {
        return senders.size();
    }
}
