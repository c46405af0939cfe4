package io.kith.sharding.serialization;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stream.StreamError;
import io.kith.proto.wire.SharedWire;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.Out;
import io.kith.sharding.edge.RoomPosition;
import io.kith.sharding.edge.WrittenSight;
import java.util.ArrayList;
import java.util.List;

/// The forms of what messages are made of. A stanza's bytes are shared on writing, not copied.
final class SharedForms {

    private SharedForms() {}

    static ByteString write(Stanza stanza) {
        return UnsafeByteOperations.unsafeWrap(stanza.bytes());
    }

    static Stanza stanza(ByteString wire) {
        return Stanza.parse(wire.toByteArray());
    }

    static List<String> writeJids(List<Jid> jids) {
        return jids.stream().map(Jid::toString).toList();
    }

    static List<Jid> jids(List<String> wire) {
        return wire.stream().map(SharedForms::jid).toList();
    }

    static Jid jid(String wire) {
        return Jid.parse(wire);
    }

    static SharedWire.EdgeAddress write(EdgeAddress edge) {
        return SharedWire.EdgeAddress.newBuilder()
                .setNode(edge.node())
                .setIncarnation(edge.incarnation())
                .setConnection(edge.connection())
                .build();
    }

    static EdgeAddress edge(SharedWire.EdgeAddress wire) {
        return new EdgeAddress(wire.getNode(), wire.getIncarnation(), wire.getConnection());
    }

    static List<SharedWire.RoomPosition> writeRooms(List<RoomPosition> rooms) {
        return rooms.stream()
                .map(room -> SharedWire.RoomPosition.newBuilder()
                        .setOccupant(room.occupant().toString())
                        .setPosition(room.position())
                        .setSight(WrittenSight.write(room.sight()))
                        .setLeft(room.left())
                        .build())
                .toList();
    }

    static List<RoomPosition> rooms(List<SharedWire.RoomPosition> wire) {
        return wire.stream()
                .map(room -> new RoomPosition(
                        jid(room.getOccupant()),
                        room.getPosition(),
                        WrittenSight.read(room.getSight()),
                        room.getLeft()))
                .toList();
    }

    static SharedWire.StreamError write(StreamError error) {
        return SharedWire.StreamError.newBuilder()
                .setCondition(error.condition().elementName())
                .setText(error.text())
                .build();
    }

    /// A condition that only a newer node knows still ends the stream.
    static StreamError streamError(SharedWire.StreamError wire) {
        for (var condition : StreamError.Condition.values()) {
            if (condition.elementName().equals(wire.getCondition())) {
                return new StreamError(condition, wire.getText());
            }
        }
        return new StreamError(StreamError.Condition.UNDEFINED_CONDITION, wire.getText());
    }

    static List<SharedWire.Out> write(List<Out> outs) {
        var wire = new ArrayList<SharedWire.Out>(outs.size());
        for (var out : outs) {
            wire.add(SharedWire.Out.newBuilder()
                    .setStanza(write(out.stanza()))
                    .setLogId(out.logId())
                    .build());
        }
        return wire;
    }

    static List<Out> outs(List<SharedWire.Out> wire) {
        var outs = new ArrayList<Out>(wire.size());
        for (var out : wire) {
            outs.add(new Out(stanza(out.getStanza()), out.getLogId()));
        }
        return outs;
    }
}
