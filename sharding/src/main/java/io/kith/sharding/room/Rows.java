package io.kith.sharding.room;

import io.kith.persistence.archive.References;
import io.kith.persistence.archive.Row;
import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.xml.Element;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Rows of a room's log that messages refer to: finding them, and what they become.
///
/// The newest are in memory; for others the store is asked and the room waits, which a user may make it do at the pace
/// of queries, a row counting [#FIND_COST] of them and a search [#SEARCH_COST].
public final class Rows {

    /// How far back a message is looked for by the id that its sender gave it.
    public static final int SEARCHED_MAX = 500;

    public static final int FIND_COST = 10;
    public static final int SEARCH_COST = 100;

    /// Writes that something waits for; open until the last is begun and all are done.
    private static final class Outstanding {

        private final Runnable then;
        private int open = 1;

        private Outstanding(Runnable then) {
            this.then = then;
        }

        private void begun() {
            open++;
        }

        private void done() {
            if (--open == 0) {
                then.run();
            }
        }
    }

    private Rows() {}

    /// Whether that user may have a row looked for now.
    public static boolean mayFind(RoomMachine room, Jid user, long id) {
        return room.history().find(id).isPresent() || room.mayLookBack(user, FIND_COST);
    }

    /// Whether that user may have the messages of that id looked for now.
    public static boolean maySearch(RoomMachine room, Jid user, String messageId) {
        return !room.history().saidAs(messageId).isEmpty() || room.mayLookBack(user, SEARCH_COST);
    }

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
    ///
    /// @param stored runs when it is stored
    public static void replace(RoomMachine room, Row row, Runnable stored) {
        room.history().replace(row);
        room.herald().ring().replace(row.id(), Stanza.parse(row.stanza()));
        room.outside().replace(row, stored);
    }

    /// Leaves a tombstone of what was said in that row, and of every form that its author gave it by
    /// corrections (XEP-0308), among the [#SEARCHED_MAX] rows behind the original: none of them is handed
    /// out any more. A correction that is being written follows when it is stored; another is refused.
    ///
    /// @param stored runs when all of them are stored
    public static void takeBack(RoomMachine room, Row row, Element tombstone, Runnable stored) {
        var all = new Outstanding(stored);
        entomb(room, row, tombstone, all);
        var corrected = row.references().replaces();
        if (corrected.isEmpty()) {
            takeBackCorrections(room, row, tombstone, all);
        } else {
            saidAs(room, corrected, rows -> {
                var original = rows.stream()
                        .filter(one -> isOfSameAuthor(one, row) && one.id() < row.id() && !isTombstone(one))
                        .findFirst();
                original.ifPresent(one -> entomb(room, one, tombstone, all));
                takeBackCorrections(room, original.orElse(row), tombstone, all);
            });
        }
    }

    private static void takeBackCorrections(RoomMachine room, Row original, Element tombstone, Outstanding all) {
        var ids = new HashSet<>(List.of(Stanza.parse(original.stanza()).id()));
        if (!original.references().replaces().isEmpty()) {
            ids.add(original.references().replaces()); // a correction whose original is not found any more
        }
        room.outside()
                .behindRows(() -> behind(room, original.id(), rows -> {
                    for (var row : rows) {
                        if (isOfSameAuthor(row, original)
                                && ids.contains(row.references().replaces())
                                && !isTombstone(row)) {
                            ids.add(Stanza.parse(row.stanza()).id());
                            entomb(room, row, tombstone, all);
                        }
                    }
                    all.done();
                }));
    }

    private static void behind(RoomMachine room, long id, Consumer<List<Row>> turn) {
        var known = room.history().after(id);
        if (known.isPresent()) {
            turn.accept(known.get());
            return;
        }
        room.hold();
        room.outside().read(id, SEARCHED_MAX, rows -> {
            turn.accept(rows);
            room.release();
        });
    }

    private static void entomb(RoomMachine room, Row row, Element tombstone, Outstanding all) {
        var subject = room.state().subject();
        if (subject != null && subject.id() == row.id()) {
            room.clearSubject();
        }
        all.begun();
        replace(room, with(row, bare(room, row).with(tombstone)), all::done);
    }

    private static boolean isOfSameAuthor(Row one, Row other) {
        return one.peer().bare().equals(other.peer().bare());
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
