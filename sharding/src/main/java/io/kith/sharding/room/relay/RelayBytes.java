package io.kith.sharding.room.relay;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.wire.RelayWire;
import io.kith.proto.wire.SharedWire;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.WrittenSight;
import java.util.ArrayList;
import java.util.List;

/// Items and holdings as bytes: written once, sent to all nodes, cut where they are large.
public final class RelayBytes {

    private RelayBytes() {}

    /// An item in pieces.
    public static List<Piece> pieces(RelayItem item) {
        var parts = cut(write(item).toByteString());
        var pieces = new ArrayList<Piece>(parts.size());
        for (var i = 0; i < parts.size(); i++) {
            pieces.add(new Piece(parts.get(i), i == parts.size() - 1));
        }
        return pieces;
    }

    /// The item that these bytes are.
    ///
    /// @throws InvalidProtocolBufferException if they are none that this version knows
    public static RelayItem item(ByteString bytes) throws InvalidProtocolBufferException {
        return read(RelayWire.RelayItem.parseFrom(bytes));
    }

    /// A holding in parts of a bounded size.
    public static List<ByteString> parts(Holding holding) {
        var wire = RelayWire.Holding.newBuilder().setLastId(holding.lastId()).setLeftAfter(holding.leftAfter());
        for (var seat : holding.seats()) {
            wire.addSeats(RelayWire.Holding.Seat.newBuilder()
                    .setFull(seat.full().toString())
                    .setEdge(write(seat.edge()))
                    .setNick(seat.nick())
                    .setDormant(seat.dormant())
                    .setMark(write(seat.mark()))
                    .setSince(seat.since()));
        }
        for (var known : holding.known()) {
            wire.addKnown(RelayWire.Holding.Known.newBuilder()
                    .setShown(write(known.shown()))
                    .setId(known.id()));
        }
        for (var left : holding.left()) {
            wire.addLeft(RelayWire.Holding.Known.newBuilder()
                    .setShown(write(left.occupant()))
                    .setId(left.id()));
        }
        return cut(wire.build().toByteString());
    }

    /// The holding that these bytes are.
    ///
    /// @throws InvalidProtocolBufferException if they are none
    public static Holding holding(ByteString bytes) throws InvalidProtocolBufferException {
        var wire = RelayWire.Holding.parseFrom(bytes);
        return new Holding(
                wire.getLastId(),
                wire.getSeatsList().stream()
                        .map(seat -> new Holding.Held(
                                Jid.parse(seat.getFull()),
                                edge(seat.getEdge()),
                                seat.getNick(),
                                seat.getDormant(),
                                mark(seat.getMark()),
                                seat.getSince()))
                        .toList(),
                wire.getKnownList().stream()
                        .map(known -> new Holding.Known(shown(known.getShown()), known.getId()))
                        .toList(),
                wire.getLeftList().stream()
                        .map(left -> new RelayItem.Show(left.getId(), shown(left.getShown()), true))
                        .toList(),
                wire.getLeftAfter());
    }

    private static List<ByteString> cut(ByteString whole) {
        var parts = new ArrayList<ByteString>(1);
        var from = 0;
        do {
            var to = Math.min(whole.size(), from + Piece.BYTES_MAX);
            parts.add(whole.substring(from, to));
            from = to;
        } while (from < whole.size());
        return parts;
    }

    private static RelayWire.RelayItem write(RelayItem item) {
        var wire = RelayWire.RelayItem.newBuilder().setId(item.id());
        switch (item) {
            case RelayItem.Terms terms ->
                wire.setTerms(RelayWire.RelayItem.Terms.newBuilder()
                        .setJidsForAll(terms.jidsForAll())
                        .setRolledUp(terms.rolledUp()));
            case RelayItem.Roster roster -> {
                var all = RelayWire.RelayItem.Roster.newBuilder();
                roster.occupants().forEach(shown -> all.addOccupants(write(shown)));
                wire.setRoster(all);
            }
            case RelayItem.Join join ->
                wire.setJoin(RelayWire.RelayItem.Join.newBuilder()
                        .setFull(join.full().toString())
                        .setEdge(write(join.edge()))
                        .setNick(join.nick())
                        .setMark(write(join.mark()))
                        .addAllSelf(write(join.self()))
                        .addAllAfter(write(join.after())));
            case RelayItem.Seat seat -> {
                var one = RelayWire.RelayItem.Seat.newBuilder()
                        .setFull(seat.full().toString())
                        .setEdge(write(seat.edge()))
                        .setNick(seat.nick())
                        .setMark(write(seat.mark()))
                        .setPosition(seat.position())
                        .setSight(WrittenSight.write(seat.sight()));
                seat.missed().forEach(missed -> one.addMissed(write(missed)));
                wire.setSeat(one);
            }
            case RelayItem.Unseat unseat ->
                wire.setUnseat(RelayWire.RelayItem.Unseat.newBuilder()
                        .setFull(unseat.full().toString())
                        .addAllLast(write(unseat.last())));
            case RelayItem.Show show ->
                wire.setShow(RelayWire.RelayItem.Show.newBuilder()
                        .setOccupant(write(show.occupant()))
                        .setGone(show.gone()));
            case RelayItem.Say say ->
                wire.setSay(RelayWire.RelayItem.Say.newBuilder().setStanza(write(say.stanza())));
            case RelayItem.Tell tell ->
                wire.setTell(RelayWire.RelayItem.Tell.newBuilder()
                        .setFull(tell.full().toString())
                        .addAllStanzas(write(tell.stanzas())));
        }
        return wire.build();
    }

    private static RelayItem read(RelayWire.RelayItem wire) throws InvalidProtocolBufferException {
        var id = wire.getId();
        return switch (wire.getItemCase()) {
            case TERMS ->
                new RelayItem.Terms(
                        id, wire.getTerms().getJidsForAll(), wire.getTerms().getRolledUp());
            case ROSTER ->
                new RelayItem.Roster(
                        id,
                        wire.getRoster().getOccupantsList().stream()
                                .map(RelayBytes::shown)
                                .toList());
            case JOIN -> {
                var join = wire.getJoin();
                yield new RelayItem.Join(
                        id,
                        Jid.parse(join.getFull()),
                        edge(join.getEdge()),
                        join.getNick(),
                        mark(join.getMark()),
                        stanzas(join.getSelfList()),
                        stanzas(join.getAfterList()));
            }
            case SEAT -> {
                var seat = wire.getSeat();
                var missed = new ArrayList<RelayItem>(seat.getMissedCount());
                for (var each : seat.getMissedList()) {
                    missed.add(read(each));
                }
                yield new RelayItem.Seat(
                        id,
                        Jid.parse(seat.getFull()),
                        edge(seat.getEdge()),
                        seat.getNick(),
                        mark(seat.getMark()),
                        seat.getPosition(),
                        WrittenSight.read(seat.getSight()),
                        List.copyOf(missed));
            }
            case UNSEAT ->
                new RelayItem.Unseat(
                        id,
                        Jid.parse(wire.getUnseat().getFull()),
                        stanzas(wire.getUnseat().getLastList()));
            case SHOW ->
                new RelayItem.Show(
                        id, shown(wire.getShow().getOccupant()), wire.getShow().getGone());
            case SAY -> new RelayItem.Say(id, stanza(wire.getSay().getStanza()));
            case TELL ->
                new RelayItem.Tell(
                        id,
                        Jid.parse(wire.getTell().getFull()),
                        stanzas(wire.getTell().getStanzasList()));
            case ITEM_NOT_SET -> throw new InvalidProtocolBufferException("an item of a kind that is not known here");
        };
    }

    private static RelayWire.Shown write(Shown shown) {
        var wire = RelayWire.Shown.newBuilder()
                .setNick(shown.nick())
                .setOrder(shown.order())
                .setSeesJids(shown.seesJids())
                .setHidden(shown.hidden())
                .setTurned(shown.turned())
                .setOpen(write(shown.open()))
                .setClosed(write(shown.closed()))
                .setSelf(write(shown.self()));
        shown.sessions().forEach(session -> wire.addSessions(session.toString()));
        return wire.build();
    }

    private static Shown shown(RelayWire.Shown wire) {
        return new Shown(
                wire.getNick(),
                wire.getOrder(),
                wire.getSessionsList().stream().map(Jid::parse).toList(),
                wire.getSeesJids(),
                wire.getHidden(),
                wire.getTurned(),
                stanza(wire.getOpen()),
                stanza(wire.getClosed()),
                stanza(wire.getSelf()));
    }

    private static SharedWire.EdgeAddress write(EdgeAddress edge) {
        return SharedWire.EdgeAddress.newBuilder()
                .setNode(edge.node())
                .setIncarnation(edge.incarnation())
                .setConnection(edge.connection())
                .build();
    }

    private static EdgeAddress edge(SharedWire.EdgeAddress wire) {
        return new EdgeAddress(wire.getNode(), wire.getIncarnation(), wire.getConnection());
    }

    private static RelayWire.Mark write(Mark mark) {
        return RelayWire.Mark.newBuilder()
                .setSession(mark.session())
                .setN(mark.n())
                .build();
    }

    private static Mark mark(RelayWire.Mark wire) {
        return new Mark(wire.getSession(), wire.getN());
    }

    private static List<ByteString> write(List<Stanza> stanzas) {
        return stanzas.stream().map(RelayBytes::write).toList();
    }

    private static ByteString write(Stanza stanza) {
        return UnsafeByteOperations.unsafeWrap(stanza.bytes());
    }

    private static List<Stanza> stanzas(List<ByteString> wire) {
        return wire.stream().map(RelayBytes::stanza).toList();
    }

    private static Stanza stanza(ByteString wire) {
        return Stanza.parse(wire.toByteArray());
    }
}
