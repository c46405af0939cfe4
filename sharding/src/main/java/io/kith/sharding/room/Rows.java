package io.kith.sharding.room;

import io.kith.persistence.archive.References;
import io.kith.persistence.archive.Row;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.xml.Element;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Rows of a room's log that messages refer to: finding them, and what they become.
///
/// The newest are in memory; for others the store is asked and the room waits.
public final class Rows {

    /// How far back a message is looked for by the id that its sender gave it.
    public static final int SEARCHED_MAX = 500;

    private Rows() {}

    /// The row with that id in the log.
    public static void find(RoomMachine room, long id, Consumer<Optional<Row>> turn) {
        var known = room.history().find(id);
        if (known.isPresent() || id == Long.MIN_VALUE) {
            turn.accept(known);
            return;
        }
        room.hold();
        room.outside().read(id - 1, 1, rows -> {
            turn.accept(rows.stream().filter(row -> row.id() == id).findFirst());
            room.release();
        });
    }

    /// The rows of messages whose senders gave them that id, newest first, among the newest [#SEARCHED_MAX].
    public static void saidAs(RoomMachine room, String messageId, Consumer<List<Row>> turn) {
        var known = room.history().saidAs(messageId);
        if (!known.isEmpty()) {
            turn.accept(known);
            return;
        }
        room.hold();
        room.outside().tail(SEARCHED_MAX, rows -> {
            turn.accept(rows.reversed().stream()
                    .filter(row -> Stanza.parse(row.stanza()).id().equals(messageId))
                    .toList());
            room.release();
        });
    }

    /// Writes a row anew, also where clients that missed it will get it from.
    public static void replace(RoomMachine room, Row row) {
        room.history().replace(row);
        room.herald().ring().replace(row.id(), Stanza.parse(row.stanza()));
        room.outside().replace(row, () -> {});
    }

    /// The message without its content: only who said it, and the ids that the room gave.
    public static Stanza bare(RoomMachine room, Row row) {
        return Stanza.parse(row.stanza()).without(child -> !isTheRooms(room, row, child));
    }

    private static boolean isTheRooms(RoomMachine room, Row row, Stanza.Child child) {
        if (child.is("occupant-id", Namespaces.OCCUPANT_ID)) {
            return true;
        }
        return child.is("stanza-id", Namespaces.STANZA_ID)
                && Stanza.parse(row.stanza())
                        .element(child)
                        .attributeOr("by", "")
                        .equals(room.jid().toString());
    }

    /// The same row with another message in it.
    public static Row with(Row row, Stanza stanza) {
        return new Row(
                row.id(),
                row.direction(),
                row.peer(),
                row.resource(),
                row.copies(),
                row.hidden(),
                row.senderId(),
                row.session(),
                row.n(),
                row.originId(),
                isTombstone(stanza) ? References.NONE : row.references(),
                stanza.bytes());
    }

    /// Whether what was said there was taken back.
    public static boolean isTombstone(Row row) {
        return isTombstone(Stanza.parse(row.stanza()));
    }

    private static boolean isTombstone(Stanza stanza) {
        return stanza.child("retracted", Namespaces.RETRACT).map(Element::name).isPresent();
    }
}
