package io.kith.sharding.room.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.jid.Jid;
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
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whom a client sees in a room that it comes back to, however the room has changed: as if it had never been away.
final class ResumptionTest {

    private static final Jid ROOM = Jid.parse("garden@conference.verona.example");
    private static final Jid JULIET = Jid.parse("juliet@verona.example/balcony");
    private static final int WALKS = 200;
    private static final int STEPS = 150;

    /// How a room knows what a client has missed.
    private enum Memory {
        RING,
        WHAT_IS_NOW_AND_WHO_HAS_LEFT
    }

    private static final class Person {
        final String nick;
        final long entered;
        boolean moderates;
        boolean hidden;
        long turned;
        long changed;

        Person(String nick, long entered) {
            this.nick = nick;
            this.entered = entered;
            this.turned = entered;
        }
    }

    private final Map<String, Person> people = new LinkedHashMap<>();
    private final List<RelayItem> ring = new ArrayList<>();
    private final Map<String, RelayItem.Show> left = new LinkedHashMap<>();

    /// Of each nickname that Juliet's client shows, what it was told last.
    private final Map<String, String> view = new HashMap<>();

    private Seats seats = relay();
    private boolean rolledUp;
    private long ids;
    private long connection = 1;
    private boolean connected = true;
    private int untilCut = Integer.MAX_VALUE;
    private long position;
    private Sight sight = Sight.UNKNOWN;
    private boolean mayRepeat;

    @BeforeEach
    void juliet_is_in_the_room() {
        begin();
    }

    @Test
    void in_a_large_room_who_was_not_shown_is_shown_when_it_is_small_again() {
        enter("romeo");
        rollUp(true);
        enter("nurse");
        drop();
        resume(Memory.RING, false);
        assertThat(view).containsOnlyKeys("romeo");
        rollUp(false);

        assertThat(view).containsOnlyKeys("romeo", "nurse");
    }

    @Test
    void who_came_while_it_was_away_is_shown_also_if_the_room_became_small_meanwhile() {
        rollUp(true);
        enter("romeo");
        drop();
        rollUp(false);
        resume(Memory.RING, true);

        assertThat(view).containsOnlyKeys("romeo");
    }

    @Test
    void who_became_a_moderator_while_it_was_away_sees_everybody() {
        rollUp(true);
        enter("romeo");
        turn("juliet", true, false);
        turn("juliet", false, false);
        enter("nurse");
        drop();
        turn("juliet", true, false);
        resume(Memory.RING, true);

        assertThat(view).containsOnlyKeys("romeo", "nurse");
        assertThat(view.get("nurse")).startsWith("open");
    }

    @Test
    void who_is_no_moderator_any_more_loses_whom_only_those_see() {
        enter("romeo");
        turn("juliet", true, false);
        turn("romeo", false, true);
        drop();
        turn("juliet", false, false);
        resume(Memory.RING, true);

        assertThat(view).isEmpty();
    }

    @Test
    void who_was_hidden_meanwhile_goes() {
        enter("romeo");
        drop();
        turn("romeo", false, true);
        resume(Memory.RING, false);

        assertThat(view).isEmpty();
    }

    @Test
    void whom_it_never_saw_it_does_not_see_go() {
        rollUp(true);
        enter("romeo");
        drop();
        leave("romeo");
        var before = position;
        resume(Memory.RING, true);

        assertThat(position).isEqualTo(before);
    }

    @Test
    void who_has_been_here_under_another_life_of_the_nickname_goes() {
        enter("romeo");
        drop();
        rollUp(true);
        leave("romeo");
        enter("romeo");
        leave("romeo");
        resume(Memory.WHAT_IS_NOW_AND_WHO_HAS_LEFT, true);

        assertThat(view).isEmpty();
    }

    @Test
    void nor_who_was_hidden_whenever_it_was_here() {
        enter("hidden");
        drop();
        leave("hidden");
        enter("hidden");
        leave("hidden");
        var before = position;
        resume(Memory.WHAT_IS_NOW_AND_WHO_HAS_LEFT, true);

        assertThat(position).isEqualTo(before);
    }

    @Test
    void of_whom_nothing_is_known_is_shown_all_that_it_may_see_but_in_a_large_room() {
        enter("romeo");
        rollUp(true);
        enter("nurse");
        drop();
        sight = Sight.UNKNOWN;
        mayRepeat = true;
        view.clear();
        resume(Memory.RING, true);
        assertThat(view).isEmpty();
        rollUp(false);

        assertThat(view).containsOnlyKeys("romeo", "nurse");
    }

    @ParameterizedTest
    @EnumSource(Memory.class)
    void it_shows_whom_it_may_see_and_nobody_else_and_nobody_twice(Memory memory) {
        for (var seed = 0; seed < WALKS; seed++) {
            begin();
            walk(new Random(seed), memory, seed);
        }
    }

    private void walk(Random random, Memory memory, int seed) {
        for (var step = 0; step < STEPS; step++) {
            var nick = "guest" + random.nextInt(6);
            switch (random.nextInt(9)) {
                case 0, 1 -> enter(nick);
                case 2 -> leave(nick);
                case 3 -> turn(nick, random.nextInt(3) == 0, random.nextInt(3) == 0);
                case 4 -> turn("juliet", random.nextInt(3) == 0, false);
                case 5 -> rollUp(random.nextBoolean());
                case 6 -> say();
                case 7 -> {
                    if (connected) {
                        drop();
                    }
                }
                default -> {
                    if (!connected) {
                        untilCut = random.nextInt(4) == 0 ? random.nextInt(3) : Integer.MAX_VALUE;
                        resume(memory, random.nextBoolean());
                    }
                }
            }
            if (connected && untilCut == Integer.MAX_VALUE) {
                isInLine("walk " + seed + ", step " + step);
            }
        }
    }

    private void isInLine(String where) {
        var juliet = here("juliet");
        for (var person : people.values()) {
            if (person == juliet) {
                continue;
            }
            var must = juliet.moderates || (!person.hidden && (!rolledUp || person.moderates));
            if (must) {
                assertThat(view).as(where).containsKey(person.nick);
            } else if (person.hidden) {
                assertThat(view).as(where).doesNotContainKey(person.nick);
            }
        }
        assertThat(people.keySet()).as("%s: a ghost", where).containsAll(view.keySet());
    }

    private void begin() {
        people.clear();
        ring.clear();
        left.clear();
        view.clear();
        seats = relay();
        rolledUp = false;
        connected = true;
        untilCut = Integer.MAX_VALUE;
        mayRepeat = false;
        seats.take(new RelayItem.Roster(++ids, List.of()));
        enter("juliet");
        seats.take(new RelayItem.Join(
                ++ids,
                JULIET,
                edge(),
                "juliet",
                Mark.NONE,
                List.of(shown(here("juliet"), "").self()),
                List.of()));
    }

    private Seats relay() {
        return new Seats(ROOM, (edge, _, id, sightNow, stanzas, _) -> write(edge, id, sightNow, stanzas), (_, _) -> {});
    }

    private boolean write(EdgeAddress edge, long id, Sight sightNow, List<Stanza> stanzas) {
        if (!connected || edge.connection() != connection) {
            return false;
        }
        if (untilCut != Integer.MAX_VALUE && untilCut-- <= 0) {
            drop();
            return false;
        }
        if (id <= position) {
            return true;
        }
        position = id;
        sight = sightNow;
        stanzas.forEach(this::hear);
        return true;
    }

    private void hear(Stanza stanza) {
        var from = stanza.from();
        if (!stanza.isPresence() || from == null || from.resource().equals("juliet")) {
            return;
        }
        if (stanza.isType("unavailable")) {
            view.remove(from.resource());
            return;
        }
        var told = stanza.child("t", "urn:example:t").map(Element::text).orElse("");
        var before = view.put(from.resource(), told);
        if (!mayRepeat) {
            assertThat(told).as("what is told of %s", from).isNotEqualTo(before);
        }
    }

    private void enter(String nick) {
        if (!people.containsKey(nick)) {
            people.put(nick, new Person(nick, ++ids));
            turn(nick, false, nick.startsWith("hidden"));
        }
    }

    private void leave(String nick) {
        var person = people.remove(nick);
        if (person != null) {
            var last = new RelayItem.Show(++ids, shown(person, "unavailable"), true);
            var before = left.remove(nick);
            var all = before == null ? last.occupant() : last.occupant().lastOf(before.occupant());
            left.put(nick, new RelayItem.Show(ids, all, true));
            tell(last);
        }
    }

    private void turn(String nick, boolean moderates, boolean hidden) {
        var person = people.get(nick);
        if (person == null) {
            return;
        }
        ids++;
        if (person.changed > 0 && (person.moderates != moderates || person.hidden != hidden)) {
            person.turned = ids;
        }
        person.changed = ids;
        person.moderates = moderates;
        person.hidden = hidden;
        tell(new RelayItem.Show(ids, shown(person, ""), false));
    }

    private void say() {
        tell(new RelayItem.Say(++ids, Stanza.message(ROOM, null, "groupchat")));
    }

    private void tell(RelayItem item) {
        ring.add(item);
        seats.take(item);
        seats.finish();
    }

    private void rollUp(boolean now) {
        rolledUp = now;
        seats.take(new RelayItem.Terms(++ids, false, now));
    }

    private void drop() {
        connected = false;
        untilCut = Integer.MAX_VALUE;
    }

    private void resume(Memory memory, boolean elsewhere) {
        connection++;
        connected = true;
        mayRepeat |= !sight.sure();
        var missed = missed(memory);
        if (elsewhere) {
            seats = relay();
            seats.take(new RelayItem.Terms(++ids, false, rolledUp));
            seats.take(new RelayItem.Roster(
                    ++ids, people.values().stream().map(one -> shown(one, "")).toList()));
        }
        seats.take(new RelayItem.Seat(++ids, JULIET, edge(), "juliet", Mark.NONE, position, sight, missed));
        if (connected) {
            untilCut = Integer.MAX_VALUE;
        }
    }

    private List<RelayItem> missed(Memory memory) {
        var items = new ArrayList<RelayItem>(ring);
        if (memory == Memory.WHAT_IS_NOW_AND_WHO_HAS_LEFT) {
            items.removeIf(item -> !(item instanceof RelayItem.Say));
            items.addAll(left.values());
            people.values().forEach(one -> items.add(new RelayItem.Show(one.changed, shown(one, ""), false)));
            items.sort(Comparator.comparingLong(RelayItem::id));
        }
        items.removeIf(item -> item.id() <= position);
        return items;
    }

    private Person here(String nick) {
        return Objects.requireNonNull(people.get(nick));
    }

    private EdgeAddress edge() {
        return new EdgeAddress("verona:2552", 1, connection);
    }

    private static Shown shown(Person person, String type) {
        var full = person.nick.equals("juliet") ? JULIET : new Jid(person.nick, "verona.example", "ball");
        return new Shown(
                person.nick,
                person.entered,
                List.of(full),
                person.moderates,
                person.hidden,
                person.turned,
                form(person, type, "open"),
                form(person, type, "closed"),
                form(person, type, "self"));
    }

    private static Stanza form(Person person, String type, String kind) {
        return Stanza.presence(
                new Jid(ROOM.local(), ROOM.domain(), person.nick),
                null,
                type,
                Element.of("t", "urn:example:t").text(kind + " " + person.changed));
    }
}
