package io.kith.sharding.room.relay;

import com.google.protobuf.ByteString;

/// A part of what a room tells its relays, as it goes over the link between them.
///
/// @param bytes at most [#BYTES_MAX]
/// @param last whether they end an item
public record Piece(ByteString bytes, boolean last) {

    /// Items that are larger go in several.
    public static final int BYTES_MAX = 48 * 1024;

    /// Its weight in a link.
    public int size() {
        return bytes.size();
    }
}
