package io.kith.node.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A room whose occupants are on several nodes.
@ExtendWith(OnThreeNodes.class)
final class RoomsAcrossNodesTest {

    private static final int NODES = 3;

    /// One after the other, so that nobody enters one of them too often.
    private static final int HALLS = 25;

    private final List<Client> clients = new ArrayList<>();
    private NodesStage stage;
    private final String room;

    RoomsAcrossNodesTest(NodesStage three) {
        stage = three.next();
        room = "garden@conference." + stage.domain();
    }

    @AfterEach
    void stop() {
        clients.forEach(Client::close);
    }

    @Test
    void all_hear_all_in_the_same_order() {
        var juliet = client(1, "juliet");
        var romeo = client(2, "romeo");
        var nurse = client(3, "nurse");
        found(juliet, "juliet");
        enter(romeo, "romeo");
        enter(nurse, "nurse");
        for (var i = 0; i < 10; i++) {
            say(juliet, "j" + i);
            say(romeo, "r" + i);
            say(nurse, "n" + i);
        }

        var heard = heard(juliet, 30);
        assertThat(heard).hasSize(30).doesNotHaveDuplicates();
        assertThat(heard(romeo, 30)).isEqualTo(heard);
        assertThat(heard(nurse, 30)).isEqualTo(heard);
        for (var of : List.of("j", "r", "n")) {
            assertThat(heard.stream().filter(text -> text.startsWith(of)))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 10).mapToObj(i -> of + i).toList());
        }
    }

    @Test
    void who_resumes_on_another_node_gets_what_it_missed_and_goes_on() {
        var juliet = client(1, "juliet");
        var romeo = client(2, "romeo");
        found(juliet, "juliet");
        enter(romeo, "romeo");
        romeo.send("<enable xmlns='urn:xmpp:sm:3' resume='true'/>");
        var id = until(romeo, element -> element.name().equals("enabled")).attributeOr("id", "");
        say(juliet, "before");
        assertThat(heard(romeo, 1)).containsExactly("before");
        romeo.drop();
        for (var i = 0; i < 5; i++) {
            say(juliet, "missed" + i);
        }
        heard(juliet, 6);

        var back = Client.authenticate(stage.listener(3), stage.domain(), "romeo");
        back.send("<resume xmlns='urn:xmpp:sm:3' previd='" + id + "' h='1'/>");
        until(back, element -> element.name().equals("resumed"));
        assertThat(heard(back, 5)).containsExactly("missed0", "missed1", "missed2", "missed3", "missed4");
        say(juliet, "after");
        assertThat(heard(back, 1)).containsExactly("after");
        say(back, "here");
        assertThat(heard(juliet, 2)).containsExactly("after", "here");
    }

    @Test
    void who_ends_leaves_and_the_others_see_it() {
        var juliet = client(1, "juliet");
        var romeo = client(2, "romeo");
        found(juliet, "juliet");
        enter(romeo, "romeo");
        until(juliet, element -> isPresence(element, "romeo", ""));
        romeo.disconnect();

        assertThat(until(juliet, element -> isPresence(element, "romeo", "unavailable")))
                .isNotNull();
    }

    @Test
    void relays_that_crash_while_people_talk_cost_nobody_a_word() {
        var first = client(1, "guest1");
        var others = List.of(client(2, "guest2"), client(3, "guest3"));
        found(first, first.name());
        others.forEach(other -> enter(other, other.name()));
        var all = new ArrayList<>(others);
        all.addFirst(first);
        var order = new ArrayList<String>();
        for (var crash = 0; crash < 2 * NODES; crash++) {
            var said = crash * 10;
            sayAll(all, said, said + 5);
            stage.crashRelays(1 + crash % NODES);
            sayAll(all, said + 5, said + 10);

            var heard = heard(first, 10 * NODES);
            order.addAll(heard);
            others.forEach(other ->
                    assertThat(heard(other, 10 * NODES)).as(other.name()).isEqualTo(heard));
        }

        for (var speaker : all) {
            assertThat(order.stream().filter(text -> text.startsWith(speaker.name() + "-")))
                    .containsExactlyElementsOf(IntStream.range(0, 2 * NODES * 10)
                            .mapToObj(i -> speaker.name() + "-" + i)
                            .toList());
        }
    }

    private void sayAll(List<Client> all, int from, int to) {
        for (var number = from; number < to; number++) {
            for (var one : all) {
                say(one, one.name() + "-" + number);
            }
        }
    }

    @Test
    void a_room_that_moves_keeps_its_occupants() {
        try (var three = NodesStage.of(NODES)) {
            stage = three.next();
            roomsMove();
        }
    }

    private void roomsMove() {
        var juliet = client(2, "juliet");
        var romeo = client(3, "romeo");
        var nurse = client(3, "nurse");
        var rooms = IntStream.range(0, 12).mapToObj(i -> "hall" + i).toList();
        for (var hall : rooms) {
            var address = hall + "@conference." + stage.domain();
            found(juliet, address, "juliet");
            enter(romeo, address, "romeo");
            enter(nurse, address, "nurse");
        }
        nurse.send("<enable xmlns='urn:xmpp:sm:3' resume='true'/>");
        var id = until(nurse, element -> element.name().equals("enabled")).attributeOr("id", "");
        nurse.drop();
        stage.stop(1); // a third of the rooms lives there

        for (var hall : rooms) {
            var address = hall + "@conference." + stage.domain();
            say(juliet, address, hall);
            assertThat(heard(romeo, 1)).containsExactly(hall);
            say(romeo, address, hall + " too");
            assertThat(heard(romeo, 1)).containsExactly(hall + " too");
            assertThat(heard(juliet, 2)).containsExactly(hall, hall + " too");
        }
        var back = Client.authenticate(stage.listener(1), stage.domain(), "nurse");
        clients.add(back);
        back.send("<resume xmlns='urn:xmpp:sm:3' previd='" + id + "' h='0'/>");
        until(back, element -> element.name().equals("resumed"));
        var missed = heard(back, 2 * rooms.size());
        for (var hall : rooms) {
            assertThat(missed.stream().filter(text -> text.equals(hall) || text.equals(hall + " too")))
                    .as("what who was away has missed in " + hall)
                    .containsExactly(hall, hall + " too");
        }
    }

    /// Relays that go and rooms that come again pass each other: whatever the moment, everybody is told.
    @Test
    void a_room_may_end_and_be_made_anew_at_any_moment() {
        var juliet = client(1, "juliet");
        var romeo = client(2, "romeo");
        for (var i = 0; i < HALLS; i++) {
            var hall = "hall" + i + "@conference." + stage.domain();
            meet(juliet, romeo, hall);
            leaveAfterEachOther(juliet, romeo, hall);
            LockSupport.parkNanos(i * 3_000_000L);
            meet(juliet, romeo, hall);
            destroy(juliet, romeo, hall);
            LockSupport.parkNanos(i * 3_000_000L);
            meet(juliet, romeo, hall);
            leaveAfterEachOther(juliet, romeo, hall);
        }
    }

    private static void meet(Client juliet, Client romeo, String hall) {
        found(juliet, hall, "juliet");
        enter(romeo, hall, "romeo");
        until(juliet, element -> isPresence(element, "romeo", ""));
    }

    private static void destroy(Client juliet, Client romeo, String hall) {
        juliet.send("<iq type='set' id='end' to='" + hall + "'><query xmlns='" + Namespaces.MUC_OWNER
                + "'><destroy/></query></iq>");
        until(juliet, element -> isPresence(element, "juliet", "unavailable"));
        until(juliet, element -> element.attributeOr("id", "").equals("end"));
        until(romeo, element -> isPresence(element, "romeo", "unavailable"));
    }

    private static void leaveAfterEachOther(Client juliet, Client romeo, String hall) {
        leave(romeo, hall, "romeo");
        until(romeo, element -> isPresence(element, "romeo", "unavailable"));
        until(juliet, element -> isPresence(element, "romeo", "unavailable"));
        leave(juliet, hall, "juliet");
        until(juliet, element -> isPresence(element, "juliet", "unavailable"));
    }

    private static void leave(Client client, String hall, String nick) {
        client.send("<presence type='unavailable' to='" + hall + "/" + nick + "'/>");
    }

    private Client client(int node, String name) {
        stage.account(name);
        var client = Client.connect(stage.listener(node), stage.domain(), name, "home");
        clients.add(client);
        return client;
    }

    private void found(Client client, String nick) {
        found(client, room, nick);
    }

    /// Makes the room and takes it as it is (XEP-0045 §10.1.2).
    private static void found(Client client, String room, String nick) {
        enter(client, room, nick);
        client.send("<iq type='set' id='instant' to='" + room
                + "'><query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'/>"
                + "</query></iq>");
        var answer = until(client, element -> element.attributeOr("id", "").equals("instant"));
        assertThat(answer.attributeOr("type", "")).as(answer.toXml()).isEqualTo("result");
    }

    private void enter(Client client, String nick) {
        enter(client, room, nick);
    }

    private static void enter(Client client, String room, String nick) {
        client.send("<presence to='" + room + "/" + nick + "'><x xmlns='" + Namespaces.MUC + "'/></presence>");
        until(client, element -> isPresence(element, nick, "") && has(element, "110"));
    }

    private void say(Client client, String text) {
        say(client, room, text);
    }

    private static void say(Client client, String room, String text) {
        client.send(
                "<message type='groupchat' id='" + text + "' to='" + room + "'><body>" + text + "</body></message>");
    }

    private static boolean isPresence(Element element, String nick, String type) {
        return element.name().equals("presence")
                && element.attributeOr("from", "").endsWith("/" + nick)
                && element.attributeOr("type", "").equals(type);
    }

    private static boolean has(Element presence, String status) {
        return presence.child("x", Namespaces.MUC_USER)
                .filter(x -> x.children().stream()
                        .anyMatch(child -> child.attributeOr("code", "").equals(status)))
                .isPresent();
    }

    private static Element until(Client client, Predicate<Element> wanted) {
        while (true) {
            var element = client.next();
            if (wanted.test(element)) {
                return element;
            }
            assertThat(element.attributeOr("type", "")).as(element.toXml()).isNotEqualTo("error");
        }
    }

    private static List<String> heard(Client client, int count) {
        var heard = new ArrayList<String>();
        while (heard.size() < count) {
            var said = until(
                    client,
                    element -> element.name().equals("message")
                            && element.child("body").isPresent());
            heard.add(said.child("body").orElseThrow().text());
        }
        return heard;
    }
}
