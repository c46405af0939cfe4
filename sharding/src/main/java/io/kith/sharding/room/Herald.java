package io.kith.sharding.room;

import io.kith.persistence.archive.Direction;
import io.kith.persistence.archive.References;
import io.kith.persistence.archive.Row;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaId;
import io.kith.proto.xml.Element;
import io.kith.sharding.room.relay.RelayItem;
import io.kith.sharding.room.relay.Shown;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Tells the occupants, through the relays of their nodes, and remembers a little of it for those who are away.
public final class Herald {

    private final RoomMachine room;
    private final Faces faces;
    private Ring ring = new Ring(0);
    private Departures departures = new Departures(0);
    private Announcements announcements = new Announcements(0);
    private boolean rolledUp;

    Herald(RoomMachine room, Faces faces) {
        this.room = room;
        this.faces = faces;
    }

    /// Tells all occupants that something about the room has changed (XEP-0045 §10.2.1).
    public void announceChange(Set<Integer> codes) {
        var item = new RelayItem.Say(mint(), change(codes));
        announcements.add(item.id(), codes);
        tell(item);
        room.followers().announced(MucSub.CONFIG, item.stanza());
    }

    private Stanza change(Set<Integer> codes) {
        var x = Element.of("x", Namespaces.MUC_USER);
        for (var code : new TreeSet<>(codes)) {
            x = x.with(Faces.status(code));
        }
        return Stanza.message(room.jid(), null, "groupchat", x);
    }

    /// Which changes all were told of after `position`. Who has heard nothing of this life of the room may have missed
    /// one in the life before: it is warned as by a change to what holds now.
    List<RelayItem.Say> changes(long position) {
        var told = new ArrayList<RelayItem.Say>();
        var warnings = room.aspects().changeCodes(RoomConfig.DEFAULT, room.config());
        if (position < announcements.floor() && !warnings.isEmpty()) {
            told.add(new RelayItem.Say(announcements.floor(), change(warnings)));
        }
        announcements.after(position).forEach((id, codes) -> told.add(new RelayItem.Say(id, change(codes))));
        return told;
    }

    /// Tells an occupant's clients something; not kept, but by the user's owner for those who are away and may come
    /// back.
    public void tell(Occupant occupant, Stanza stanza) {
        for (var seat : occupant.seats()) {
            var edge = seat.edge();
            if (seat.isLive() && edge != null) {
                var told = List.of(stanza.withTo(null));
                room.outside().relay(edge.node(), new RelayItem.Tell(mint(), seat.full(), told));
            } else {
                room.outside().tell(stanza.withTo(seat.full()));
            }
        }
    }

    /// The same to all occupants of a kind.
    ///
    /// @return whether there is any
    public boolean tell(Predicate<Occupant> whom, Stanza stanza) {
        var some = room.everybody().stream().filter(whom).toList();
        some.forEach(occupant -> tell(occupant, stanza));
        return !some.isEmpty();
    }

    /// Shows an occupant to all as it is now.
    public void show(Occupant occupant, Because why) {
        var id = mint();
        occupant.shown(id, occupant.role() == Role.MODERATOR, faces.isHidden(occupant));
        var item = new RelayItem.Show(id, faces.of(occupant, why), false);
        tell(item);
        room.followers().seen(item.occupant(), rolledUp);
    }

    private RelayItem.Show again(RelayItem.Show change, long after) {
        var id = mint();
        var here = room.named(change.occupant().nick()).filter(_ -> !change.gone());
        here.ifPresent(occupant -> occupant.shownAgain(id, after));
        var shown = here.map(occupant -> faces.of(occupant, Because.NOTHING)).orElse(change.occupant());
        return new RelayItem.Show(id, shown, change.gone());
    }

    /// Says to all what the room itself says: a row of the log first.
    ///
    /// @param stored runs with what was said, with its ids, once it is stored
    public void say(Stanza message, Consumer<Stanza> stored, Runnable impossible) {
        var id = mint();
        var stanza = identified(message.withFrom(room.jid()).withTo(null), id);
        var row =
                new Row(id, Direction.OUT, room.jid(), "", true, false, 0, "", 0, "", References.NONE, stanza.bytes());
        append(row, stanza, () -> stored.accept(stanza), impossible);
    }

    /// Keeps a row and tells all, in this order. It counts as told from now on: what leaves later leaves after it.
    void append(Row row, Stanza stanza, Runnable stored, Runnable impossible) {
        var item = new RelayItem.Say(row.id(), stanza);
        room.history().add(row, stanza);
        ring.add(item);
        var seated = room.followers().seated(); // who leaves from now on is told it before
        room.outside().append(row, item, () -> room.followers().said(row.id(), stanza, seated), stored, () -> {
            room.history().remove(row.id());
            ring.remove(row.id());
            impossible.run();
        });
    }

    /// The message with the id of its row, and with an id of its own where its sender gave none (XEP-0045 §7.4).
    Stanza identified(Stanza stanza, long id) {
        var text = StanzaId.text(id);
        var named = stanza.id().isEmpty() ? stanza.withId(text) : stanza;
        return named.with(Element.of("stanza-id", Namespaces.STANZA_ID)
                .withAttribute("by", room.jid())
                .withAttribute("id", text));
    }

    void tell(RelayItem item) {
        ring.add(item);
        room.outside().relay(item);
    }

    /// Shows an occupant for the last time.
    void leave(Shown last) {
        var item = new RelayItem.Show(mint(), last, true);
        departures.add(item, room.now());
        tell(item);
        room.followers().seen(last, rolledUp);
    }

    /// Who has changed, come or gone after `id`, once more under ids of now: for a node whose clients are told rows
    /// that came later first. One that is lost in between would not be told of these under their first ids.
    List<RelayItem> again(long id) {
        var changes = new ArrayList<RelayItem.Show>();
        for (var gone : departures.after(id)) {
            if (room.named(gone.occupant().nick()).isEmpty()) {
                changes.add(gone);
            }
        }
        for (var occupant : room.everybody()) {
            if (occupant.changedId() > id) {
                changes.add(new RelayItem.Show(occupant.changedId(), faces.of(occupant, Because.NOTHING), false));
            }
        }
        changes.sort(Comparator.comparingLong(RelayItem.Show::id));
        var again = new ArrayList<RelayItem>();
        for (var change : changes) {
            var next = again(change, id);
            ring.add(next);
            if (next.gone()) {
                departures.add(next, room.now());
            }
            again.add(next);
        }
        return again;
    }

    /// Tells the relays whether they roll up joins and leaves, if that has changed with the size of the room.
    void sizeChanged() {
        var from = room.config().get(RoomOptions.ROLL_UP);
        var size = room.everybody().size();
        var next = from > 0 && (size >= from || (rolledUp && size > from - from / 5)); // not back and forth at the edge
        if (next != rolledUp) {
            rolledUp = next;
            tellTerms();
        }
    }

    void tellTerms() {
        room.outside().relay(terms());
    }

    RelayItem.Terms terms() {
        return new RelayItem.Terms(mint(), RoomOptions.isNonAnonymous(room.config()), rolledUp);
    }

    /// Begins anew: nothing was said yet.
    void begin() {
        ring = new Ring(mint());
        departures = new Departures(0);
        announcements = new Announcements(mint());
        rolledUp = false;
    }

    /// Goes on after another life of the room.
    ///
    /// @param heardByAll what is beyond this id is told some nodes only now
    void remember(List<RelayItem.Show> left, long floor, long heardByAll) {
        departures = new Departures(floor);
        for (var last : left) {
            departures.add(
                    last.id() > heardByAll ? new RelayItem.Show(mint(), last.occupant(), true) : last, room.now());
        }
    }

    Ring ring() {
        return ring;
    }

    Departures departures() {
        return departures;
    }

    private long mint() {
        return room.outside().mint();
    }
}
