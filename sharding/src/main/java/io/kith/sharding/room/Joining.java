package io.kith.sharding.room;

import io.kith.proto.jid.Jid;
import io.kith.proto.jid.Nickname;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.xml.Element;
import io.kith.sharding.room.relay.Holding;
import io.kith.sharding.room.relay.Mark;
import io.kith.sharding.room.relay.RelayItem;
import io.kith.sharding.room.relay.Shown;
import io.kith.sharding.session.Via;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Available presence: entering, showing something else, taking another nickname (XEP-0045 §7.2, §7.6, §7.7).
final class Joining {

    private final RoomMachine room;
    private final Paces joins;
    private final Paces presences;
    private final Paces nickChanges;

    Joining(RoomMachine room) {
        this.room = room;
        this.joins = room.terms().paces(Pace.JOINS);
        this.presences = room.terms().paces(Pace.PRESENCES);
        this.nickChanges = room.terms().paces(Pace.NICK_CHANGES);
    }

    void presence(Request request) {
        var occupant = room.occupant(request.from());
        var via = request.via();
        if (request.stanza().size() > room.limits().presenceBytesMax()) {
            request.refuse(StanzaError.POLICY_VIOLATION);
        } else if (via != null && via.position() >= 0) {
            room.withHistory(() -> new Reseating(room).reseat(request, via));
        } else if (request.stanza().has("x", Namespaces.MUC)) {
            enter(request, via);
        } else if (occupant.isEmpty()) {
            notInRoom(request, "You are not in the room.", 110, 307, 333);
        } else if (request.nick().isEmpty()
                || request.nick().equals(occupant.get().nick())) {
            update(request, occupant.get());
        } else {
            rename(request, occupant.get());
        }
    }

    /// The answer to a client that takes itself for an occupant (§7.2.18).
    void notInRoom(Request request, String reason, int... codes) {
        var x = Element.of("x", Namespaces.MUC_USER)
                .with(Element.of("item", Namespaces.MUC_USER)
                        .withAttribute(
                                "affiliation",
                                room.affiliationOf(request.from()).text())
                        .withAttribute("role", "none")
                        .with(Faces.reason(reason)));
        for (var code : codes) {
            x = x.with(Faces.status(code));
        }
        room.outside().send(Stanza.presence(request.stanza().to(), request.from(), "unavailable", x), false, () -> {});
        request.accept();
    }

    private void enter(Request request, @Nullable Via via) {
        var x = request.stanza().child("x", Namespaces.MUC).orElseThrow();
        var nick = Nickname.tryPrepare(request.nick());
        if (nick.isEmpty()) {
            refuse(request, StanzaError.JID_MALFORMED);
        } else if (nick.get().length() > room.limits().nickCharactersMax()) {
            refuse(request, StanzaError.NOT_ACCEPTABLE.withText("That nickname is too long"));
        } else if (via == null) {
            refuse(request, StanzaError.SERVICE_UNAVAILABLE);
        } else if (!mayEnter(request.from())) {
            refuse(request, StanzaError.RESOURCE_CONSTRAINT);
        } else if (room.state().exists()) {
            room.withHistory(() -> admit(request, via, nick.get(), x, List.of()));
        } else {
            create(request, via, nick.get(), x);
        }
    }

    /// Whether that user may try to get in once more now.
    boolean mayEnter(Jid user) {
        return joins.take(user, room.now());
    }

    /// The client was let in, lost its connection before it heard so, and is back on another.
    void enterAgain(Request request, Via via, Occupant occupant) {
        var old = occupant.seat(request.from());
        seat(request, via, occupant, List.of(), History.Wish.NONE);
        old.ifPresent(room.leaving()::closeUnused);
    }

    /// §10.1: whoever enters a room that is not there makes it, and finds it locked.
    private void create(Request request, Via via, String nick, Element x) {
        var user = request.from().bare();
        room.hold();
        room.outside().await(room.terms().creation().refusal(user, room.jid()), (refusal, failure) -> {
            if (failure != null || refusal == null) {
                refuse(request, StanzaError.RESOURCE_CONSTRAINT);
            } else if (refusal.isPresent()) {
                refuse(request, refusal.get());
            } else {
                room.change(List.of(created(user)), () -> admit(request, via, nick, x, List.of(201)));
            }
            room.release();
        });
    }

    /// A room that an operator makes is open at once, and lasts while nobody is in it.
    void create(String by, Jid owner, RoomConfig config, Runnable then) {
        if (room.state().exists()) {
            then.run();
            return;
        }
        var created = created(owner);
        var open = new RoomEvent.Created(
                by,
                created.at(),
                created.uid(),
                created.secret(),
                owner,
                config.with(RoomOptions.PERSISTENT, true),
                false);
        room.change(List.of(open), () -> {
            room.relist();
            then.run();
        });
    }

    private RoomEvent.Created created(Jid user) {
        var random = room.terms().random();
        var secret = new byte[32];
        random.nextBytes(secret);
        return new RoomEvent.Created(
                user.toString(),
                room.now(),
                new UUID(random.nextLong(), random.nextLong()),
                HexFormat.of().formatHex(secret),
                user,
                room.terms().defaults(),
                true);
    }

    private void admit(Request request, Via via, String asked, Element x, List<Integer> more) {
        var full = request.from();
        var affiliation = room.affiliationOf(full);
        var entry = new Entry(full, asked, x, affiliation);
        var refusal = refusal(entry);
        if (refusal.isPresent()) {
            refuse(request, refusal.get());
            return;
        }
        var before = room.occupant(full);
        var target = room.occupants().lookingLike(asked).orElse(null);
        var renames = before.isPresent() && before.get() != target;
        if (renames && !nickChanges.take(full, room.now())) {
            refuse(request, StanzaError.RESOURCE_CONSTRAINT);
            return;
        }
        var codes = new ArrayList<>(more);
        codes.addAll(room.aspects().joinCodes(room, entry));
        var occupant = renames ? move(before.get(), asked) : target;
        var address = target == null ? occupantAddress(asked) : target.address();
        if (!address.resource().equals(request.nick())) {
            codes.add(210);
        }
        if (occupant == null) {
            occupant = new Occupant(
                    address,
                    full.bare(),
                    roleOf(full, affiliation),
                    room.outside().mint());
        }
        seat(request, via, occupant, codes, historyWish(x));
        room.counters().joins.increment();
    }

    private Optional<StanzaError> refusal(Entry entry) {
        var user = entry.full().bare();
        if (entry.affiliation() == Affiliation.OUTCAST) {
            return Optional.of(StanzaError.FORBIDDEN);
        }
        if (room.state().locked() && entry.affiliation() != Affiliation.OWNER) {
            return Optional.of(StanzaError.ITEM_NOT_FOUND);
        }
        var target = room.occupants().lookingLike(entry.nick());
        if (target.isPresent() && target.get().seat(entry.full()).isPresent()) {
            return Optional.empty(); // it is in under that name, and wants to hear everything again (§17.3)
        }
        var guarded = room.aspects().refusal(room, entry);
        if (guarded.isPresent()) {
            return guarded;
        }
        if (room.isTaken(entry.nick(), user)) {
            return Optional.of(StanzaError.CONFLICT);
        }
        return target.isPresent()
                        && target.get().sessions().size() >= room.limits().sessionsPerNickMax()
                ? Optional.of(StanzaError.RESOURCE_CONSTRAINT)
                : Optional.empty();
    }

    private void seat(Request request, Via via, Occupant occupant, List<Integer> codes, History.Wish wish) {
        var full = request.from();
        var occupants = room.occupants();
        var node = via.edge().node();
        var old = occupant.seat(full);
        // one that comes again (as [#enterAgain]) has no number of its own
        var mark = request.mark().n() > 0 ? request.mark() : old.map(Seat::mark).orElse(Mark.NONE);
        old.ifPresent(this::vacate); // it is told all as if it had not been here
        if (!occupants.hasSeatsOn(node)) {
            open(node);
        }
        if (occupants.named(occupant.nick()).isEmpty()) {
            occupants.add(occupant);
        }
        // nor has it said anew how it is
        var presence = old.filter(_ -> via.position() == 0)
                .map(Seat::presence)
                .orElseGet(() -> room.faces().cleaned(request.stanza(), occupant.address()));
        occupants.seat(occupant, new Seat(full, via.edge(), presence, mark));
        room.leaving().entered(full);
        room.herald().show(occupant, Because.NOTHING);
        var self = room.faces().self(occupant, full, codes);
        var id = request.stanza().id();
        room.outside().relay(node, welcome(occupant, full, id.isEmpty() ? self : self.withId(id), wish));
        room.herald().sizeChanged();
        request.accept();
    }

    /// What lets a client in of which its relay does not know. That its name is another one than it asked for, it is
    /// not told.
    RelayItem welcome(Occupant occupant, Jid full) {
        return welcome(occupant, full, selfAgain(occupant, full), History.Wish.NONE);
    }

    /// The same once more under the same id, for one that may have heard it: its connection takes no id twice. What
    /// came behind it comes behind it again.
    RelayItem welcomeAgain(Occupant occupant, Jid full) {
        var id = occupant.seat(full).orElseThrow().entered();
        return welcome(occupant, full, id, selfAgain(occupant, full), History.Wish.NONE);
    }

    /// Whoever is in a locked room has made it, and is to know that it waits for its configuration (§10.1.1).
    private Stanza selfAgain(Occupant occupant, Jid full) {
        var asked = Element.of("x", Namespaces.MUC);
        var entry = new Entry(full, occupant.nick(), asked, room.affiliationOf(full));
        var codes = new ArrayList<>(room.aspects().joinCodes(room, entry));
        if (room.state().locked()) {
            codes.add(201);
        }
        return room.faces().self(occupant, full, codes);
    }

    private RelayItem welcome(Occupant occupant, Jid full, Stanza self, History.Wish wish) {
        var id = room.outside().mint();
        room.occupants().move(occupant, occupant.seat(full).orElseThrow().enteredBy(id));
        return welcome(occupant, full, id, self, wish);
    }

    private RelayItem welcome(Occupant occupant, Jid full, long id, Stanza self, History.Wish wish) {
        var seat = occupant.seat(full).orElseThrow();
        var max = room.config().get(RoomOptions.MAX_HISTORY);
        var after = new ArrayList<>(room.history().wanted(wish, max, full, id));
        after.add(subject());
        return new RelayItem.Join(
                id, full, Objects.requireNonNull(seat.edge()), occupant.nick(), seat.mark(), List.of(self), after);
    }

    /// The client is on another node now, or on another connection.
    void leaveSeat(Seat old, String node) {
        if (old.edge() != null && !old.edge().node().equals(node)) {
            vacate(old);
        }
    }

    private void vacate(Seat old) {
        if (old.edge() != null) {
            room.outside()
                    .relay(
                            old.edge().node(),
                            new RelayItem.Unseat(room.outside().mint(), old.full(), List.of()));
        }
    }

    /// Tells a node's relay all that it must know before its first client enters.
    void open(String node) {
        room.outside().relay(node, room.herald().terms());
        var all = new ArrayList<Shown>();
        for (var occupant : room.everybody()) {
            all.add(room.faces().of(occupant, Because.NOTHING));
        }
        room.outside().relay(node, new RelayItem.Roster(room.outside().mint(), all));
    }

    /// The subject as a joining client gets it (§7.2.15).
    private Stanza subject() {
        var subject = room.state().subject();
        return subject == null
                ? Stanza.message(room.jid(), null, "groupchat", Element.of("subject", Namespaces.CLIENT))
                : subject.message().with(History.delay(room.jid(), subject.at()));
    }

    private void update(Request request, Occupant occupant) {
        if (!presences.take(request.from(), room.now()) || !room.maySay(request.from(), request.stanza())) {
            request.refuse(StanzaError.RESOURCE_CONSTRAINT);
            return;
        }
        var seat = occupant.seat(request.from()).orElseThrow();
        var presence = room.faces().cleaned(request.stanza(), occupant.address());
        room.occupants().seat(occupant, seat.showing(presence));
        room.herald().show(occupant, Because.NOTHING);
        request.accept();
    }

    private void rename(Request request, Occupant occupant) {
        var nick = Nickname.tryPrepare(request.nick());
        if (nick.isEmpty() || nick.get().length() > room.limits().nickCharactersMax()) {
            request.refuse(StanzaError.NOT_ACCEPTABLE);
        } else if (room.isTaken(nick.get(), occupant.user())) {
            request.refuse(StanzaError.CONFLICT);
        } else if (nick.get().equals(occupant.nick())) {
            update(request, occupant);
        } else if (!nickChanges.take(request.from(), room.now()) || !room.maySay(request.from(), request.stanza())) {
            request.refuse(StanzaError.RESOURCE_CONSTRAINT);
        } else {
            var seat = occupant.seat(request.from()).orElseThrow();
            room.occupants().seat(occupant, seat.showing(room.faces().cleaned(request.stanza(), occupant.address())));
            var now = move(occupant, nick.get());
            room.herald().show(now, nick.get().equals(request.nick()) ? Because.NOTHING : Because.of(210));
            request.accept();
        }
    }

    /// Gives an occupant another nickname: it goes (303), and comes under the new one as soon as it is shown (§7.6).
    /// Where its user is in the room under that one already, the two become one: without a voice if that was
    /// taken from the first.
    ///
    /// @return the occupant of that nickname
    Occupant move(Occupant occupant, String nick) {
        var occupants = room.occupants();
        var other = occupants.lookingLike(nick).filter(one -> one != occupant).orElse(null);
        var target = other == null ? occupantAddress(nick) : other.address();
        var gone = room.faces()
                .gone(
                        occupant,
                        Stanza.presence(occupant.address(), null, "unavailable"),
                        Because.renamed(target.resource()));
        room.herald().leave(gone);
        if (other == null) {
            occupants.rename(occupant, target);
            for (var seat : List.copyOf(occupant.seats())) {
                occupants.move(occupant, seat.showing(seat.presence().withFrom(target)));
            }
            return occupant;
        }
        if (occupant.role() == Role.VISITOR && room.state().voices().isTaken(occupant.user())) {
            other.role(Role.VISITOR);
        }
        for (var seat : List.copyOf(occupant.seats())) {
            occupants.unseat(occupant, seat.full());
            occupants.seat(other, seat.showing(seat.presence().withFrom(target)));
        }
        occupants.remove(occupant);
        return other;
    }

    /// Everybody whom the relays remember is here again, unseen changes aside.
    void adopt(List<Adopted> present, List<Adopted> lingering) {
        for (var adopted : present) {
            adopt(adopted);
        }
        for (var adopted : lingering) {
            adopt(adopted);
        }
        putOut();
        room.leaving().deserted(); // a node may have died with all of them
        room.herald().sizeChanged();
    }

    /// Who has lost its place while the room's node died was not told so any more.
    private void putOut() {
        var needsPlace = room.config().is(RoomOptions.MEMBERS_ONLY);
        for (var occupant : room.occupants().copy()) {
            var affiliation = room.affiliationOf(occupant.user());
            if (affiliation == Affiliation.OUTCAST) {
                room.leaving().evict(occupant, Because.of(301));
            } else if (needsPlace && !affiliation.isAtLeast(Affiliation.MEMBER)) {
                room.leaving().evict(occupant, Because.of(321));
            }
        }
    }

    private void adopt(Adopted adopted) {
        var item = adopted.shown().open().child("x", Namespaces.MUC_USER).flatMap(x -> x.child("item"));
        if (adopted.seats().isEmpty() || item.isEmpty()) {
            return;
        }
        var address = occupantAddress(adopted.shown().nick());
        var role = Role.named(item.get().attributeOr("role", "")).orElse(Role.PARTICIPANT);
        var known = room.named(address.resource());
        var occupant = known.orElseGet(() -> new Occupant(
                address,
                adopted.seats().getFirst().full().bare(),
                role,
                adopted.shown().order()));
        if (known.isEmpty()) {
            room.occupants().add(occupant);
        }
        occupant.adopted(adopted.shown());
        var isNews = adopted.news() || adopted.shown().hidden() != room.faces().isHidden(occupant);
        var shownBy = isNews ? room.outside().mint() : adopted.lastId();
        if (isNews) {
            occupant.shownAgain(shownBy, 0);
        } else {
            occupant.changed(Math.max(occupant.changedId(), shownBy));
        }
        var presence = room.faces().cleaned(adopted.shown().open(), address);
        for (var seated : adopted.seats()) {
            if (occupant.seat(seated.full()).filter(Seat::isLive).isPresent()) {
                continue;
            }
            var seat = new Seat(seated.full(), seated.edge(), presence, seated.mark());
            room.occupants()
                    .seat(
                            occupant,
                            seated.dormant()
                                    ? room.leaving().kept(seat)
                                    : seated.edge() == null ? room.leaving().lingering(seat) : seat);
        }
    }

    /// Whether a client is where a relay has it. One that was taken for lost, for its relay has not answered in time,
    /// is there again.
    boolean isAt(Holding.Held held) {
        var occupant = room.occupant(held.full());
        var seat = occupant.flatMap(one -> one.seat(held.full()));
        if (seat.isPresent()
                && seat.get().edge() == null
                && occupant.get().nick().equals(held.nick())) {
            var found = new Seat(held.full(), held.edge(), seat.get().presence(), held.mark());
            room.occupants()
                    .move(occupant.get(), held.dormant() ? room.leaving().kept(found) : found);
            return true;
        }
        return seat.filter(one -> held.edge().equals(one.edge())).isPresent();
    }

    /// What a user would be in the room now.
    Role roleOf(Jid full, Affiliation affiliation) {
        var entry = Role.onEntry(affiliation, room.config().is(RoomOptions.MODERATED));
        var voice = room.state().voices().byUser().get(full.bare());
        return voice == null || affiliation.isAtLeast(Affiliation.ADMIN) ? entry : voice;
    }

    Jid occupantAddress(String nick) {
        return new Jid(room.jid().local(), room.jid().domain(), nick);
    }

    private static void refuse(Request request, StanzaError error) {
        request.refuse(error, Element.of("x", Namespaces.MUC));
    }

    private History.Wish historyWish(Element x) {
        return x.child("history")
                .map(wish -> HistoryWishes.read(wish, room.now()))
                .orElse(History.Wish.NONE);
    }
}
