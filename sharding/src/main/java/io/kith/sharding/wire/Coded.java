package io.kith.sharding.wire;

/// Whoever writes and reads messages for others: lets those who cut them use the same codec.
public interface Coded {

    WireCodec codec();
}
