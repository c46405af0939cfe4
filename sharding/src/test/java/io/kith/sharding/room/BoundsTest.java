package io.kith.sharding.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.persistence.archive.Direction;
import io.kith.persistence.archive.Row;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.room.relay.Mark;
import io.kith.sharding.room.relay.RelayItem;
import io.kith.sharding.room.relay.Shown;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What is kept in memory for a room stays within its bounds, and what falls out is the oldest.
final class BoundsTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final Jid ROMEO = Jid.parse("romeo@verona.example/garden");

    private final LongAdder refused = new LongAdder();

    private static Row row(long id, String body) {
        var stanza = Stanza.parse("<message type='groupchat' id='m" + id + "'><body>" + body + "</body></message>");
        return new Row(id, Direction.OUT, ROMEO, "romeo", true, false, 0, "s", id, "o" + id, stanza.bytes());
    }

    private static RelayItem.Say say(long id, String body) {
        return new RelayItem.Say(id, Stanza.parse(row(id, body).stanza()));
    }

    @Test
    void the_ring_reaches_back_so_many_items() {
        var ring = new Ring(1);
        IntStream.rangeClosed(2, Ring.ITEMS_MAX + 1).forEach(id -> ring.add(say(id, "x")));
        assertThat(ring.after(1).orElseThrow()).hasSize(Ring.ITEMS_MAX);

        ring.add(say(Ring.ITEMS_MAX + 2, "x"));
        assertThat(ring.after(1)).isEmpty();
        assertThat(ring.after(2).orElseThrow()).hasSize(Ring.ITEMS_MAX);
    }

    @Test
    void and_so_many_bytes() {
        var ring = new Ring(0);
        var large = "x".repeat(Ring.BYTES_MAX / 2 - 100);
        ring.add(say(1, large));
        ring.add(say(2, large));
        assertThat(ring.after(0)).isPresent();

        ring.add(say(3, large));
        assertThat(ring.after(0)).isEmpty();
        assertThat(ring.after(1).orElseThrow()).hasSize(2);
    }

    @Test
    void a_message_in_the_ring_can_be_replaced() {
        var ring = new Ring(0);
        ring.add(say(1, "rude"));
        ring.add(say(2, "polite"));
        ring.replace(1, Stanza.parse("<message/>"));

        assertThat(ring.after(0).orElseThrow())
                .containsExactly(new RelayItem.Say(1, Stanza.parse("<message/>")), say(2, "polite"));
    }

    @Test
    void history_knows_the_newest_messages_and_recognises_no_others() {
        var history = new History(Jid.parse("coven@conference.verona.example"), stanza -> stanza);
        IntStream.rangeClosed(1, History.MESSAGES_MAX + 1).forEach(id -> history.add(row(id, "x")));

        assertThat(history.find(1)).isEmpty();
        assertThat(history.find(2)).isPresent();
        var said = Stanza.parse(row(2, "x").stanza());
        assertThat(history.same(ROMEO, new Mark("s", 1), "o1", said)).isZero();
        assertThat(history.same(ROMEO, new Mark("s", 2), "", said)).isEqualTo(2);
        assertThat(history.same(ROMEO, Mark.NONE, "o2", said)).isEqualTo(2);
        assertThat(history.wanted(History.Wish.NONE, Integer.MAX_VALUE, ROMEO)).hasSize(History.MESSAGES_MAX);
        assertThat(history.after(1)).isEmpty();
        assertThat(history.after(2).orElseThrow()).hasSize(History.MESSAGES_MAX - 1);
    }

    @Test
    void departures_are_remembered_in_number_and_time() {
        var departures = new Departures(0);
        for (var id = 1; id <= Departures.NICKS_MAX; id++) {
            departures.add(new RelayItem.Show(id, shown("n" + id), true), NOW);
        }
        assertThat(departures.reaches(0)).isTrue();
        departures.add(new RelayItem.Show(5_000, shown("more"), true), NOW.plusSeconds(1));
        assertThat(departures.reaches(0)).isFalse();
        assertThat(departures.reaches(1)).isTrue();
        assertThat(departures.after(1)).hasSize(Departures.NICKS_MAX);

        departures.forgetOld(NOW.plus(Departures.KEPT));
        assertThat(departures.after(1)).hasSize(Departures.NICKS_MAX);
        departures.forgetOld(NOW.plus(Departures.KEPT).plusMillis(1));
        assertThat(departures.after(1)).hasSize(1);
    }

    private static Shown shown(String nick) {
        var presence = Stanza.parse("<presence/>");
        return new Shown(nick, 1, List.of(), false, false, 0, presence, presence, presence);
    }

    @Test
    void a_pace_gives_back_evenly() {
        var paces = new Paces(() -> new RoomLimits.Rate(2, Duration.ofSeconds(10)), refused);

        assertThat(paces.take(ROMEO, NOW)).isTrue();
        assertThat(paces.take(ROMEO, NOW)).isTrue();
        assertThat(paces.take(ROMEO, NOW)).isFalse();
        assertThat(paces.take(ROMEO, NOW.plusMillis(4_999))).isFalse();
        assertThat(paces.take(ROMEO, NOW.plusMillis(5_000))).isTrue();
        assertThat(paces.take(ROMEO, 2, NOW.plusSeconds(14))).isFalse();
        assertThat(paces.take(ROMEO, 2, NOW.plusSeconds(15))).isTrue();
        assertThat(refused.sum()).isEqualTo(3);
    }

    @Test
    void a_pace_may_change_and_be_lifted() {
        var rate = new AtomicReference<>(new RoomLimits.Rate(1, Duration.ofSeconds(100)));
        var paces = new Paces(rate::get, refused);
        assertThat(paces.take(ROMEO, NOW)).isTrue();
        assertThat(paces.take(ROMEO, NOW)).isFalse();

        rate.set(RoomLimits.Rate.UNLIMITED);
        for (var i = 0; i < 1_000; i++) {
            assertThat(paces.take(ROMEO, 100, NOW)).isTrue();
        }

        rate.set(new RoomLimits.Rate(1, Duration.ofSeconds(10)));
        assertThat(paces.take(ROMEO, NOW.plusSeconds(9))).isTrue();
        assertThat(paces.take(ROMEO, NOW.plusSeconds(18))).isFalse();
        assertThat(paces.take(ROMEO, NOW.plusSeconds(19))).isTrue();
    }

    @Test
    void paces_forget_who_asked_longest_ago() {
        var paces = new Paces(() -> new RoomLimits.Rate(1, Duration.ofDays(1)), refused);
        paces.take(ROMEO, NOW);
        IntStream.range(1, Paces.USERS_MAX).forEach(i -> paces.take(Jid.parse("u" + i + "@verona.example"), NOW));
        assertThat(paces.take(ROMEO, NOW)).isFalse();
        IntStream.range(0, Paces.USERS_MAX).forEach(i -> paces.take(Jid.parse("v" + i + "@verona.example"), NOW));
        assertThat(paces.take(ROMEO, NOW)).isTrue();
    }

    @Test
    void so_many_turns_wait_at_the_gate_in_order_and_no_more() {
        var gate = new Gate();
        var done = new ArrayList<Integer>();
        gate.hold();
        IntStream.range(0, Gate.WAITING_MAX)
                .forEach(i -> assertThat(gate.pass(() -> done.add(i))).isTrue());
        assertThat(gate.pass(() -> done.add(-1))).isFalse();
        assertThat(done).isEmpty();

        gate.release();
        assertThat(done)
                .containsExactlyElementsOf(
                        IntStream.range(0, Gate.WAITING_MAX).boxed().toList());
        assertThat(gate.isHeld()).isFalse();
    }

    @Test
    void what_ends_something_waits_at_the_gate_beyond_all_else() {
        var gate = new Gate();
        var done = new AtomicInteger();
        gate.hold();
        IntStream.range(0, Gate.WAITING_MAX).forEach(_ -> gate.pass(done::incrementAndGet));
        IntStream.range(0, Gate.ENDING_MAX)
                .forEach(_ ->
                        assertThat(gate.passEnding(null, done::incrementAndGet)).isTrue());
        assertThat(gate.passEnding(null, done::incrementAndGet)).isFalse();

        gate.release();
        assertThat(done).hasValue(Gate.WAITING_MAX + Gate.ENDING_MAX);
    }

    @Test
    void who_leaves_a_room_that_is_too_far_behind_leaves_it() {
        var world = new RoomWorld();
        var juliet = world.opened("juliet");
        var romeo = world.client("romeo").joins("romeo");
        world.storeIsSlow = true;
        juliet.sends("<iq type='set' id='s'><query xmlns='http://jabber.org/protocol/muc#owner'>"
                + "<x xmlns='jabber:x:data' type='submit'/></query></iq>");
        crowd(world);
        romeo.leaves();
        world.settles();
        assertThat(world.room.named("romeo")).isEmpty();
    }

    @Test
    void so_many_requests_of_one_user_wait_at_the_gate_and_those_of_others_beside_them() {
        var gate = new Gate();
        var done = new ArrayList<String>();
        gate.hold();
        for (var i = 0; i < Gate.OF_ONE_MAX; i++) {
            assertThat(gate.pass(of("romeo/" + i), () -> done.add("romeo"))).isTrue();
        }
        assertThat(gate.pass(of("romeo/more"), () -> done.add("too much"))).isFalse();
        assertThat(gate.pass(of("juliet/balcony"), () -> done.add("juliet"))).isTrue();
        for (var i = 0; i < Gate.OF_ONE_MAX; i++) {
            assertThat(gate.passEnding(of("romeo/" + i), () -> done.add("romeo")))
                    .isTrue();
        }
        assertThat(gate.passEnding(of("romeo/more"), () -> done.add("too much")))
                .isFalse();

        gate.release();
        assertThat(done).hasSize(2 * Gate.OF_ONE_MAX + 1).contains("juliet").doesNotContain("too much");
        assertThat(gate.pass(of("romeo/more"), () -> done.add("again"))).isTrue();
        assertThat(done).endsWith("again");
    }

    private static Request of(String user) {
        var from = Jid.parse(user.replace("/", "@verona.example/"));
        return new Request(new RoomWorld(), Stanza.parse("<iq type='get' id='i'/>"), from, null, Mark.NONE, () -> {});
    }

    @Test
    void the_latest_requests_that_broke_a_room_are_remembered() {
        var defects = new Defects();
        IntStream.rangeClosed(0, Defects.REQUESTS_MAX)
                .forEach(n -> defects.add(Stanza.parse("<iq type='set' id='i'/>"), new Mark("session", n)));

        var request = Stanza.parse("<iq type='set' id='i'/>");
        assertThat(defects.has(request, new Mark("session", 0))).isFalse();
        assertThat(defects.has(request, new Mark("session", 1))).isTrue();
        assertThat(defects.has(request, new Mark("session", Defects.REQUESTS_MAX)))
                .isTrue();
        assertThat(defects.has(Stanza.parse("<iq type='get' id='i'/>"), new Mark("session", 1)))
                .isFalse();
    }

    @Test
    void a_turn_that_holds_the_gate_keeps_the_next_waiting() {
        var gate = new Gate();
        var done = new ArrayList<String>();
        gate.pass(() -> {
            gate.hold();
            done.add("first");
        });
        gate.pass(() -> done.add("second"));
        assertThat(done).containsExactly("first");

        gate.release();
        assertThat(done).containsExactly("first", "second");
    }

    @Test
    void a_room_that_is_too_far_behind_refuses() {
        var world = new RoomWorld();
        var juliet = world.opened("juliet");
        var romeo = world.client("romeo");
        world.storeIsSlow = true;
        juliet.sends("<iq type='set' id='s'><query xmlns='http://jabber.org/protocol/muc#owner'>"
                + "<x xmlns='jabber:x:data' type='submit'/></query></iq>");
        var crowd = crowd(world);
        crowd.forEach(one -> assertThat(one.took()).isEmpty());

        romeo.sends("<iq type='get' id='q'><query xmlns='urn:x'/></iq>");
        assertThat(romeo.refusal()).isEqualTo("resource-constraint");
        world.settles();
        crowd.forEach(one -> assertThat(one.took()).hasSize(Gate.OF_ONE_MAX));
    }

    /// As many as fill the gate of a room with what they ask.
    private static List<RoomClient> crowd(RoomWorld world) {
        var crowd = IntStream.range(0, Gate.WAITING_MAX / Gate.OF_ONE_MAX)
                .mapToObj(i -> world.client("guest" + i))
                .toList();
        for (var one : crowd) {
            for (var i = 0; i < Gate.OF_ONE_MAX; i++) {
                one.sends("<iq type='get' id='q" + i + "'><query xmlns='urn:x'/></iq>");
            }
        }
        return crowd;
    }
}
