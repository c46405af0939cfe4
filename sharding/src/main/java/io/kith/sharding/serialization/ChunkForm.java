package io.kith.sharding.serialization;

import io.kith.proto.wire.ChunkWire;
import io.kith.sharding.presence.Directory;
import io.kith.sharding.presence.PresenceHub;
import io.kith.sharding.session.UserSession;
import io.kith.sharding.wire.Chunk;
import io.kith.sharding.wire.WireForm;
import io.kith.sharding.wire.WireMessage;
import java.util.List;
import java.util.function.Function;

/// Parts of larger messages, one type for each way that they take.
final class ChunkForm {

    private ChunkForm() {}

    static List<WireForm<?>> all() {
        return List.of(
                form(1, Chunk.class, Function.identity(), Function.identity()),
                form(79, UserSession.Piece.class, UserSession.Piece::chunk, UserSession.Piece::new),
                form(108, Directory.Piece.class, Directory.Piece::chunk, Directory.Piece::new),
                form(109, PresenceHub.Piece.class, PresenceHub.Piece::chunk, PresenceHub.Piece::new));
    }

    private static <T extends WireMessage> WireForm<T> form(
            int number, Class<T> type, Function<T, Chunk> chunk, Function<Chunk, T> piece) {
        return WireForm.of(
                number,
                type,
                message -> write(chunk.apply(message)),
                ChunkWire.Chunk.parser(),
                wire -> piece.apply(read(wire)));
    }

    private static ChunkWire.Chunk write(Chunk chunk) {
        return ChunkWire.Chunk.newBuilder()
                .setSender(chunk.sender())
                .setTransfer(chunk.transfer())
                .setIndex(chunk.index())
                .setCount(chunk.count())
                .setNumber(chunk.number())
                .setPart(chunk.part())
                .build();
    }

    private static Chunk read(ChunkWire.Chunk wire) {
        return new Chunk(
                wire.getSender(),
                wire.getTransfer(),
                wire.getIndex(),
                wire.getCount(),
                wire.getNumber(),
                wire.getPart());
    }
}
