package io.kith.sharding.wire;

import com.google.protobuf.ByteString;

/// A part of a message that is too large to cross in one piece. Made by [Chunks#cut], put together by [Chunks#add].
///
/// @param sender   chance names the node that cut it, since it started
/// @param transfer names the whole message, among all that its sender cuts
/// @param index    which part this is, from 0
/// @param count    of how many, at most [Chunks#PARTS_MAX]
/// @param number   the manifest number of the whole message
/// @param part     at most [Chunks#PART_BYTES_MAX], never empty
public record Chunk(long sender, long transfer, int index, int count, int number, ByteString part)
        implements WireMessage {

    public Chunk {
        if (count < 1 || count > Chunks.PARTS_MAX || index < 0 || index >= count) {
            throw new IllegalArgumentException("part " + index + " of " + count);
        }
        if (part.isEmpty() || part.size() > Chunks.PART_BYTES_MAX) {
            throw new IllegalArgumentException("a part of " + part.size() + " bytes");
        }
    }
}
