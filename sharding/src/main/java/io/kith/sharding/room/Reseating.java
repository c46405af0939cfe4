package io.kith.sharding.room;

import io.kith.persistence.archive.Row;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.room.relay.RelayItem;
import io.kith.sharding.session.Via;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// A client that comes back to its seat on another connection: it gets what it missed, in order, and goes on.
///
/// The ring holds a little; beyond it the presences as they are now and the rows of the log do, at most [#ROWS_MAX] of
/// them, with what has no row: how the room itself has changed. Whoever had asked to enter and had heard nothing yet
/// gets all that one who enters gets. Whoever missed more is
/// told that it is not in the room any more, and enters again. Whoever was put out meanwhile is told why.
final class Reseating {

    /// Rows that one client is given after it was away.
    static final int ROWS_MAX = 1_000;

    private final RoomMachine room;

    Reseating(RoomMachine room) {
        this.room = room;
    }

    void reseat(Request request, Via via) {
        var occupant = room.occupant(request.from());
        if (occupant.isEmpty()) {
            room.leaving().putOut(request, via, "You are not in the room any more.");
            return;
        }
        if (via.position() == 0) {
            room.joining().enterAgain(request, via, occupant.get());
            return;
        }
        room.hold();
        missed(via.position(), missed -> {
            if (missed.isEmpty()) {
                room.leaving().depart(occupant.get(), request.from(), request.stanza(), Because.of(333));
                room.leaving().putOut(request, via, "You were away for too long.");
            } else {
                seat(request, via, occupant.get(), missed.get());
            }
            room.release();
        });
    }

    private void seat(Request request, Via via, Occupant occupant, List<RelayItem> missed) {
        var full = request.from();
        var node = via.edge().node();
        var old = occupant.seat(full).orElseThrow();
        room.joining().leaveSeat(old, node);
        if (!room.occupants().hasSeatsOn(node)) {
            room.joining().open(node);
        }
        var id = room.outside().mint();
        var here = old.at(via.edge(), id, via.position(), via.sight());
        room.occupants().move(occupant, here);
        room.outside()
                .relay(
                        node,
                        new RelayItem.Seat(
                                id,
                                full,
                                via.edge(),
                                occupant.nick(),
                                old.mark(),
                                via.position(),
                                via.sight(),
                                withoutLeaving(occupant, missed)));
        room.leaving().closeUnused(old);
        request.accept();
    }

    /// Under its nickname it may have left and come back meanwhile: what it gets must not end with its own leaving.
    private static List<RelayItem> withoutLeaving(Occupant occupant, List<RelayItem> missed) {
        return missed.stream()
                .filter(item -> !(item instanceof RelayItem.Show show
                        && show.gone()
                        && show.occupant().nick().equals(occupant.nick())))
                .toList();
    }

    /// What a client has missed that has come back, and of which the relay of its node has not heard; empty if that
    /// is not known any more.
    ///
    /// @param rows of the log, all that were stored behind that position
    Optional<List<RelayItem>> missed(Occupant occupant, long position, Collection<Row> rows) {
        var recent = room.herald().ring().after(position);
        if (recent.isEmpty() && room.herald().departures().reaches(position)) {
            var behind = rows.stream().filter(row -> row.id() > position).toList();
            recent = Optional.of(together(position, complete(position, behind)));
        }
        return recent.map(missed -> withoutLeaving(occupant, missed));
    }

    private void missed(long position, Consumer<Optional<List<RelayItem>>> turn) {
        var recent = room.herald().ring().after(position);
        if (recent.isPresent()) {
            turn.accept(recent);
        } else if (!room.herald().departures().reaches(position)) {
            turn.accept(Optional.empty());
        } else {
            var rows = room.history().after(position);
            if (rows.isPresent()) {
                turn.accept(Optional.of(together(position, rows.get())));
            } else {
                room.outside()
                        .read(
                                position,
                                ROWS_MAX,
                                read -> turn.accept(
                                        read.size() >= ROWS_MAX
                                                ? Optional.empty()
                                                : Optional.of(together(position, complete(position, read)))));
            }
        }
    }

    /// With the rows that were being written while these were read: others get them before this client is seated.
    private List<Row> complete(long position, List<Row> read) {
        var rows = new TreeMap<Long, Row>();
        room.history().keptAfter(position).forEach(row -> rows.put(row.id(), row));
        read.forEach(row -> rows.put(row.id(), row));
        return List.copyOf(rows.values());
    }

    private List<RelayItem> together(long position, List<Row> rows) {
        var items = new ArrayList<RelayItem>(room.herald().departures().after(position));
        items.addAll(room.herald().changes(position));
        var subject = room.state().subject();
        if (subject != null
                && subject.id() > position
                && rows.stream().noneMatch(row -> row.id() == subject.id())) { // one that was taken back
            items.add(new RelayItem.Say(subject.id(), subject.message()));
        }
        for (var occupant : room.everybody()) {
            if (occupant.changedId() > position) {
                items.add(new RelayItem.Show(occupant.changedId(), room.faces().of(occupant, Because.NOTHING), false));
            }
        }
        for (var row : rows) {
            items.add(new RelayItem.Say(row.id(), Stanza.parse(row.stanza())));
        }
        items.sort(Comparator.comparingLong(RelayItem::id));
        return items;
    }
}
