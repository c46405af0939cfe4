package io.kith.sharding.wire;

import com.google.protobuf.ByteString;
import java.io.NotSerializableException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Cuts messages that are too large to cross nodes in one piece, and puts together again what one sender has cut.
///
/// Parts may come in any order and more than once. A transfer of which a part was lost never completes; it is
/// forgotten when [#TRANSFERS_MAX] newer ones are under way. So a receiver holds at most that many times
/// [#WHOLE_BYTES_MAX] per sender, and nothing while no transfer is under way. Not thread-safe.
public final class Chunks {

    /// The most that a part holds; leaves room for its header within [WireCodec#MESSAGE_BYTES_MAX].
    public static final int PART_BYTES_MAX = 96 * 1024;

    /// The most parts that make a message.
    public static final int PARTS_MAX = 32;

    /// The largest message that can cross at all.
    public static final int WHOLE_BYTES_MAX = PARTS_MAX * PART_BYTES_MAX;

    /// The most transfers of one sender that are put together at a time.
    public static final int TRANSFERS_MAX = 4;

    private final WireCodec codec;
    private final LinkedHashMap<Long, Transfer> underWay = LinkedHashMap.newLinkedHashMap(TRANSFERS_MAX);

    /// For what one sender sends.
    public Chunks(WireCodec codec) {
        this.codec = codec;
    }

    /// The message itself if it may cross in one piece, else its parts.
    ///
    /// @param transfer a number that the sender has used for no other message
    /// @throws IllegalArgumentException if it is larger than [#WHOLE_BYTES_MAX]
    public static List<WireMessage> cut(WireCodec codec, long transfer, WireMessage message) {
        var whole = codec.encodeUnbounded(message);
        if (whole.size() <= WireCodec.MESSAGE_BYTES_MAX) {
            return List.of(message);
        }
        if (whole.size() > WHOLE_BYTES_MAX) {
            throw new IllegalArgumentException(message.getClass().getName() + " takes " + whole.size()
                    + " bytes, more than the " + WHOLE_BYTES_MAX + " that may cross in parts");
        }
        var number = codec.number(message);
        var count = Math.ceilDiv(whole.size(), PART_BYTES_MAX);
        var parts = new ArrayList<WireMessage>(count);
        for (var index = 0; index < count; index++) {
            var start = index * PART_BYTES_MAX;
            var size = Math.min(PART_BYTES_MAX, whole.size() - start);
            parts.add(new Chunk(transfer, index, count, number, whole.substring(start, start + size)));
        }
        return parts;
    }

    /// Takes a part; gives the message if that was the last one missing.
    ///
    /// @throws NotSerializableException if the parts do not fit each other or make no message; the transfer is
    ///     forgotten
    public Optional<WireMessage> add(Chunk chunk) throws NotSerializableException {
        var transfer = underWay.computeIfAbsent(chunk.transfer(), _ -> new Transfer(chunk));
        if (!transfer.add(chunk)) {
            underWay.remove(chunk.transfer());
            throw new NotSerializableException("parts of transfer " + chunk.transfer() + " do not belong together");
        }
        if (transfer.missing == 0) {
            underWay.remove(chunk.transfer());
            return Optional.of(codec.decode(Integer.toString(transfer.number), transfer.whole()));
        }
        if (underWay.size() > TRANSFERS_MAX) {
            underWay.pollFirstEntry();
        }
        return Optional.empty();
    }

    /// How many messages are incomplete.
    int transfersUnderWay() {
        return underWay.size();
    }

    private static final class Transfer {
        final int number;
        int missing;
        private final @Nullable ByteString[] parts;

        Transfer(Chunk first) {
            number = first.number();
            missing = first.count();
            parts = new ByteString[first.count()];
        }

        boolean add(Chunk chunk) {
            if (chunk.count() != parts.length || chunk.number() != number) {
                return false;
            }
            if (parts[chunk.index()] == null) {
                parts[chunk.index()] = chunk.part();
                missing--;
            }
            return true;
        }

        byte[] whole() {
            var size = 0;
            for (var part : parts) {
                size += part == null ? 0 : part.size();
            }
            var whole = new byte[size];
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
