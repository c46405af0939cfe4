package io.kith.sharding.room;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.Kill;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.Sight;
import io.kith.sharding.presence.LocalConnections;
import io.kith.sharding.room.relay.FromRelay;
import io.kith.sharding.room.relay.Mark;
import io.kith.sharding.room.relay.RelayCounters;
import io.kith.sharding.room.relay.RelayHub;
import io.kith.sharding.room.relay.RelayItem;
import io.kith.sharding.room.relay.ToRelay;
import io.kith.sharding.session.Epochs;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The links of rooms to a node's relays as they run there.
final class RelayLinksTest {

    private static final int ROOMS = 300;
    private static final long LAST = 100;
    private static final String NODE = "10.0.0.1:25520";
    private static final Jid JULIET = Jid.parse("juliet@verona.example/balcony");
    private static final EdgeAddress EDGE = new EdgeAddress(NODE, 1, 1);

    private record Heard(Jid room, long id) {}

    private final ActorTestKit kit = ActorTestKit.create();
    private final TestProbe<Object> probe = kit.createTestProbe();
    private final RelayCounters counters = new RelayCounters();
    private final ActorRef<Object> hub = kit.spawn(RelayHub.behavior(
            NODE, new Connections(), (_, said) -> probe.getRef().tell(said), counters));
    private final Map<Jid, RelayLinks> rooms = new HashMap<>();
    private final List<String> lost = new ArrayList<>();

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    /// A relay that goes and a room that is entered anew pass each other: what the room says is for the next relay.
    @Test
    @Timeout(120)
    void a_room_that_is_entered_while_its_relay_goes_is_heard_from_then_on() {
        var epochs = new Epochs(InstantSource.system(), new Random(1));
        for (var room : IntStream.range(0, ROOMS).mapToObj(RelayLinksTest::room).toList()) {
            var links = new RelayLinks(room, (_, message) -> hub.tell(message), epochs, lost::add);
            rooms.put(room, links);
            links.to(NODE, join(1));
            links.to(NODE, new RelayItem.Unseat(2, JULIET, List.of()));
            links.close(NODE);
            links.flush();
        }

        var enteredAgain = new HashSet<Jid>();
        var asked = new HashSet<Jid>();
        var silent = new HashSet<>(rooms.keySet());
        while (!silent.isEmpty()) {
            switch (probe.receiveMessage(Duration.ofSeconds(30))) {
                case FromRelay.Confirmed confirmed -> {
                    var links = links(confirmed);
                    links.confirmed(confirmed);
                    if (!links.has(NODE) && enteredAgain.add(confirmed.room())) {
                        links.to(NODE, join(3));
                        links.flush();
                    } else if (links.isAtRest() && asked.add(confirmed.room())) {
                        links.toAll(new RelayItem.Say(LAST, message(confirmed.room())));
                        links.flush();
                    }
                }
                case FromRelay.Missing missing -> links(missing).missing(missing);
                case Heard(var room, var id) when id == LAST -> silent.remove(room);
                default -> {
                    // what was said before
                }
            }
        }
        assertThat(lost).isEmpty();
    }

    /// A relay that confirms nothing is given so much and no more; then the room has to ask it what it holds.
    @Test
    void a_relay_that_falls_behind_too_far_is_asked_and_told_nothing_until_it_has_answered() {
        var told = new ArrayList<ToRelay>();
        var links = new RelayLinks(
                room(1),
                (_, message) -> told.add(message),
                new Epochs(InstantSource.system(), new Random(1)),
                lost::add);
        links.to(NODE, join(1));
        for (var id = 2; id <= RelayLink.BOUNDS.messagesMax(); id++) {
            links.toAll(new RelayItem.Say(id, message(room(1))));
        }
        var heard = new ArrayList<String>();
        links.whenHeard(() -> heard.add("all"));
        links.whenHeard(NODE, () -> heard.add("one"));
        links.whenHeard("elsewhere", () -> heard.add("nothing is said to it"));
        assertThat(lost).isEmpty();
        assertThat(heard).containsExactly("nothing is said to it");
        heard.clear();

        links.toAll(new RelayItem.Say(LAST, message(room(1))));
        assertThat(lost).containsExactly(NODE);
        links.whenHeard(NODE, () -> heard.add("one that is asked"));
        links.flush();
        told.clear();
        links.to(NODE, join(1));
        links.toAll(new RelayItem.Say(LAST, message(room(1))));
        links.flush();
        assertThat(told).isEmpty();
        assertThat(lost).containsExactly(NODE);

        links.open(NODE, false, 0);
        links.toAll(new RelayItem.Say(LAST, message(room(1))));
        links.flush();
        assertThat(told).hasSize(2);
        links.settle(NODE);
        assertThat(heard).isEmpty();
        var said = (ToRelay.Said) told.getLast();
        links.confirmed(new FromRelay.Confirmed(room(1), NODE, said.epoch(), said.first()));
        assertThat(heard).containsExactly("all", "one", "one that is asked");
    }

    /// What a relay that ends by an error had is counted no longer.
    @Test
    void seats_and_what_they_are_given_are_counted_while_there_is_a_relay() {
        var links = new RelayLinks(
                room(1),
                (_, message) -> hub.tell(message),
                new Epochs(InstantSource.system(), new Random(1)),
                lost::add);
        links.to(NODE, join(1));
        links.toAll(new RelayItem.Say(LAST, message(room(1))));
        links.flush();
        probe.awaitAssert(() -> {
            assertThat(counters.seats.sum()).isEqualTo(1);
            assertThat(counters.written.sum()).isEqualTo(1);
            return null;
        });

        kit.system()
                .classicSystem()
                .actorSelection(hub.path().child("*"))
                .tell(Kill.getInstance(), akka.actor.ActorRef.noSender());
        probe.awaitAssert(() -> assertThat(counters.seats.sum()).isZero());
        assertThat(counters.written.sum()).isEqualTo(1);
    }

    private RelayLinks links(FromRelay message) {
        return Objects.requireNonNull(rooms.get(message.room()));
    }

    private static Jid room(int number) {
        return new Jid("hall" + number, "conference.verona.example", "");
    }

    private static RelayItem join(long id) {
        return new RelayItem.Join(id, JULIET, EDGE, "juliet", Mark.NONE, List.of(), List.of());
    }

    private static Stanza message(Jid room) {
        return Stanza.message(room, null, "groupchat");
    }

    private final class Connections implements LocalConnections {

        @Override
        public void write(EdgeAddress connection, List<Stanza> presences) {
            throw new AssertionError("a relay shows no presence of contacts");
        }

        @Override
        public boolean relay(
                EdgeAddress connection, Jid occupant, long id, Sight sight, List<Stanza> stanzas, boolean last) {
            probe.getRef().tell(new Heard(occupant.bare(), id));
            return true;
        }

        @Override
        public void parted(EdgeAddress connection, Jid full, List<Jid> seen, int earlier, int later) {
            throw new AssertionError("a relay parks nobody");
        }
    }
}
