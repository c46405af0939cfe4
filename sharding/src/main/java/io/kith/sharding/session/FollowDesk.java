package io.kith.sharding.session;

import io.kith.persistence.account.AccountState;
import io.kith.persistence.account.Change;
import io.kith.persistence.account.Item;
import io.kith.persistence.account.Kind;
import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.xml.Element;
import io.kith.sharding.routing.Address;
import io.kith.sharding.small.SmallMap;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The rooms whose messages the account gets without joining (`urn:xmpp:mucsub:0`).
///
/// Which they are is kept with the account, and how far it has each, written lazily. While a client is available the
/// owner follows them: it asks each room to be told, again and again, and gives what comes to all clients but those
/// that have joined that room themselves. Nothing of a room's traffic is stored here.
///
/// What an account misses while nobody is available it gets when somebody is: the newest, [#MISSED_PER_ROOM_MAX] of a
/// room, [#MISSED_PER_LOGIN_MAX] of all together; more is in the archives of the rooms. What is given comes at least
/// once, in order, under the ids that it has in the room.
///
/// A client that has joined a room itself is given that by the room. While there is none but such, and all of them are
/// parked, what is said counts as not given. When one is resumed, or a session ends, or another client comes, the room
/// is asked for it again: it alone knows then who has it as an occupant.
final class FollowDesk implements FollowedGiven.Taken {

    /// Rooms that an account may subscribe to.
    static final int ROOMS_MAX = 200;

    /// Rooms besides that others may subscribe it to: nobody takes from it what it may have itself.
    static final int GIVEN_ROOMS_MAX = 50;

    /// What is given of one room when the first client comes.
    static final int MISSED_PER_ROOM_MAX = 100;

    /// What is given of all rooms then.
    static final int MISSED_PER_LOGIN_MAX = 1_000;

    /// How often a room is asked anew, so that it does not forget; less than half of what it remembers for.
    static final Duration RENEWED = Duration.ofMinutes(5);

    /// When a room that did not answer is asked again.
    static final Duration ASKED_AGAIN = Duration.ofSeconds(10);

    /// At most this long after a change cursors are written.
    static final Duration LAZY = Duration.ofSeconds(5);

    /// Rooms that moved are asked over so long, not all at once.
    static final Duration SPREAD = Duration.ofSeconds(3);

    static final StanzaError TOO_MANY_ROOMS =
            StanzaError.RESOURCE_CONSTRAINT.withText("You have subscribed to too many rooms");

    private static final String SINCE = "since";
    private static final String GIVEN = "given";

    private final Owner owner;
    private SmallMap<Jid, FollowedRoom> followed = SmallMap.none();
    private SmallMap<String, Long> cursors = SmallMap.none();
    private SmallMap<String, Long> written = SmallMap.none();
    private SmallMap<String, Boolean> ending = SmallMap.none();
    private boolean active;
    private long asked;
    private long beats;
    private @Nullable Instant dirtySince;

    FollowDesk(Owner owner, Map<String, Long> stored) {
        this.owner = owner;
        stored.forEach((key, at) -> AccountState.roomOf(key).ifPresent(room -> {
            cursors = cursors.with(room, at);
            written = written.with(room, at);
        }));
    }

    /// What an account says to its rooms when it is deleted.
    static List<Stanza> farewells(Jid account, Collection<Item> items) {
        return items.stream()
                .filter(item -> item.kind() == Kind.ROOM)
                .map(item -> Jid.parse(item.key()))
                .map(room -> new FollowWord.Leave().message(account, room))
                .toList();
    }

    // What clients ask.

    /// Whether a client asks for a subscription that would be one too many.
    boolean isOneTooMany(Jid room, Stanza iq) {
        return iq.isType("set")
                && iq.child("subscribe", Namespaces.MUCSUB)
                        .filter(asked -> asked.attribute("jid").isEmpty())
                        .isPresent()
                && isFull(room, false);
    }

    /// Whether that room would be one too many of those that the account wants, or others want for it.
    private boolean isFull(Jid room, boolean given) {
        var known = items().get(room.toString());
        if (known != null && isGiven(known) == given) {
            return false;
        }
        var count =
                items().values().stream().filter(item -> isGiven(item) == given).count();
        return count >= (given ? GIVEN_ROOMS_MAX : ROOMS_MAX);
    }

    private static boolean isGiven(Item item) {
        return Element.parse(item.value()).attribute(GIVEN).isPresent();
    }

    /// Whether it is others who want it: not when the account has wanted it before.
    private static boolean isGiven(FollowWord.Subscribed word, @Nullable Item before) {
        return word.byOthers() && (before == null || isGiven(before));
    }

    private boolean isBlocked(Jid room, FollowWord word) {
        var passage = owner.services.features().incoming(owner, word.message(room, owner.jid()));
        return passage.stop() != null;
    }

    /// The account's subscriptions to rooms of the service that is asked.
    Element listed(Stanza iq) {
        var service = iq.to();
        var list = Element.of("subscriptions", Namespaces.MUCSUB);
        for (var item : new TreeMap<>(items()).values()) {
            var ofService = service != null && Jid.parse(item.key()).domain().equals(service.domain());
            if (ofService && !ending.containsKey(item.key())) {
                list = list.with(
                        Element.parse(item.value()).withoutAttribute(SINCE).withoutAttribute(GIVEN));
            }
        }
        return list;
    }

    // Who is there.

    /// Clients have come, changed or gone: follows the rooms while somebody is available.
    void look() {
        if (!active && items().isEmpty()) {
            return;
        }
        var isThere = isAnybodyThere();
        if (isThere && !active) {
            begin();
        } else if (!isThere && active) {
            end();
        } else if (active) {
            giveHeldBack();
        }
    }

    private boolean isAnybodyThere() {
        for (var session : owner.sessions.all()) {
            if (session.isWilling()) {
                return true;
            }
        }
        return false;
    }

    private void begin() {
        active = true;
        var max = perRoom(items().size());
        for (var item : List.copyOf(items().values())) {
            if (!ending.containsKey(item.key())) {
                follow(item, max);
            }
        }
        beatAfter(ASKED_AGAIN);
    }

    private static int perRoom(int rooms) {
        return Math.clamp(MISSED_PER_LOGIN_MAX / rooms, 1, MISSED_PER_ROOM_MAX);
    }

    private void follow(Item item, int max) {
        var room = Jid.parse(item.key());
        var since = Element.parse(item.value())
                .attribute(SINCE)
                .map(Long::parseLong)
                .orElse(0L);
        var next = new FollowedRoom(room, Math.max(since, cursors.getOrDefault(item.key(), 0L)));
        followed = followed.with(room, next);
        for (var session : owner.sessions.all()) {
            for (var event : session.followed.all()) {
                if (event.room().equals(room)) {
                    next.given(event.id()); // by the owner before this one, or before the client was away for a moment
                }
            }
        }
        ask(next, max);
    }

    private void end() {
        active = false;
        beats++;
        for (var room : followed.values()) {
            moved(room);
            say(room.room, new FollowWord.Unfollow());
        }
        followed.clear();
    }

    /// A session is no more. What it had not taken of a room and no other holds is given again to those that are there.
    void ended(ClientSession session) {
        var lost = new HashSet<FollowedRoom>();
        for (var event : session.followed.all()) {
            var room = followed.get(event.room());
            if (room != null && room.isUntaken(event.id()) && !isHeld(event)) {
                lost.add(room);
            }
        }
        look();
        if (active) {
            for (var room : lost) {
                room.rewind();
                ask(room, MISSED_PER_ROOM_MAX);
            }
        }
    }

    /// A session has lost its connection. What that did not get of its rooms any more may have counted as given.
    void parked(ClientSession session) {
        for (var at : session.rooms.positions()) {
            var known = followed.get(at.occupant().bare());
            if (known != null && at.position() > 0 && at.position() < known.position() && awaitsReturn(known.room)) {
                holdBack(known, at.position() + 1);
            }
        }
    }

    /// Whether all that are there are parked and have joined the room, which gives them what is said when they are
    /// back.
    private boolean awaitsReturn(Jid room) {
        for (var session : owner.sessions.all()) {
            if (session.isWilling() && (session.parked == null || !session.rooms.isIn(room))) {
                return false;
            }
        }
        return true;
    }

    private void holdBack(FollowedRoom room, long id) {
        room.holdBack(id);
        cursors.computeIfPresent(room.room.toString(), (_, at) -> Math.min(at, room.cursor()));
    }

    /// Rooms are asked for what was held back, where somebody is there that may not have it.
    private void giveHeldBack() {
        for (var room : followed.values()) {
            if (room.isHeldBack() && !awaitsReturn(room.room)) {
                release(room);
            }
        }
    }

    private void release(FollowedRoom room) {
        room.release();
        ask(room, perRoom(followed.size()));
        beatAfter(ASKED_AGAIN);
    }

    private boolean isHeld(FollowedGiven.Event event) {
        for (var other : owner.sessions.all()) {
            if (other.followed.all().contains(event)) {
                return true;
            }
        }
        return false;
    }

    // What is said to rooms.

    private void ask(FollowedRoom room, int max) {
        room.asks(++asked, owner.outside.now());
        say(room.room, new FollowWord.Follow(asked, room.position(), max));
    }

    /// What a full link does not take is said again with the next beat, or of no use any more.
    private void say(Jid room, FollowWord word) {
        if (owner.services.router().resolve(room) instanceof Address.Room) {
            var _ = owner.peers.send(room, new Delivery(word.message(owner.jid(), room), 0, false), () -> {});
        }
    }

    /// Only the one that was wanted last comes.
    private void beatAfter(Duration time) {
        var wanted = ++beats;
        owner.outside.later(time, () -> {
            if (beats == wanted && active) {
                beat();
            }
        });
    }

    private void beat() {
        var now = owner.outside.now();
        var soon = false;
        for (var room : followed.values()) {
            var isLate = !room.isAnswered() && !now.isBefore(room.askedAt().plus(ASKED_AGAIN));
            if (isLate || room.isBehind() || !now.isBefore(room.askedAt().plus(RENEWED))) {
                ask(room, MISSED_PER_ROOM_MAX);
            }
            soon |= !room.isAnswered();
        }
        beatAfter(soon ? ASKED_AGAIN : RENEWED);
    }

    /// A node is gone, and rooms with it.
    void nodeGone() {
        if (active) {
            for (var room : followed.values()) {
                askSoon(room);
            }
        }
    }

    private void askSoon(FollowedRoom room) {
        var soon = Duration.ofMillis(owner.services.random().nextLong(SPREAD.toMillis()));
        owner.outside.later(soon, () -> {
            if (followed.get(room.room) == room) {
                ask(room, MISSED_PER_ROOM_MAX);
                beatAfter(ASKED_AGAIN);
            }
        });
    }

    // What rooms say.

    /// Whether a stanza of a room's own is for this desk.
    boolean takes(Stanza stanza) {
        return FollowWord.isOne(stanza) || FollowedGiven.idOf(stanza).isPresent();
    }

    /// @param done run when the room need not remember it any more
    void take(Jid room, Stanza stanza, Runnable done) {
        if (!FollowWord.isOne(stanza)) {
            event(room, stanza);
            done.run();
            return;
        }
        switch (FollowWord.in(stanza).orElse(null)) {
            case FollowWord.Subscribed word -> subscribed(room, word, done);
            case FollowWord.Unsubscribed _ -> {
                unsubscribed(room);
                done.run();
            }
            case FollowWord.Following(var n) -> {
                var known = followed.get(room);
                if (known != null) {
                    known.answers(n);
                }
                done.run();
            }
            case FollowWord.Again _ -> {
                var known = followed.get(room);
                if (known != null) {
                    askSoon(known);
                }
                done.run();
            }
            case FollowWord.Follow _, FollowWord.Unfollow _, FollowWord.Leave _ -> done.run(); // owners say that
            case null -> done.run(); // a word of another version
        }
    }

    private void event(Jid room, Stanza told) {
        var known = followed.get(room);
        var id = FollowedGiven.idOf(told).orElseThrow();
        if (known == null || !known.wants(id)) {
            return;
        }
        var seated = FollowWord.seated(told);
        var event = seated.isEmpty() ? told : FollowWord.plain(told);
        var passage = owner.services.features().incoming(owner, event);
        owner.outcomes.also(passage);
        if (passage.stop() != null || isOfShutOut(told)) {
            known.skipped(id); // blocked: the room is not told
            moved(known);
            return;
        }
        var to = new ArrayList<ClientSession>();
        for (var session : owner.sessions.all()) {
            // who takes itself for joined may have been put out, or not have been let in: the room alone knows
            var isInRoom = session.rooms.isIn(room) && seated.contains(session.full.resource());
            if (session.isWilling() && !isInRoom) {
                to.add(session);
            }
        }
        var isHeldBack = to.isEmpty() && awaitsReturn(room);
        if (known.isHeldBack() && !isHeldBack) {
            release(known); // this comes again, behind the rest
        } else if (isHeldBack) {
            holdBack(known, id);
        } else if (to.isEmpty()) {
            known.skipped(id); // all that are there have joined
        } else if (known.hasRoom() && to.stream().allMatch(session -> session.hasRoom(event))) {
            known.given(id);
            for (var session : to) {
                owner.messages.behindRows(room.toString(), () -> session.give(passage.stanza()));
            }
        } else {
            known.fallBehind();
            beatAfter(ASKED_AGAIN);
        }
        moved(known);
    }

    private boolean isOfShutOut(Stanza told) {
        var shutOut = owner.rooms.shutOut();
        return !shutOut.isEmpty()
                && FollowWord.speaker(told).filter(shutOut::contains).isPresent();
    }

    /// A client has taken an event.
    @Override
    public void taken(Jid room, long id) {
        var known = followed.get(room);
        if (known == null) {
            return;
        }
        known.taken(id);
        moved(known);
        if (known.isBehind() && known.hasMuchRoom()) {
            ask(known, MISSED_PER_ROOM_MAX);
            beatAfter(ASKED_AGAIN);
        }
    }

    private void subscribed(Jid room, FollowWord.Subscribed word, Runnable done) {
        var key = room.toString();
        ending.remove(key);
        var given = isGiven(word, items().get(key));
        if (isFull(room, given) || (given && isBlocked(room, word))) {
            say(room, new FollowWord.Leave());
            done.run();
            return;
        }
        change(
                held -> {
                    var before = held.get(key);
                    var since = before == null
                            ? word.since()
                            : Element.parse(before.value())
                                    .attribute(SINCE)
                                    .map(Long::parseLong)
                                    .orElse(word.since());
                    return List.of(
                            new Change.Put(new Item(Kind.ROOM, key, form(room, word, since, isGiven(word, before)))));
                },
                () -> {
                    done.run();
                    var item = items().get(key);
                    if (active && item != null && !followed.containsKey(room)) {
                        follow(item, MISSED_PER_ROOM_MAX);
                        beatAfter(ASKED_AGAIN);
                    }
                    look();
                });
    }

    private void unsubscribed(Jid room) {
        var key = room.toString();
        followed.remove(room);
        if (!items().containsKey(key) || ending.containsKey(key)) {
            return;
        }
        ending = ending.with(key, true);
        change(
                held -> held.containsKey(key) && ending.containsKey(key)
                        ? List.of(new Change.Remove(Kind.ROOM, key))
                        : List.of(),
                () -> {
                    if (ending.remove(key) != null) {
                        cursors.remove(key);
                        var stood = written.remove(key);
                        if (stood != null) {
                            var _ = owner.services
                                    .stores()
                                    .states()
                                    .removeCursor(owner.uid(), AccountState.roomKey(key), stood);
                        }
                    }
                });
    }

    /// Stores a change, however often that must be tried.
    private void change(Function<Map<String, Item>, List<Change>> decision, Runnable then) {
        Runnable again = () -> owner.outside.later(Backoff.MAX, () -> change(decision, then));
        var submitted = owner.changes.submit(new Changes.Step() {

            @Override
            public List<Change> decide() {
                return decision.apply(items());
            }

            @Override
            public void stored() {
                then.run();
            }

            @Override
            public void failed() {
                again.run();
            }
        });
        if (!submitted) {
            again.run();
        }
    }

    /// As it is listed, and where it begins.
    private static byte[] form(Jid room, FollowWord.Subscribed word, long since, boolean given) {
        var form = Element.of("subscription", Namespaces.MUCSUB)
                .withAttribute("nick", word.nick())
                .withAttribute("jid", room)
                .withAttribute(SINCE, since);
        if (given) {
            form = form.withAttribute(GIVEN, "true");
        }
        for (var node : word.nodes()) {
            form = form.with(Element.of("event", Namespaces.MUCSUB).withAttribute("node", node));
        }
        return form.toXml().getBytes(StandardCharsets.UTF_8);
    }

    private Map<String, Item> items() {
        return owner.changes.items(Kind.ROOM);
    }

    // How far the account has each room.

    private void moved(FollowedRoom room) {
        var key = room.room.toString();
        if (room.cursor() > cursors.getOrDefault(key, 0L)) {
            cursors = cursors.with(key, room.cursor());
            if (dirtySince == null) {
                dirtySince = owner.outside.now();
            }
        }
    }

    boolean isDirty() {
        return dirtySince != null;
    }

    void tick(Instant now) {
        if (dirtySince != null && !now.isBefore(dirtySince.plus(LAZY))) {
            write();
        }
    }

    /// Writes what has moved since the last time. Best effort: what is lost is given again.
    void write() {
        dirtySince = null;
        var moved = new HashMap<String, Long>();
        for (var cursor : cursors.entrySet()) {
            if (cursor.getValue() > written.getOrDefault(cursor.getKey(), 0L) && items().containsKey(cursor.getKey())) {
                moved.put(AccountState.roomKey(cursor.getKey()), cursor.getValue());
            }
            if (moved.size() == AccountState.CURSORS_MAX) {
                save(moved);
                moved = new HashMap<>();
            }
        }
        if (!moved.isEmpty()) {
            save(moved);
        }
    }

    private void save(Map<String, Long> moved) {
        moved.forEach(
                (key, at) -> written = written.with(AccountState.roomOf(key).orElseThrow(), at));
        var _ = owner.services.stores().states().saveCursors(owner.uid(), moved);
    }
}
