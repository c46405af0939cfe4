package io.kith.sharding.serialization;

import static io.kith.sharding.serialization.SharedForms.jid;
import static io.kith.sharding.serialization.SharedForms.jids;
import static io.kith.sharding.serialization.SharedForms.outs;
import static io.kith.sharding.serialization.SharedForms.write;
import static io.kith.sharding.serialization.SharedForms.writeJids;

import io.kith.proto.stanza.StanzaError;
import io.kith.proto.stream.StreamError;
import io.kith.proto.wire.EdgeWire;
import io.kith.proto.xml.Element;
import io.kith.sharding.edge.EdgeBatch;
import io.kith.sharding.edge.EdgeMessage;
import io.kith.sharding.edge.EdgeMessage.Announced;
import io.kith.sharding.edge.EdgeMessage.AttachRefused;
import io.kith.sharding.edge.EdgeMessage.Attached;
import io.kith.sharding.edge.EdgeMessage.Closed;
import io.kith.sharding.edge.EdgeMessage.Handled;
import io.kith.sharding.edge.EdgeMessage.InboundGap;
import io.kith.sharding.edge.EdgeMessage.Moving;
import io.kith.sharding.edge.EdgeMessage.Outbound;
import io.kith.sharding.edge.EdgeMessage.ParkPlease;
import io.kith.sharding.edge.EdgeMessage.Parted;
import io.kith.sharding.edge.EdgeMessage.Reattached;
import io.kith.sharding.edge.EdgeMessage.Remember;
import io.kith.sharding.edge.EdgeMessage.ResumeFailed;
import io.kith.sharding.edge.EdgeMessage.Resumed;
import io.kith.sharding.edge.EdgeMessage.ShutOut;
import io.kith.sharding.edge.Memory;
import io.kith.sharding.wire.WireCodec;
import io.kith.sharding.wire.WireForm;
import java.io.NotSerializableException;
import java.util.ArrayList;
import java.util.List;

/// What owners say to connections.
final class EdgeForms {

    private static final WireForm<Attached> ATTACHED = WireForm.of(
            10,
            Attached.class,
            message -> EdgeWire.Attached.newBuilder()
                    .setEpoch(message.epoch())
                    .setFull(message.full().toString())
                    .setSessionId(message.sessionId())
                    .build(),
            EdgeWire.Attached.parser(),
            wire -> new Attached(wire.getEpoch(), jid(wire.getFull()), wire.getSessionId()));

    private static final WireForm<Reattached> REATTACHED = WireForm.of(
            12,
            Reattached.class,
            message -> EdgeWire.Reattached.newBuilder()
                    .setEpoch(message.epoch())
                    .setAccepted(message.accepted())
                    .build(),
            EdgeWire.Reattached.parser(),
            wire -> new Reattached(wire.getEpoch(), wire.getAccepted()));

    private static final WireForm<Resumed> RESUMED =
            WireForm.of(13, Resumed.class, EdgeForms::writeResumed, EdgeWire.Resumed.parser(), EdgeForms::readResumed);

    private static final WireForm<ResumeFailed> RESUME_FAILED = WireForm.of(
            14,
            ResumeFailed.class,
            message -> EdgeWire.ResumeFailed.newBuilder()
                    .setHandled(message.handled())
                    .build(),
            EdgeWire.ResumeFailed.parser(),
            wire -> new ResumeFailed(wire.getHandled()));

    private static final WireForm<Outbound> OUTBOUND = WireForm.of(
            15,
            Outbound.class,
            message -> EdgeWire.Outbound.newBuilder()
                    .setEpoch(message.epoch())
                    .setFirstSeq(message.firstSeq())
                    .addAllItems(write(message.items()))
                    .build(),
            EdgeWire.Outbound.parser(),
            wire -> new Outbound(wire.getEpoch(), wire.getFirstSeq(), outs(wire.getItemsList())));

    private static final WireForm<Announced> ANNOUNCED = WireForm.of(
            16,
            Announced.class,
            message -> EdgeWire.Announced.newBuilder()
                    .setEpoch(message.epoch())
                    .setSince(message.since())
                    .setBase(message.base())
                    .setLast(message.last())
                    .build(),
            EdgeWire.Announced.parser(),
            wire -> new Announced(wire.getEpoch(), wire.getSince(), wire.getBase(), wire.getLast()));

    private static final WireForm<Handled> HANDLED = WireForm.of(
            17,
            Handled.class,
            message -> EdgeWire.Handled.newBuilder()
                    .setEpoch(message.epoch())
                    .setAccepted(message.accepted())
                    .setHandled(message.handled())
                    .build(),
            EdgeWire.Handled.parser(),
            wire -> new Handled(wire.getEpoch(), wire.getAccepted(), wire.getHandled()));

    private static final WireForm<InboundGap> INBOUND_GAP = WireForm.of(
            18,
            InboundGap.class,
            message -> EdgeWire.InboundGap.newBuilder()
                    .setEpoch(message.epoch())
                    .setFrom(message.from())
                    .build(),
            EdgeWire.InboundGap.parser(),
            wire -> new InboundGap(wire.getEpoch(), wire.getFrom()));

    private static final WireForm<ParkPlease> PARK_PLEASE = WireForm.of(
            19,
            ParkPlease.class,
            message ->
                    EdgeWire.ParkPlease.newBuilder().setEpoch(message.epoch()).build(),
            EdgeWire.ParkPlease.parser(),
            wire -> new ParkPlease(wire.getEpoch()));

    private static final WireForm<Moving> MOVING = WireForm.of(
            20,
            Moving.class,
            message -> EdgeWire.Moving.newBuilder().setEpoch(message.epoch()).build(),
            EdgeWire.Moving.parser(),
            wire -> new Moving(wire.getEpoch()));

    private static final WireForm<Parted> PARTED = WireForm.of(
            23,
            Parted.class,
            message -> EdgeWire.Parted.newBuilder().setEpoch(message.epoch()).build(),
            EdgeWire.Parted.parser(),
            wire -> new Parted(wire.getEpoch()));

    private static final WireForm<AttachRefused> ATTACH_REFUSED = WireForm.of(
            11,
            AttachRefused.class,
            message -> EdgeWire.AttachRefused.newBuilder()
                    .setError(message.error().toElement().toXml())
                    .build(),
            EdgeWire.AttachRefused.parser(),
            wire -> new AttachRefused(
                    // A condition that only a newer node knows is still a refusal.
                    StanzaError.from(Element.parse(wire.getError())).orElse(StanzaError.UNDEFINED_CONDITION)));

    private static final WireForm<Closed> CLOSED = WireForm.of(
            21,
            Closed.class,
            message -> EdgeWire.Closed.newBuilder()
                    .setEpoch(message.epoch())
                    .setCondition(message.error().condition().elementName())
                    .setText(message.error().text())
                    .build(),
            EdgeWire.Closed.parser(),
            wire -> new Closed(wire.getEpoch(), new StreamError(condition(wire.getCondition()), wire.getText())));

    private static final WireForm<Remember> REMEMBER = WireForm.of(
            22,
            Remember.class,
            message -> EdgeWire.Remember.newBuilder()
                    .setEpoch(message.epoch())
                    .setNote(message.note())
                    .build(),
            EdgeWire.Remember.parser(),
            wire -> new Remember(wire.getEpoch(), wire.getNote()));

    private static final WireForm<ShutOut> SHUT_OUT = WireForm.of(
            24,
            ShutOut.class,
            message -> EdgeWire.ShutOut.newBuilder()
                    .setEpoch(message.epoch())
                    .addAllOccupants(writeJids(message.occupants()))
                    .build(),
            EdgeWire.ShutOut.parser(),
            wire -> new ShutOut(wire.getEpoch(), jids(wire.getOccupantsList())));

    private static final List<WireForm<?>> TO_ONE = List.of(
            ATTACHED,
            REMEMBER,
            SHUT_OUT,
            ATTACH_REFUSED,
            REATTACHED,
            RESUMED,
            RESUME_FAILED,
            OUTBOUND,
            ANNOUNCED,
            HANDLED,
            INBOUND_GAP,
            PARK_PLEASE,
            PARTED,
            MOVING,
            CLOSED);

    private static final WireCodec CODEC_TO_ONE = new WireCodec(TO_ONE);

    private static final WireForm<EdgeBatch> BATCH =
            WireForm.of(39, EdgeBatch.class, EdgeForms::writeBatch, EdgeWire.EdgeBatch.parser(), EdgeForms::readBatch);

    private EdgeForms() {}

    static List<WireForm<?>> all() {
        var all = new ArrayList<>(TO_ONE);
        all.add(BATCH);
        return all;
    }

    /// A condition that only a newer node knows still ends the stream.
    private static StreamError.Condition condition(String name) {
        for (var condition : StreamError.Condition.values()) {
            if (condition.elementName().equals(name)) {
                return condition;
            }
        }
        return StreamError.Condition.UNDEFINED_CONDITION;
    }

    private static EdgeWire.EdgeBatch writeBatch(EdgeBatch batch) {
        var wire = EdgeWire.EdgeBatch.newBuilder().setIncarnation(batch.incarnation());
        for (var item : batch.items()) {
            wire.addItems(EdgeWire.EdgeBatch.Item.newBuilder()
                    .setConnection(item.connection())
                    .setOwner(item.owner().toString())
                    .setNumber(CODEC_TO_ONE.number(item.message()))
                    .setMessage(CODEC_TO_ONE.encodeUnbounded(item.message())));
        }
        return wire.build();
    }

    private static EdgeBatch readBatch(EdgeWire.EdgeBatch wire) throws NotSerializableException {
        var items = new ArrayList<EdgeBatch.Item>(wire.getItemsCount());
        for (var item : wire.getItemsList()) {
            var message = CODEC_TO_ONE.decode(
                    Integer.toString(item.getNumber()), item.getMessage().toByteArray());
            items.add(new EdgeBatch.Item(item.getConnection(), jid(item.getOwner()), (EdgeMessage) message));
        }
        return new EdgeBatch(wire.getIncarnation(), items);
    }

    private static EdgeWire.Resumed writeResumed(Resumed message) {
        var memory = message.memory();
        var wire = EdgeWire.Resumed.newBuilder()
                .setEpoch(message.epoch())
                .setFull(message.full().toString())
                .setSessionId(message.sessionId())
                .setBase(message.base())
                .setAccepted(message.accepted())
                .setHandled(message.handled())
                .setOutAcked(message.outAcked())
                .addAllReplay(write(message.replay()))
                .setResumeSeconds(message.resumeSeconds())
                .setInactive(message.inactive())
                .setInterested(memory.interested())
                .setNote(memory.note())
                .addAllDirected(SharedForms.writeJids(memory.directed()))
                .addAllRooms(SharedForms.writeRooms(message.rooms()));
        if (memory.presence() != null) {
            wire.setPresence(SharedForms.write(memory.presence()));
        }
        return wire.build();
    }

    private static Resumed readResumed(EdgeWire.Resumed wire) {
        return new Resumed(
                wire.getEpoch(),
                jid(wire.getFull()),
                wire.getSessionId(),
                wire.getBase(),
                wire.getAccepted(),
                wire.getHandled(),
                wire.getOutAcked(),
                outs(wire.getReplayList()),
                wire.getResumeSeconds(),
                wire.getInactive(),
                new Memory(
                        wire.getInterested(),
                        wire.getNote(),
                        wire.getPresence().isEmpty() ? null : SharedForms.stanza(wire.getPresence()),
                        SharedForms.jids(wire.getDirectedList())),
                SharedForms.rooms(wire.getRoomsList()));
    }
}
