package io.kith.sharding.edge;

import io.kith.proto.wire.SharedWire;

/// A [Sight] as it goes between nodes.
public final class WrittenSight {

    private static final long WITHOUT_END = -1; // takes one byte

    private WrittenSight() {}

    public static SharedWire.Sight write(Sight sight) {
        return SharedWire.Sight.newBuilder()
                .setUpTo(write(sight.upTo()))
                .setHidden(sight.hidden())
                .setSure(sight.sure())
                .setToldUpTo(write(sight.toldUpTo()))
                .build();
    }

    /// That of an older node, which says none, is unknown.
    public static Sight read(SharedWire.Sight wire) {
        return wire.equals(SharedWire.Sight.getDefaultInstance())
                ? Sight.UNKNOWN
                : Sight.of(read(wire.getUpTo()), wire.getHidden(), wire.getSure(), read(wire.getToldUpTo()));
    }

    private static long write(long id) {
        return id == Sight.WITHOUT_END ? WITHOUT_END : id;
    }

    private static long read(long id) {
        return id == WITHOUT_END ? Sight.WITHOUT_END : id;
    }
}
