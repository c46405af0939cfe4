package io.kith.sharding.serialization;

import io.kith.proto.wire.ChunkWire;
import io.kith.sharding.wire.Chunk;
import io.kith.sharding.wire.WireForm;

/// Part of a larger message.
final class ChunkForm {

    static final WireForm<Chunk> FORM =
            WireForm.of(1, Chunk.class, ChunkForm::write, ChunkWire.Chunk.parser(), ChunkForm::read);

    private ChunkForm() {}

    private static ChunkWire.Chunk write(Chunk chunk) {
        return ChunkWire.Chunk.newBuilder()
                .setTransfer(chunk.transfer())
                .setIndex(chunk.index())
                .setCount(chunk.count())
                .setNumber(chunk.number())
                .setPart(chunk.part())
                .build();
    }

    private static Chunk read(ChunkWire.Chunk wire) {
        return new Chunk(wire.getTransfer(), wire.getIndex(), wire.getCount(), wire.getNumber(), wire.getPart());
    }
}
