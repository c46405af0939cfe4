package io.kith.sharding.room.relay;

import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Recipient;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.xml.Element;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.Sight;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The clients of one node in one room, and all that is shown in it: decides what each of them gets. Free of actors.
///
/// What a client gets is what the room said with the client's address in it: in the form that the client may see, and
/// without the coming and going of others where the room is too large for that (rolled up). Then moderators still see
/// everybody, and everybody sees moderators. Whom a client has seen come it also sees go, who is kicked or banned all
/// do (XEP-0045 §8.2, §9.1), and who came meanwhile is shown when the room is small enough again. Whom a client has
/// been shown goes with each thing that it gets, for it may lose its connection and come back elsewhere ([Resumption]).
///
/// What is said to all goes to a few clients at a time ([#goOn]), so that its bytes are on their way to these while
/// what they touch is still in the processor's cache. All else that the room says waits for the end of that.
final class Seats {

    /// Clients that get what is said before the next ones do.
    static final int AT_ONCE = 8;

    /// What may wait while clients still get what was said before; with one more all of it is said at once.
    static final int WAITING_MAX = 64;

    /// Kicked, banned.
    private static final Set<String> PUT_OUT = Set.of("307", "301");

    /// The connections of the node.
    interface Connections {

        /// @return false when there is no such connection any more
        boolean write(EdgeAddress edge, Jid occupant, long id, Sight sight, List<Stanza> stanzas, boolean last);
    }

    /// A client.
    static final class Seat {
        final Jid full;
        final Recipient recipient;
        final EdgeAddress edge;
        final Mark mark;
        final long since;
        Jid occupant;
        boolean dormant;

        /// Whom it has been shown with all that it was given.
        Sight sight = Sight.EVERYBODY;

        Seat(Jid full, EdgeAddress edge, Mark mark, long since, Jid occupant) {
            this.full = full;
            this.recipient = Recipient.of(full);
            this.edge = edge;
            this.mark = mark;
            this.since = since;
            this.occupant = occupant;
        }
    }

    /// Learns that a connection is gone, be it by what the client was to be told last.
    @FunctionalInterface
    interface Lost {
        void lost(Jid full, EdgeAddress edge);
    }

    private final Jid room;
    private final Connections connections;
    private final Lost lost;
    private final Map<Jid, Seat> seats = new LinkedHashMap<>();
    private final Left left = new Left();
    private Map<String, Holding.Known> known = new HashMap<>();
    private List<RelayItem.Say> saying = List.of();
    private List<RelayItem.Say> next = List.of();
    private List<Seat> listening = List.of();
    private int told;
    private long written;
    private boolean jidsForAll;
    private boolean rolledUp;
    private long lastId;

    Seats(Jid room, Connections connections, Lost lost) {
        this.room = room;
        this.connections = connections;
        this.lost = lost;
    }

    boolean isEmpty() {
        return seats.isEmpty();
    }

    int size() {
        return seats.size();
    }

    /// Stanzas that connections have been given so far.
    long written() {
        return written;
    }

    /// Whether nothing has been said to it yet.
    boolean areUntold() {
        return lastId == 0;
    }

    /// What another life of the room goes on with.
    Holding holding() {
        finish();
        return new Holding(
                lastId,
                seats.values().stream()
                        .map(seat -> new Holding.Held(
                                seat.full, seat.edge, seat.occupant.resource(), seat.dormant, seat.mark, seat.since))
                        .toList(),
                List.copyOf(known.values()),
                left.all(),
                left.floor());
    }

    /// The next item.
    void take(RelayItem item) {
        lastId = Math.max(lastId, item.id());
        if (item instanceof RelayItem.Say say) {
            say(say);
            return;
        }
        finish();
        listening = List.of();
        switch (item) {
            case RelayItem.Terms terms -> terms(terms);
            case RelayItem.Roster roster -> roster(roster);
            case RelayItem.Join join -> join(join);
            case RelayItem.Seat seat -> {
                var here = new Seat(seat.full(), seat.edge(), seat.mark(), seat.id(), occupant(seat.nick()));
                seats.put(seat.full(), here);
                if (seat.position() >= 0) {
                    here.sight = sightOf(here, seat.sight(), seat.position());
                    goesOn(here, seat);
                } else { // the relay that knew is no more
                    here.sight = Sight.of(
                            rolledUp ? seat.id() : Sight.WITHOUT_END, seesJids(here), false, Sight.WITHOUT_END);
                }
            }
            case RelayItem.Unseat unseat -> {
                var seat = seats.remove(unseat.full());
                if (seat != null && !unseat.last().isEmpty()) { // else the client is seated anew, here or elsewhere
                    write(seat, unseat.id(), unseat.last(), true);
                    if (seat.dormant) {
                        lost.lost(seat.full, seat.edge); // the room may not know yet, and may keep it for the client
                    }
                }
            }
            case RelayItem.Show show -> show(show);
            case RelayItem.Say _ -> throw new AssertionError("said already");
            case RelayItem.Tell tell -> {
                var seat = seats.get(tell.full());
                if (seat != null) {
                    write(seat, tell.id(), tell.stanzas(), false);
                }
            }
        }
    }

    private void terms(RelayItem.Terms terms) {
        var rolledUpBefore = rolledUp;
        jidsForAll = terms.jidsForAll();
        rolledUp = terms.rolledUp();
        if (rolledUp && !rolledUpBefore) {
            var soFar = Sight.EVERYBODY.until(terms.id()); // one for all
            for (var seat : seats.values()) {
                if (!seat.sight.hidden()) {
                    seat.sight = seat.sight.sure() ? soFar : seat.sight.until(terms.id());
                }
            }
        } else if (rolledUpBefore && !rolledUp) {
            seats.values().forEach(seat -> unroll(seat, terms.id()));
        }
    }

    /// A client sees those who came while joins were rolled up.
    private void unroll(Seat seat, long id) {
        if (seat.sight.hidden()) {
            return; // as a moderator it has seen them
        }
        var before = seat.sight;
        seat.sight = Sight.EVERYBODY;
        var unseen = new ArrayList<Stanza>();
        known.values().stream()
                .map(Holding.Known::shown)
                .filter(shown -> !shown.seesJids() && isSeenBy(seat, shown))
                .filter(shown -> !before.sure() || shown.order() > before.upTo())
                .filter(shown -> !shown.sessions().contains(seat.full))
                .sorted(Comparator.comparingLong(Shown::order))
                .forEach(shown -> unseen.add(form(seat, shown)));
        if (!unseen.isEmpty()) {
            write(seat, id, unseen, false);
        }
    }

    /// Whom a client has seen from now on.
    ///
    /// @param before whom it had
    /// @param id everybody behind it is new to the client
    private Sight sightOf(Seat seat, Sight before, long id) {
        if (seesJids(seat)) {
            return Sight.HIDDEN_TOO;
        }
        return rolledUp ? before.until(id) : Sight.EVERYBODY;
    }

    /// A client that has come back: what others have had meanwhile, and whom it may see now.
    private void goesOn(Seat seat, RelayItem.Seat back) {
        var now = seat.sight;
        var untilThen = back.sight().whileToldMore(now.hidden(), back.position());
        var gifts = new Resumption(this, seat, back).gifts();
        for (var i = 0; i < gifts.size(); i++) {
            seat.sight = i + 1 == gifts.size() ? now : untilThen;
            write(seat, gifts.get(i).id(), gifts.get(i).stanzas(), false);
        }
        seat.sight = now;
    }

    /// Everybody, in the order in which they came.
    Stream<Shown> everybody() {
        return known.values().stream().map(Holding.Known::shown).sorted(Comparator.comparingLong(Shown::order));
    }

    boolean isRolledUp() {
        return rolledUp;
    }

    private void say(RelayItem.Say say) {
        if (isBusy()) {
            if (next.isEmpty()) {
                next = new ArrayList<>(4);
            }
            next.add(say);
            if (next.size() > WAITING_MAX) {
                finish();
            }
            return;
        }
        if (listening.isEmpty()) {
            listening = List.copyOf(seats.values());
        }
        saying = List.of(say);
        goOn();
    }

    /// Whether there is more to do: call [#goOn] as soon as others have had their turn.
    boolean isBusy() {
        return !saying.isEmpty();
    }

    /// Tells a few more what is being said.
    void goOn() {
        if (!isBusy()) {
            return;
        }
        var until = Math.min(told + AT_ONCE, listening.size());
        for (; told < until; told++) {
            var seat = listening.get(told);
            for (var i = 0; i < saying.size() && !seat.dormant; i++) {
                var say = saying.get(i);
                written(seat, say.id(), List.of(say.stanza().copyTo(seat.recipient)), false);
            }
        }
        if (told >= listening.size()) {
            told = 0;
            saying = next;
            next = List.of();
        }
    }

    /// Tells all of them.
    void finish() {
        while (isBusy()) {
            goOn();
        }
    }

    private void show(RelayItem.Show show) {
        var shown = show.occupant();
        var before = known.get(shown.nick());
        var isForAll = rolledUp && show.gone() && isPutOut(shown);
        for (var seat : seats.values()) {
            var news = news(seat, show, before == null ? null : before.shown(), isForAll);
            if (!news.isEmpty()) {
                write(seat, show.id(), news, false);
            }
        }
        if (show.gone()) {
            known.remove(shown.nick());
            left.add(new RelayItem.Show(show.id(), Reasons.without(shown), true));
            return;
        }
        known.put(shown.nick(), new Holding.Known(Reasons.without(shown), show.id()));
        for (var session : shown.sessions()) {
            var seat = seats.get(session);
            if (seat != null) {
                seat.occupant = occupant(shown.nick()); // it may have taken another name
            }
        }
    }

    private List<Stanza> news(Seat seat, RelayItem.Show show, @Nullable Shown before, boolean isForAll) {
        var shown = show.occupant();
        var news = new ArrayList<Stanza>(1);
        if (shown.sessions().contains(seat.full)) {
            news.add(shown.self());
            if (!show.gone() && seat.sight.hidden() != shown.seesJids()) {
                seeOthers(seat, show, news);
            }
        } else {
            tell(seat, before, shown, show.gone(), news);
            if (news.isEmpty() && isForAll && !isHiddenFrom(seat, shown)) {
                news.add(form(seat, shown));
            }
        }
        return news;
    }

    /// What a client is told of another occupant: how it is, or that it is seen no more.
    private void tell(Seat viewer, @Nullable Shown before, Shown now, boolean gone, List<Stanza> news) {
        var wasSeen = before != null && isSeenBy(viewer, before);
        if (isSeenBy(viewer, now)) {
            news.add(form(viewer, now));
        } else if (wasSeen) {
            news.add(gone ? form(viewer, now) : gone(now).closed()); // its last word, or one in its place
        }
    }

    static boolean isPutOut(Shown last) {
        return last.closed().child("x", Namespaces.MUC_USER).stream()
                .flatMap(x -> x.children().stream())
                .anyMatch(child ->
                        child.is("status", Namespaces.MUC_USER) && PUT_OUT.contains(child.attributeOr("code", "")));
    }

    /// Those whom only moderators see: to one who has become a moderator, or is none any more. Whom it has seen in a
    /// large room, it sees go.
    private void seeOthers(Seat seat, RelayItem.Show show, List<Stanza> news) {
        var now = show.occupant();
        var before = seat.sight;
        if (now.seesJids()) {
            seat.sight = Sight.HIDDEN_TOO;
        } else {
            seat.sight = rolledUp ? before.until(show.id()) : before.sure() ? Sight.EVERYBODY : Sight.UNKNOWN;
        }
        known.values().stream()
                .map(Holding.Known::shown)
                .filter(other -> !other.nick().equals(now.nick()))
                .filter(other -> now.seesJids() ? !before.sure() || !isIn(before, other) : other.hidden())
                .sorted(Comparator.comparingLong(Shown::order))
                .forEach(other ->
                        news.add(now.seesJids() ? other.open() : gone(other).closed()));
    }

    /// Complete state. For those who are here already: what is different from what they have seen.
    private void roster(RelayItem.Roster roster) {
        var before = known;
        var now = new HashMap<String, Holding.Known>();
        roster.occupants().forEach(shown -> now.put(shown.nick(), new Holding.Known(shown, roster.id())));
        if (seats.isEmpty()) {
            left.begin(roster.id());
        } else {
            var changes = new ArrayList<RelayItem.Show>();
            before.values().stream()
                    .filter(gone -> !now.containsKey(gone.shown().nick()))
                    .forEach(gone -> changes.add(new RelayItem.Show(roster.id(), gone(gone.shown()), true)));
            changes.forEach(left::add);
            roster.occupants().stream()
                    .filter(shown -> isNews(before.get(shown.nick()), shown))
                    .forEach(shown -> changes.add(new RelayItem.Show(roster.id(), shown, false)));
            known = now;
            for (var seat : seats.values()) {
                var forms = new ArrayList<Stanza>();
                for (var change : changes) {
                    var shown = change.occupant();
                    if (!shown.sessions().contains(seat.full)) {
                        var was = before.get(shown.nick());
                        tell(seat, was == null ? null : was.shown(), shown, change.gone(), forms);
                    }
                }
                if (!forms.isEmpty()) {
                    write(seat, roster.id(), forms, false);
                }
            }
        }
        known = now;
    }

    private static boolean isNews(Holding.@Nullable Known before, Shown now) {
        return before == null
                || !before.shown().open().equals(now.open())
                || before.shown().hidden() != now.hidden();
    }

    /// Somebody who is not seen any more, without a word.
    Shown gone(Shown last) {
        var x = Element.of("x", Namespaces.MUC_USER)
                .with(Element.of("item", Namespaces.MUC_USER)
                        .withAttribute("affiliation", affiliation(last))
                        .withAttribute("role", "none"));
        var stanza = Stanza.presence(occupant(last.nick()), null, "unavailable", x);
        return new Shown(
                last.nick(),
                last.order(),
                last.sessions(),
                last.seesJids(),
                last.hidden(),
                last.turned(),
                stanza,
                stanza,
                stanza);
    }

    private static String affiliation(Shown shown) {
        return shown.closed()
                .child("x", Namespaces.MUC_USER)
                .flatMap(x -> x.child("item"))
                .map(item -> item.attributeOr("affiliation", "none"))
                .orElse("none");
    }

    private void join(RelayItem.Join join) {
        var seat = new Seat(join.full(), join.edge(), join.mark(), join.id(), occupant(join.nick()));
        seat.sight = sightOf(seat, Sight.MODERATORS, join.id());
        seats.put(join.full(), seat);
        var all = new ArrayList<Stanza>();
        known.values().stream()
                .map(Holding.Known::shown)
                .filter(shown -> !shown.nick().equals(join.nick()) && isSeenBy(seat, shown))
                .sorted(Comparator.comparingLong(Shown::order))
                .forEach(shown -> all.add(form(seat, shown)));
        all.addAll(join.self());
        all.addAll(join.after());
        write(seat, join.id(), all, false);
    }

    static boolean isSeenBy(Seat viewer, Shown shown) {
        return isIn(viewer.sight, shown);
    }

    static boolean isIn(Sight sight, Shown shown) {
        return sight.reaches(shown.order(), shown.seesJids(), shown.hidden());
    }

    private static boolean isHiddenFrom(Seat viewer, Shown shown) {
        return shown.hidden() && !viewer.sight.hidden();
    }

    Stanza form(Seat viewer, Shown shown) {
        return jidsForAll || viewer.sight.hidden() ? shown.open() : shown.closed();
    }

    private boolean seesJids(Seat viewer) {
        var itself = known.get(viewer.occupant.resource());
        return itself != null && itself.shown().seesJids();
    }

    private Jid occupant(String nick) {
        return new Jid(room.local(), room.domain(), nick);
    }

    private void write(Seat seat, long id, List<Stanza> stanzas, boolean last) {
        if (seat.dormant) {
            return;
        }
        if (stanzas.size() == 1) {
            written(seat, id, List.of(stanzas.getFirst().copyTo(seat.recipient)), last);
            return;
        }
        var addressed = new ArrayList<Stanza>(stanzas.size());
        for (var stanza : stanzas) {
            addressed.add(stanza.copyTo(seat.recipient));
        }
        written(seat, id, addressed, last);
    }

    private void written(Seat seat, long id, List<Stanza> addressed, boolean last) {
        if (connections.write(seat.edge, seat.occupant, id, seat.sight, addressed, last)) {
            written += addressed.size();
        } else {
            seat.dormant = true;
            if (!last) {
                lost.lost(seat.full, seat.edge);
            }
        }
    }
}
