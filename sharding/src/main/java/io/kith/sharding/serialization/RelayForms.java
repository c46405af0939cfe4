package io.kith.sharding.serialization;

import static io.kith.sharding.serialization.SharedForms.edge;
import static io.kith.sharding.serialization.SharedForms.jid;
import static io.kith.sharding.serialization.SharedForms.write;

import io.kith.proto.wire.RelayWire;
import io.kith.sharding.room.relay.FromRelay.Alive;
import io.kith.sharding.room.relay.FromRelay.Confirmed;
import io.kith.sharding.room.relay.FromRelay.Dormant;
import io.kith.sharding.room.relay.FromRelay.Held;
import io.kith.sharding.room.relay.FromRelay.Missing;
import io.kith.sharding.room.relay.Piece;
import io.kith.sharding.room.relay.ToRelay.Ask;
import io.kith.sharding.room.relay.ToRelay.Close;
import io.kith.sharding.room.relay.ToRelay.Said;
import io.kith.sharding.room.relay.ToRelay.Stood;
import io.kith.sharding.wire.WireForm;
import java.util.List;

/// What rooms and the relays of nodes say to each other.
final class RelayForms {

    private static final WireForm<Said> SAID = WireForm.of(
            110,
            Said.class,
            message -> {
                var wire = RelayWire.RelaySaid.newBuilder()
                        .setRoom(message.room().toString())
                        .setEpoch(message.epoch())
                        .setFirst(message.first());
                message.pieces()
                        .forEach(piece -> wire.addPieces(RelayWire.RelaySaid.Piece.newBuilder()
                                .setBytes(piece.bytes())
                                .setLast(piece.last())));
                return wire.build();
            },
            RelayWire.RelaySaid.parser(),
            wire -> new Said(
                    jid(wire.getRoom()),
                    wire.getEpoch(),
                    wire.getFirst(),
                    wire.getPiecesList().stream()
                            .map(piece -> new Piece(piece.getBytes(), piece.getLast()))
                            .toList()));

    private static final WireForm<Stood> STOOD = WireForm.of(
            111,
            Stood.class,
            message -> RelayWire.RelayStood.newBuilder()
                    .setRoom(message.room().toString())
                    .setEpoch(message.epoch())
                    .setSince(message.since())
                    .setBase(message.base())
                    .setLast(message.last())
                    .build(),
            RelayWire.RelayStood.parser(),
            wire -> new Stood(jid(wire.getRoom()), wire.getEpoch(), wire.getSince(), wire.getBase(), wire.getLast()));

    private static final WireForm<Ask> ASK = WireForm.of(
            112,
            Ask.class,
            message -> RelayWire.RelayAsk.newBuilder()
                    .setRoom(message.room().toString())
                    .setEpoch(message.epoch())
                    .build(),
            RelayWire.RelayAsk.parser(),
            wire -> new Ask(jid(wire.getRoom()), wire.getEpoch()));

    private static final WireForm<Close> CLOSE = WireForm.of(
            113,
            Close.class,
            message -> RelayWire.RelayClose.newBuilder()
                    .setRoom(message.room().toString())
                    .setEpoch(message.epoch())
                    .build(),
            RelayWire.RelayClose.parser(),
            wire -> new Close(jid(wire.getRoom()), wire.getEpoch()));

    private static final WireForm<Confirmed> CONFIRMED = WireForm.of(
            114,
            Confirmed.class,
            message -> RelayWire.RelayConfirmed.newBuilder()
                    .setRoom(message.room().toString())
                    .setNode(message.node())
                    .setEpoch(message.epoch())
                    .setUpTo(message.upTo())
                    .build(),
            RelayWire.RelayConfirmed.parser(),
            wire -> new Confirmed(jid(wire.getRoom()), wire.getNode(), wire.getEpoch(), wire.getUpTo()));

    private static final WireForm<Missing> MISSING = WireForm.of(
            115,
            Missing.class,
            message -> RelayWire.RelayMissing.newBuilder()
                    .setRoom(message.room().toString())
                    .setNode(message.node())
                    .setEpoch(message.epoch())
                    .setFrom(message.from())
                    .build(),
            RelayWire.RelayMissing.parser(),
            wire -> new Missing(jid(wire.getRoom()), wire.getNode(), wire.getEpoch(), wire.getFrom()));

    private static final WireForm<Held> HELD = WireForm.of(
            116,
            Held.class,
            message -> RelayWire.RelayHeld.newBuilder()
                    .setRoom(message.room().toString())
                    .setNode(message.node())
                    .setEpoch(message.epoch())
                    .setPart(message.part())
                    .setParts(message.parts())
                    .setBytes(message.bytes())
                    .build(),
            RelayWire.RelayHeld.parser(),
            wire -> new Held(
                    jid(wire.getRoom()),
                    wire.getNode(),
                    wire.getEpoch(),
                    wire.getPart(),
                    wire.getParts(),
                    wire.getBytes()));

    private static final WireForm<Alive> ALIVE = WireForm.of(
            117,
            Alive.class,
            message -> RelayWire.RelayAlive.newBuilder()
                    .setRoom(message.room().toString())
                    .setNode(message.node())
                    .setEpoch(message.epoch())
                    .build(),
            RelayWire.RelayAlive.parser(),
            wire -> new Alive(jid(wire.getRoom()), wire.getNode(), wire.getEpoch()));

    private static final WireForm<Dormant> DORMANT = WireForm.of(
            118,
            Dormant.class,
            message -> RelayWire.RelayDormant.newBuilder()
                    .setRoom(message.room().toString())
                    .setFull(message.full().toString())
                    .setEdge(write(message.edge()))
                    .build(),
            RelayWire.RelayDormant.parser(),
            wire -> new Dormant(jid(wire.getRoom()), jid(wire.getFull()), edge(wire.getEdge())));

    private RelayForms() {}

    static List<WireForm<?>> all() {
        return List.of(SAID, STOOD, ASK, CLOSE, CONFIRMED, MISSING, HELD, ALIVE, DORMANT);
    }
}
