package io.kith.sharding.wire;

import com.google.protobuf.ByteString;
import java.io.NotSerializableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Cuts messages that are too large to cross nodes in one piece, and puts together again what one sender has cut.
///
/// Parts may come in any order and more than once. A transfer of which a part was lost never completes: it is
/// forgotten [#PATIENCE] after its first part came, or earlier when newer ones need its room. So a receiver holds at
/// most [#HELD_BYTES_MAX] per sender, and nothing while no transfer is under way. Not thread-safe.
public final class Chunks {

    /// The most that a part holds; leaves room for its header within [WireCodec#MESSAGE_BYTES_MAX].
    public static final int PART_BYTES_MAX = 96 * 1024;

    /// The most parts that make a message: the queue of a session, full to its bounds, fits in.
    public static final int PARTS_MAX = 64;

    /// The largest message that can cross at all.
    public static final int WHOLE_BYTES_MAX = PARTS_MAX * PART_BYTES_MAX;

    /// The most that is held of one sender's incomplete messages.
    public static final int HELD_BYTES_MAX = 4 * WHOLE_BYTES_MAX;

    /// How long the rest of a message is waited for: longer than a stall of the connection between two living nodes.
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    private final WireCodec codec;
    private final LinkedHashMap<Long, Transfer> underWay = LinkedHashMap.newLinkedHashMap(2);
    private int held;

    /// For what one sender sends.
    public Chunks(WireCodec codec) {
        this.codec = codec;
    }

    /// The parts of a message; none when it may cross in one piece.
    ///
    /// @param sender   names this node, since it started
    /// @param transfer a number that the sender has used for no other message
    /// @throws IllegalArgumentException if it is larger than [#WHOLE_BYTES_MAX]
    public static List<Chunk> cut(WireCodec codec, long sender, long transfer, WireMessage message) {
        var whole = codec.encodeUnbounded(message);
        if (whole.size() <= WireCodec.MESSAGE_BYTES_MAX) {
            return List.of();
        }
        if (whole.size() > WHOLE_BYTES_MAX) {
            throw new IllegalArgumentException(message.getClass().getName() + " takes " + whole.size()
                    + " bytes, more than the " + WHOLE_BYTES_MAX + " that may cross in parts");
        }
        var number = codec.number(message);
        var count = Math.ceilDiv(whole.size(), PART_BYTES_MAX);
        var parts = new ArrayList<Chunk>(count);
        for (var index = 0; index < count; index++) {
            var start = index * PART_BYTES_MAX;
            var size = Math.min(PART_BYTES_MAX, whole.size() - start);
            parts.add(new Chunk(sender, transfer, index, count, number, whole.substring(start, start + size)));
        }
        return parts;
    }

    /// Takes a part; gives the message if that was the last one missing.
    ///
    /// @throws NotSerializableException if the parts do not fit each other or make no message; the transfer is
    ///     forgotten
    public Optional<WireMessage> add(Chunk chunk, Instant now) throws NotSerializableException {
        expire(now);
        var transfer = underWay.computeIfAbsent(chunk.transfer(), _ -> new Transfer(chunk, now));
        if (!transfer.fits(chunk)) {
            forget(chunk.transfer());
            throw new NotSerializableException("parts of transfer " + chunk.transfer() + " do not belong together");
        }
        held += transfer.add(chunk);
        if (transfer.missing == 0) {
            forget(chunk.transfer());
            return Optional.of(codec.decode(Integer.toString(transfer.number), transfer.whole()));
        }
        while (held > HELD_BYTES_MAX) {
            forget(underWay.firstEntry().getKey());
        }
        return Optional.empty();
    }

    /// Forgets what has not become whole in time.
    public void expire(Instant now) {
        while (!underWay.isEmpty()
                && !underWay.firstEntry().getValue().since.plus(PATIENCE).isAfter(now)) {
            forget(underWay.firstEntry().getKey());
        }
    }

    /// Whether no message is incomplete.
    public boolean isEmpty() {
        return underWay.isEmpty();
    }

    /// How many messages are incomplete.
    int transfersUnderWay() {
        return underWay.size();
    }

    /// What is held of them.
    int bytesHeld() {
        return held;
    }

    private void forget(long transfer) {
        var forgotten = underWay.remove(transfer);
        held -= forgotten == null ? 0 : forgotten.bytes;
    }

    private static final class Transfer {
        final int number;
        final Instant since;
        int missing;
        int bytes;
        private final @Nullable ByteString[] parts;

        Transfer(Chunk first, Instant since) {
            number = first.number();
            missing = first.count();
            parts = new ByteString[first.count()];
            this.since = since;
        }

        boolean fits(Chunk chunk) {
            return chunk.count() == parts.length && chunk.number() == number;
        }

        /// How many bytes that is more.
        int add(Chunk chunk) {
            if (parts[chunk.index()] != null) {
                return 0;
            }
            parts[chunk.index()] = chunk.part();
            missing--;
            bytes += chunk.part().size();
            return chunk.part().size();
        }

        byte[] whole() {
            var whole = new byte[bytes];
            var at = 0;
            for (var part : parts) {
                if (part != null) {
                    part.copyTo(whole, at);
                    at += part.size();
                }
            }
            return whole;
        }
    }
}
