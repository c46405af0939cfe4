package io.kith.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.node.hostile.Wire;
import io.kith.node.settings.Settings;
import io.kith.node.settings.SettingsSource;
import io.kith.persistence.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What clients notice in rooms of the limits that a node is given, and of what operators set for a domain.
final class RoomsOnTheWireTest {

    private static final String SERVICE = "conference.localhost";
    private static final String ALL = "room-creation=all room-admins= rooms=on";

    @TempDir
    private static Path data;

    private static final CountedArchive ARCHIVE = new CountedArchive();

    private static Node node;
    private static final AtomicReference<Settings> SETTINGS = new AtomicReference<>();

    private Wire juliet;
    private Wire romeo;
    private Wire nurse;

    @BeforeAll
    static void start() throws Exception {
        limits(Map.of());
        var clock = InstantSource.system();
        node = Node.start(new Node.Setup(
                settings(),
                Storage.inMemory(ARCHIVE.before(Stores.inMemory(new Random(1), clock))),
                clock,
                new SecureRandom(),
                true,
                RoomsOnTheWireTest::settings));
        for (var user : List.of("juliet", "romeo", "nurse")) {
            done(node.administration().addUser(user + "@localhost", user));
        }
    }

    private static Settings settings() {
        return Objects.requireNonNull(SETTINGS.get());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @BeforeEach
    void connect() throws Exception {
        juliet = online("juliet");
        romeo = online("romeo");
        nurse = online("nurse");
    }

    @AfterEach
    void restore() throws Exception {
        juliet.close();
        romeo.close();
        nurse.close();
        limits(Map.of());
        done(node.administration().reload());
        set(ALL);
    }

    private static Wire online(String user) throws IOException {
        return online(user, "balcony");
    }

    private static Wire online(String user, String resource) throws IOException {
        var wire = Wire.connect("127.0.0.1", node.port()).login(user, resource);
        wire.send("<presence/>").until("<presence");
        return wire;
    }

    private static <T> T done(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static void limits(Map<String, String> changed) {
        var options = new HashMap<String, List<String>>(Map.of(
                "data", List.of(data.toString()),
                "domains", List.of("localhost"),
                "store", List.of("memory"),
                "allow-plaintext", List.of("true"),
                "c2s.port", List.of("0"),
                "c2s.tls-port", List.of("0"),
                "admin.port", List.of("0")));
        changed.forEach((key, value) -> options.put(key, List.of(value)));
        SETTINGS.set(SettingsSource.of(options).read());
    }

    private static void use(String key, String value) throws Exception {
        limits(Map.of(key, value));
        done(node.administration().reload());
    }

    private static void set(String words) throws Exception {
        var settings = new HashMap<String, String>();
        for (var word : words.split(" ")) {
            settings.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
        }
        done(node.administration().setDomain("localhost", settings));
    }

    private static Wire enter(Wire wire, String room, String nick) throws IOException {
        wire.send("<presence to='" + room + "/" + nick + "'><x xmlns='http://jabber.org/protocol/muc'/></presence>");
        return wire;
    }

    private static void open(Wire owner, String room, String nick) throws IOException {
        enter(owner, room, nick).until("<subject");
        owner.send("<iq type='set' id='opened' to='" + room + "'><query xmlns='http://jabber.org/protocol/muc#owner'>"
                        + "<x xmlns='jabber:x:data' type='submit'/></query></iq>")
                .until("opened");
        owner.answers();
    }

    private static void say(Wire wire, String room, int count) throws IOException {
        for (var i = 0; i < count; i++) {
            wire.send("<message type='groupchat' to='" + room + "' id='m" + i + "'><body>hark</body></message>");
        }
    }

    /// Everything that the room has answered to what was sent so far.
    private static String answers(Wire wire, String room) throws IOException {
        return wire.send("<iq type='get' id='answered' to='" + room + "'><query xmlns='urn:x:nothing'/></iq>")
                .until("answered");
    }

    private static int count(String text, String words) {
        return text.split(words, -1).length - 1;
    }

    /// Asks until the node has heard of a change: it spreads after the operator has been answered.
    private static void until(Wire wire, String stanza, String end, String expected) throws IOException {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        String answer;
        do {
            answer = wire.send(stanza).until(end);
            assertThat(System.nanoTime()).as("%s", answer).isLessThan(deadline);
        } while (!answer.contains(expected));
    }

    private static String items(String domain) {
        return "<iq type='get' id='items' to='" + domain
                + "'><query xmlns='http://jabber.org/protocol/disco#items'/></iq>";
    }

    @Test
    void a_limit_of_rooms_hits_the_flooder_alone_changes_while_the_room_lives_and_is_lifted_with_the_others()
            throws Exception {
        var room = "hall@" + SERVICE;
        open(juliet, room, "juliet");
        enter(romeo, room, "romeo").until("<subject");
        enter(nurse, room, "nurse").until("<subject");
        use("limits.room-messages", "3");

        say(romeo, room, 20);
        var flooder = answers(romeo, room);
        say(nurse, room, 1);
        assertThat(count(flooder, "<resource-constraint ")).isGreaterThanOrEqualTo(10);
        assertThat(answers(nurse, room)).doesNotContain("<resource-constraint ");

        use("limits.enabled", "off");
        say(romeo, room, 300);
        var free = new StringBuilder();
        while (count(free.toString(), "id=.m299.") == 0) {
            free.append(romeo.until("</message>"));
        }
        assertThat(free.toString()).doesNotContain("<resource-constraint ");
    }

    @Test
    void who_enters_over_and_over_is_refused_and_others_enter() throws Exception {
        var room = "porch@" + SERVICE;
        open(juliet, room, "juliet");
        use("limits.room-joins", "3");

        for (var i = 0; i < 20; i++) {
            enter(romeo, room, "romeo").send("<presence type='unavailable' to='" + room + "/romeo'/>");
        }
        assertThat(count(answers(romeo, room), "<resource-constraint ")).isGreaterThanOrEqualTo(10);
        assertThat(enter(nurse, room, "nurse").until("<subject")).doesNotContain("<resource-constraint ");
        assertThat(count(juliet.until("/nurse"), "affiliation=.none. role=.participant."))
                .as("entries that the others see")
                .isBetween(3, 10);
    }

    @Test
    void who_changes_its_nickname_over_and_over_keeps_one_and_others_change_theirs() throws Exception {
        var room = "mask@" + SERVICE;
        open(juliet, room, "juliet");
        enter(romeo, room, "romeo").until("<subject");
        enter(nurse, room, "nurse").until("<subject");
        juliet.answers();
        use("limits.room-nick-changes", "3");

        for (var i = 0; i < 20; i++) {
            romeo.send("<presence to='" + room + "/romeo" + i + "'/>");
        }
        assertThat(count(answers(romeo, room), "<resource-constraint ")).isGreaterThanOrEqualTo(10);
        nurse.send("<presence to='" + room + "/angelica'/>");
        assertThat(answers(nurse, room)).doesNotContain("<resource-constraint ");
        say(romeo, room, 1);
        var seen = juliet.until("</message>");
        assertThat(count(seen, "code=.303.")).as("changes that the others see").isBetween(4, 11);
        assertThat(seen).contains("/angelica").containsPattern("<message [^>]*from=.mask@" + SERVICE + "/romeo\\d.");
    }

    @Test
    void a_room_takes_as_many_occupants_as_the_settings_say() throws Exception {
        use("limits.room-occupants", "1");
        var room = "closet@" + SERVICE;
        open(juliet, room, "juliet");

        assertThat(enter(romeo, room, "romeo").until("</presence>")).contains("<service-unavailable ");
    }

    @Test
    void a_crowd_that_enters_costs_the_store_one_read() throws Exception {
        var room = "square@" + SERVICE;
        open(juliet, room, "juliet");
        say(juliet, room, 37);
        var said = new StringBuilder();
        while (count(said.toString(), "id=.m36.") == 0) {
            said.append(juliet.until("</message>"));
        }
        var log = ARCHIVE.with(37);
        var guests = new ArrayList<Wire>();
        for (var user : List.of("romeo", "nurse", "juliet")) {
            for (var i = 0; i < 18; i++) {
                guests.add(online(user, "guest" + i));
            }
        }

        var before = ARCHIVE.calls(log);
        for (var i = 0; i < guests.size(); i++) {
            enter(guests.get(i), room, "guest" + i);
        }
        for (var guest : guests) {
            assertThat(count(guest.until("<subject"), "<body>hark</body>")).isEqualTo(20);
            guest.answers();
        }
        assertThat(ARCHIVE.calls(log) - before).isLessThanOrEqualTo(1);
        for (var guest : guests) {
            guest.close();
        }
    }

    @Test
    void who_leaves_and_enters_at_once_is_in_a_new_room() throws Exception {
        var room = "hut@" + SERVICE;
        for (var i = 0; i < 15; i++) {
            assertThat(enter(juliet, room, "juliet").until("<subject")).containsPattern("code=.201.");
            juliet.send("<presence type='unavailable' id='bye" + i + "' to='" + room + "/juliet'/>");
            juliet.until("bye" + i);
        }
    }

    @Test
    void rooms_are_where_the_domain_says_or_nowhere() throws Exception {
        set("rooms=chat.localhost");
        until(juliet, items("localhost"), "</iq>", "chat.localhost");
        open(juliet, "den@chat.localhost", "juliet");
        assertThat(enter(romeo, "den@" + SERVICE, "romeo").until("</presence>")).contains("type='error'");

        set("rooms=off");
        until(
                juliet,
                items("localhost") + "<iq type='get' id='end' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>",
                "end",
                "<query xmlns='http://jabber.org/protocol/disco#items'/>");
        assertThat(enter(romeo, "den@chat.localhost", "romeo").until("</presence>"))
                .contains("type='error'");
    }

    @Test
    void where_admins_alone_make_rooms_others_enter_those_that_there_are() throws Exception {
        var old = "old@" + SERVICE;
        open(romeo, old, "romeo");
        set("room-creation=admins room-admins=juliet@localhost");
        assertThat(enter(nurse, "new@" + SERVICE, "nurse").until("</presence>")).contains("<not-allowed ");

        open(juliet, "new@" + SERVICE, "juliet");
        enter(nurse, "new@" + SERVICE, "nurse").until("<subject");
        enter(nurse, old, "nurse").until("<subject");
    }

    @Test
    void admins_of_the_service_own_rooms_that_others_made() throws Exception {
        var room = "garden@" + SERVICE;
        open(romeo, room, "romeo");
        set("room-admins=juliet@localhost");
        until(
                juliet,
                "<iq type='get' id='o' to='" + room + "'><query xmlns='http://jabber.org/protocol/muc#owner'/></iq>",
                "</iq>",
                "muc#roomconfig");

        assertThat(enter(juliet, room, "juliet").until("<subject"))
                .containsPattern("affiliation=.owner. role=.moderator");
        set("room-admins=");
        until(
                juliet,
                "<iq type='get' id='o' to='" + room + "'><query xmlns='http://jabber.org/protocol/muc#owner'/></iq>",
                "</iq>",
                "<forbidden ");
    }
}
