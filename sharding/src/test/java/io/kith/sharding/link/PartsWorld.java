package io.kith.sharding.link;

import com.google.protobuf.Int64Value;
import io.kith.sharding.wire.Chunk;
import io.kith.sharding.wire.Chunks;
import io.kith.sharding.wire.WireCodec;
import io.kith.sharding.wire.WireForm;
import io.kith.sharding.wire.WireMessage;
import java.io.NotSerializableException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/// The same world in which half of the batches are too large for one message: they cross in parts, each of which is
/// delivered, delayed, doubled, lost and reordered for itself. What is put together is put together by [Chunks].
final class PartsWorld extends LinkWorld {

    /// Stands for a batch, in as many bytes as there are to be parts.
    private record Pointer(long at) implements WireMessage {}

    private static final int NUMBER = 7;
    private static final WireCodec CODEC = new WireCodec(List.of(WireForm.of(
            NUMBER,
            Pointer.class,
            pointer -> Int64Value.of(pointer.at()),
            Int64Value.parser(),
            wire -> new Pointer(wire.getValue()))));

    /// Makes the encoded number long enough for four parts.
    private static final long FIRST = 1L << 40;

    private final Random random;
    private final Map<Long, Packet> cut = new HashMap<>();
    private final Chunks chunks = new Chunks(CODEC);
    private long transfers = FIRST;
    int whole;

    PartsWorld(long seed) {
        super(seed);
        random = new Random(~seed);
    }

    /// How many batches were cut.
    int cut() {
        return cut.size();
    }

    @Override
    void send(Packet packet) {
        if (!(packet instanceof Packet.Batch) || random.nextBoolean()) {
            super.send(packet);
            return;
        }
        var transfer = transfers++;
        cut.put(transfer, packet);
        var bytes = CODEC.encodeUnbounded(new Pointer(transfer));
        var count = 2 + random.nextInt(3);
        for (var index = 0; index < count; index++) {
            var from = bytes.size() * index / count;
            var to = bytes.size() * (index + 1) / count;
            super.send(new Packet.Part(new Chunk(1, transfer, index, count, NUMBER, bytes.substring(from, to))));
        }
    }

    @Override
    void arrived(Chunk chunk) {
        try {
            chunks.add(chunk, now()).ifPresent(message -> {
                whole++;
                deliver(Objects.requireNonNull(cut.get(((Pointer) message).at())));
            });
        } catch (NotSerializableException broken) {
            throw new AssertionError("parts of one batch do not fit", broken);
        }
    }

    @Override
    void quieten() {
        super.quieten();
        chunks.expire(now().plus(Chunks.PATIENCE));
        check(chunks.isEmpty(), "parts are kept of what never became whole");
    }
}
