package io.kith.sharding.room;

import static io.kith.sharding.room.RoomClient.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.form.FormField;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaId;
import io.kith.sharding.room.aspect.Correction;
import io.kith.sharding.room.aspect.Retraction;
import io.kith.sharding.room.relay.Mark;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SpeakingTest {

    private final RoomWorld world = new RoomWorld();
    private final RoomClient juliet = world.opened("juliet");
    private final RoomClient romeo = world.client("romeo", "garden", "two").joins("romeo");

    SpeakingTest() {
        juliet.took();
        romeo.took();
        world.log.clear();
    }

    @Test
    void everybody_gets_what_is_said_with_its_id_and_the_rooms() {
        juliet.sends("<message type='groupchat' id='hysf1v37'><body>Harpier cries</body></message>");

        var row = world.log.firstEntry().getValue();
        for (var client : new RoomClient[] {juliet, romeo}) {
            var got = client.got1();
            assertThat(got.id()).isEqualTo("hysf1v37");
            assertThat(got.from()).isEqualTo(address("juliet"));
            assertThat(got.child("stanza-id", Namespaces.STANZA_ID)
                            .orElseThrow()
                            .attributeOr("id", ""))
                    .isEqualTo(StanzaId.text(row.id()));
        }
        assertThat(row.peer()).isEqualTo(juliet.jid());
        assertThat(row.resource()).isEqualTo("juliet");
    }

    @Test
    void a_room_that_is_not_there_or_not_yet_is_not_found() {
        var empty = new RoomWorld();
        var nurse = empty.client("nurse");
        assertThat(nurse.says("hello?").refusal()).isEqualTo("item-not-found");

        empty.client("juliet").joins("juliet");
        assertThat(nurse.says("hello?").refusal()).as("locked").isEqualTo("item-not-found");
        nurse.sends("<message type='chat' to='" + address("juliet") + "'><body>hello?</body></message>");
        assertThat(nurse.refusal()).isEqualTo("item-not-found");
    }

    @Test
    void it_is_stored_before_anybody_sees_it_and_acknowledged_then() {
        var before = juliet.handled;
        world.storeIsSlow = true;
        juliet.says("slow");
        assertThat(romeo.took()).isEmpty();
        assertThat(juliet.handled).isEqualTo(before);

        world.settles();
        assertThat(romeo.got()).containsExactly("message/juliet:groupchat slow");
        assertThat(juliet.handled).isEqualTo(before + 1);
    }

    @Test
    void what_can_not_be_stored_is_refused_and_never_seen() {
        world.storeIsDown = true;
        juliet.says("lost");

        assertThat(juliet.refusal()).isEqualTo("resource-constraint");
        assertThat(romeo.took()).isEmpty();
        world.storeIsDown = false;
        assertThat(world.client("nurse").joins("nurse").got()).noneMatch(brief -> brief.contains("lost"));
    }

    @Test
    void who_enters_while_a_message_is_being_stored_gets_it_once() {
        var nurse = world.client("nurse");
        world.storeIsSlow = true;
        juliet.says("between");
        nurse.joins("nurse");
        world.storeIsSlow = false;
        world.settles();

        assertThat(nurse.got())
                .containsExactly(
                        "presence/juliet",
                        "presence/romeo",
                        "presence/nurse 110",
                        "message/juliet:groupchat between",
                        "message:groupchat []");
    }

    @Test
    void a_message_without_an_id_is_given_one() {
        juliet.sends("<message type='groupchat'><body>hm</body></message>");

        assertThat(romeo.got1().id()).isNotEmpty();
    }

    @Test
    void who_is_not_in_the_room_can_not_speak() {
        assertThat(world.client("nurse").says("let me in").refusal()).isEqualTo("not-acceptable");
    }

    @Test
    void a_message_for_all_is_not_for_one() {
        juliet.sends("<message type='groupchat' to='" + address("romeo") + "'><body>psst</body></message>");

        assertThat(juliet.refusal()).isEqualTo("bad-request");
    }

    @Test
    void a_visitor_has_no_voice() {
        juliet.submits(FormField.of("muc#roomconfig_moderatedroom", "1"));
        var nurse = world.client("nurse").joins("nurse");
        nurse.took();

        assertThat(nurse.says("but").refusal()).isEqualTo("forbidden");
    }

    @Test
    void ids_and_stamps_in_the_rooms_name_are_cut() {
        juliet.sends("<message type='groupchat'><body>forged</body>"
                + "<stanza-id xmlns='urn:xmpp:sid:0' by='COVEN@conference.verona.example' id='1'/>"
                + "<stanza-id xmlns='urn:xmpp:sid:0' by='verona.example' id='2'/>"
                + "<delay xmlns='urn:xmpp:delay' from='coven@conference.verona.example/juliet'"
                + " stamp='2002-10-13T23:58:37Z'/>"
                + "<x xmlns='jabber:x:delay' from='conference.verona.example' stamp='20021013T23:58:37'/>"
                + "<x xmlns='http://jabber.org/protocol/muc#user'><status code='110'/></x></message>");

        var got = romeo.got1();
        assertThat(got.children().stream()
                        .filter(child -> child.is("stanza-id", Namespaces.STANZA_ID))
                        .map(child -> got.element(child).attributeOr("id", "")))
                .containsExactly("2", StanzaId.text(world.log.firstKey()));
        assertThat(got.has("delay", Namespaces.DELAY)).isFalse();
        assertThat(got.has("x", Namespaces.LEGACY_DELAY)).isFalse();
        assertThat(got.has("x", Namespaces.MUC_USER)).isFalse();

        juliet.sends(
                "<presence to='" + RoomClient.address("juliet") + "'><delay xmlns='urn:xmpp:delay'"
                        + " from='coven@conference.verona.example' stamp='2002-10-13T23:58:37Z'/><status>old</status></presence>");
        var presence = romeo.got1();
        assertThat(presence.has("status", Namespaces.CLIENT)).isTrue();
        assertThat(presence.has("delay", Namespaces.DELAY)).isFalse();
    }

    @Test
    void what_is_worth_something_only_now_is_told_and_not_kept() {
        juliet.sends("<message type='groupchat'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>");
        juliet.sends("<message type='groupchat'><paused xmlns='http://jabber.org/protocol/chatstates'/>"
                + "<store xmlns='urn:xmpp:hints'/><no-store xmlns='urn:xmpp:hints'/></message>");

        assertThat(romeo.took()).hasSize(2);
        assertThat(world.log).isEmpty();
        assertThat(romeo.handled).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-permanent-store", "no-store"})
    void what_is_not_to_be_kept_is_hidden_from_the_archive_and_can_be_moderated(String hint) {
        juliet.sends("<message type='groupchat'><body>hush</body><" + hint + " xmlns='urn:xmpp:hints'/></message>");

        var row = world.log.firstEntry().getValue();
        assertThat(row.hidden()).isTrue();
        assertThat(romeo.got1()
                        .child("stanza-id", Namespaces.STANZA_ID)
                        .orElseThrow()
                        .attributeOr("id", ""))
                .isEqualTo(StanzaId.text(row.id()));
        assertThat(world.client("nurse").joins("nurse").got()).noneMatch(brief -> brief.contains("hush"));
    }

    @Test
    void a_message_with_an_origin_id_is_said_once() {
        fromJuliet("once", new Mark("e7:", 9));
        var handled = new int[1];
        fromJuliet("once", new Mark("e8:", 1), () -> handled[0]++);

        assertThat(romeo.got()).containsExactly("message/juliet:groupchat once");
        assertThat(handled[0]).isEqualTo(1);
        romeo.sends("<message type='groupchat'><body>once</body><origin-id xmlns='urn:xmpp:sid:0' id='o1'/></message>");
        assertThat(juliet.got()).as("another's id means nothing").hasSize(2);
    }

    @Test
    void a_message_with_the_origin_id_of_another_is_another_message() {
        fromJuliet("once", new Mark("e7:", 9));
        fromJuliet("something else", new Mark("e8:", 1));

        assertThat(romeo.got())
                .containsExactly("message/juliet:groupchat once", "message/juliet:groupchat something else");
        fromJuliet("once", new Mark("e9:", 1));
        assertThat(romeo.took()).as("said again").isEmpty();
    }

    @Test
    void what_was_said_with_an_origin_id_is_recognised_by_the_rooms_next_life() {
        fromJuliet("once", new Mark("e7:", 9));
        var next = world.machine(RoomLimits.DEFAULT, RoomCreation.FREE, java.util.List.of());
        next.loaded(world.state.after(new RoomEvent.Subscribed(
                "juliet@verona.example", world.now(), juliet.jid().bare(), "juliet", java.util.List.of())));
        var handled = new int[1];
        next.fromOwner(juliet.jid().bare(), withOrigin("once"), null, new Mark("e8:", 1), () -> handled[0]++);
        assertThat(handled[0]).isEqualTo(1);
        assertThat(world.log).hasSize(1);

        next.fromOwner(juliet.jid().bare(), withOrigin("else"), null, new Mark("e8:", 2), () -> handled[0]++);
        assertThat(world.log).hasSize(2);
    }

    @Test
    void what_the_room_before_it_stored_is_recognised_by_its_number() {
        var stanza = Stanza.parse("<message type='groupchat'><body>again</body></message>")
                .withFrom(juliet.jid())
                .withTo(RoomWorld.ROOM);
        world.room.fromOwner(juliet.jid().bare(), stanza, null, new Mark("e7:", 3), () -> {});
        var next = world.machine(RoomLimits.DEFAULT, RoomCreation.FREE, java.util.List.of());
        next.loaded(world.state);
        world.room
                .everybody()
                .forEach(occupant -> next.adopt(
                        java.util.List.of(new Adopted(
                                world.relayOn("one").shows(occupant.nick()),
                                1,
                                false,
                                occupant.seats().stream()
                                        .map(seat -> new Adopted.Seated(seat.full(), seat.edge(), false, seat.mark()))
                                        .toList())),
                        java.util.List.of()));
        romeo.took();

        var handled = new int[1];
        next.fromOwner(juliet.jid().bare(), stanza, null, new Mark("e7:", 3), () -> handled[0]++);
        assertThat(romeo.took()).isEmpty();
        assertThat(handled[0]).isEqualTo(1);
        next.fromOwner(juliet.jid().bare(), stanza, null, new Mark("e7:", 4), () -> handled[0]++);
        assertThat(romeo.got()).containsExactly("message/juliet:groupchat again");
    }

    @Test
    void a_message_has_a_size() {
        juliet.says("x".repeat(RoomLimits.DEFAULT.messageBytesMax()));

        assertThat(juliet.refusal()).isEqualTo("policy-violation");
    }

    @Test
    void who_speaks_too_fast_has_to_wait_and_nobody_else_does() {
        IntStream.range(0, RoomLimits.DEFAULT.rates().messages().burst()).forEach(_ -> juliet.says("spam"));
        assertThat(juliet.got()).noneMatch(brief -> brief.contains("error"));

        juliet.says("more spam");
        assertThat(juliet.refusal()).isEqualTo("resource-constraint");
        assertThat(romeo.says("peace").got()).contains("message/romeo:groupchat peace");

        world.passes(RoomLimits.DEFAULT
                .rates()
                .messages()
                .over()
                .dividedBy(RoomLimits.DEFAULT.rates().messages().burst()));
        juliet.took();
        assertThat(juliet.says("one more").got()).containsExactly("message/juliet:groupchat one more");
    }

    @Test
    void the_subject_is_kept_told_and_given_to_whoever_enters_with_its_time() {
        juliet.sends("<message type='groupchat'><subject>Fire Burn</subject></message>");
        assertThat(romeo.got()).containsExactly("message/juliet:groupchat [Fire Burn]");
        world.passes(Duration.ofHours(1));

        var got = world.client("nurse").joins("nurse").took().getLast();
        assertThat(RoomClient.brief(got)).isEqualTo("message/juliet:groupchat [Fire Burn]");
        assertThat(got.child("delay", Namespaces.DELAY).orElseThrow().attributeOr("stamp", ""))
                .isEqualTo("2026-11-01T12:00:00Z");
        assertThat(world.journal.getLast()).isInstanceOf(RoomEvent.SubjectChanged.class);
    }

    @Test
    void occupants_change_the_subject_only_where_owners_let_them() {
        romeo.sends("<message type='groupchat'><subject>Juliet</subject></message>");
        assertThat(romeo.refusal()).isEqualTo("forbidden");

        juliet.submits(FormField.of("muc#roomconfig_changesubject", "1"));
        romeo.took();
        romeo.sends("<message type='groupchat'><subject>Juliet</subject></message>");
        assertThat(romeo.got()).containsExactly("message/romeo:groupchat [Juliet]");
    }

    @Test
    void who_says_too_much_at_once_has_to_wait_and_nobody_else_does() {
        var rate = RoomLimits.DEFAULT.rates().bytes();
        var large = "x".repeat(60_000);
        IntStream.range(0, rate.burst() / (large.length() + 1_000)).forEach(_ -> juliet.says(large));
        assertThat(juliet.got()).noneMatch(brief -> brief.contains("error"));

        assertThat(juliet.says(large).refusal()).isEqualTo("resource-constraint");
        juliet.sends("<message type='chat' to='" + address("romeo") + "'><body>" + large + "</body></message>");
        assertThat(juliet.refusal()).as("nor privately").isEqualTo("resource-constraint");
        assertThat(romeo.says(large).took()).noneMatch(Stanza::isError);
        juliet.took();
        world.passes(rate.over());
        assertThat(juliet.says(large).took()).noneMatch(Stanza::isError);
    }

    @Test
    void a_subject_with_a_thread_is_a_message() {
        romeo.sends("<message type='groupchat'><subject>About love</subject><thread>t1</thread></message>");

        assertThat(juliet.took()).hasSize(1);
        assertThat(world.state.subject()).isNull();
    }

    @Test
    void a_subject_with_a_body_is_a_message() {
        romeo.sends("<message type='groupchat'><subject>About love</subject><body>I love</body></message>");

        assertThat(juliet.got()).containsExactly("message/romeo:groupchat I love [About love]");
        assertThat(world.state.subject()).isNull();
    }

    @Test
    void history_is_stamped_with_the_rooms_address() {
        juliet.says("old");
        world.passes(Duration.ofMinutes(5));

        var history = world.client("nurse").joins("nurse").took().get(3);
        var delay = history.child("delay", Namespaces.DELAY).orElseThrow();
        assertThat(delay.attributeOr("from", "")).isEqualTo(RoomWorld.ROOM.toString());
        assertThat(delay.attributeOr("stamp", "")).isEqualTo("2026-11-01T12:00:00Z");
        assertThat(history.type()).isEqualTo("groupchat");
    }

    @Test
    void history_obeys_all_four_limits_and_the_rooms_own() {
        for (var i = 0; i < 5; i++) {
            juliet.says("m" + i);
            world.passes(Duration.ofSeconds(10));
        }
        var nurse = world.client("nurse");

        assertThat(history(nurse, "")).isEqualTo("m0 m1 m2 m3 m4");
        assertThat(history(nurse, "<history maxstanzas='2'/>")).isEqualTo("m3 m4");
        assertThat(history(nurse, "<history maxstanzas='0'/>")).isEmpty();
        assertThat(history(nurse, "<history maxchars='0'/>")).isEmpty();
        assertThat(history(nurse, "<history seconds='25'/>")).isEqualTo("m3 m4");
        assertThat(history(nurse, "<history since='2026-11-01T12:00:15Z'/>")).isEqualTo("m2 m3 m4");
        assertThat(history(nurse, "<history since='2026-11-01T12:00:15Z' maxstanzas='1'/>"))
                .isEqualTo("m4");
        assertThat(history(nurse, "<history since='1970-01-01T00:00:00Z'/>")).isEqualTo("m0 m1 m2 m3 m4");
        assertThat(history(nurse, "<history maxstanzas='many'/>")).isEqualTo("m0 m1 m2 m3 m4");
        nurse.joins("nurse", "<history maxstanzas='1'/>");
        var size = nurse.took().stream()
                .filter(stanza -> stanza.body().isPresent())
                .findFirst()
                .orElseThrow()
                .size();
        assertThat(history(nurse, "<history maxchars='" + (size * 2 + 2) + "'/>"))
                .isEqualTo("m3 m4");
        assertThat(history(nurse, "<history maxchars='" + (size - 1) + "'/>")).isEmpty();

        juliet.submits(FormField.of("muc#maxhistoryfetch", "1"));
        assertThat(history(nurse, "")).isEqualTo("m4");
        assertThat(history(nurse, "<history maxstanzas='3'/>")).isEqualTo("m4");
    }

    @Test
    void a_crowd_that_enters_costs_the_store_one_read() {
        var next = world.machine(RoomLimits.DEFAULT, RoomCreation.FREE, java.util.List.of());
        juliet.says("hello");
        next.loaded(world.state);
        world.reads = 0;
        for (var i = 0; i < 50; i++) {
            var client = world.client("c" + i);
            next.fromOwner(
                    client.jid().bare(),
                    Stanza.parse("<presence><x xmlns='http://jabber.org/protocol/muc'/></presence>")
                            .withFrom(client.jid())
                            .withTo(address("c" + i)),
                    new io.kith.sharding.session.Via(client.edge),
                    Mark.NONE,
                    () -> {});
            assertThat(client.got()).contains("message/juliet:groupchat hello");
        }

        assertThat(world.reads).isEqualTo(1);
    }

    @Test
    void nobody_speaks_for_others() {
        var handled = new int[1];
        var forged = Stanza.parse("<message type='groupchat'><body>I, Juliet</body></message>")
                .withFrom(juliet.jid())
                .withTo(RoomWorld.ROOM);
        world.room.fromOwner(romeo.jid().bare(), forged, null, Mark.NONE, () -> handled[0]++);

        assertThat(world.log).isEmpty();
        assertThat(handled[0]).isEqualTo(1);
    }

    private static String history(RoomClient client, String wish) {
        client.joins("nurse", wish);
        return String.join(
                " ",
                client.took().stream()
                        .filter(stanza -> stanza.body().isPresent())
                        .map(stanza -> stanza.body().orElseThrow())
                        .toList());
    }

    @Test
    void a_subject_takes_nothing_back_that_others_have_said() {
        var said = new RoomWorld(new Retraction(), new Correction());
        var owner = said.opened("juliet");
        owner.submits(FormField.of("muc#roomconfig_changesubject", "1"));
        var other = said.client("romeo").joins("romeo");
        owner.says("wherefore");
        var id = StanzaId.text(said.log.lastKey());
        other.took();

        other.sends("<message type='groupchat'><subject>mine</subject><retract xmlns='urn:xmpp:message-retract:1' id='"
                + id + "'/></message>");
        assertThat(other.refusal()).isEqualTo("forbidden");
        other.sends("<message type='groupchat'><subject>mine</subject>"
                + "<replace xmlns='urn:xmpp:message-correct:0' id='unknown'/></message>");
        assertThat(other.refusal()).isEqualTo("item-not-found");
        assertThat(said.state.subject()).isNull();
    }

    @Test
    void a_subject_is_as_long_as_it_may_be_and_not_longer() {
        var most = "x".repeat(Speaking.SUBJECT_CHARACTERS_MAX);
        assertThat(juliet.sends("<message type='groupchat'><subject>x" + most + "</subject></message>")
                        .refusal())
                .isEqualTo("policy-violation");
        juliet.sends("<message type='groupchat'><subject>" + most + "</subject></message>");
        assertThat(world.state.subject()).isNotNull();
    }

    @Test
    void two_messages_of_one_session_are_two_whatever_they_call_themselves() {
        fromJuliet("first", new Mark("e7:", 3));
        fromJuliet("second", new Mark("e7:", 4));
        assertThat(romeo.got()).containsExactly("message/juliet:groupchat first", "message/juliet:groupchat second");
        fromJuliet("second", new Mark("e8:", 1));
        assertThat(romeo.took()).as("said again after it could not resume").isEmpty();
    }

    private void fromJuliet(String body, Mark mark) {
        fromJuliet(body, mark, () -> {});
    }

    private void fromJuliet(String body, Mark mark, Runnable done) {
        world.room.fromOwner(juliet.jid().bare(), withOrigin(body), null, mark, done);
    }

    private Stanza withOrigin(String body) {
        return Stanza.parse("<message type='groupchat'><body>" + body
                        + "</body><origin-id xmlns='urn:xmpp:sid:0' id='o1'/></message>")
                .withFrom(juliet.jid())
                .withTo(RoomWorld.ROOM);
    }
}
