package io.kith.sharding.room;

import static io.kith.sharding.room.RoomClient.address;
import static io.kith.sharding.room.RoomClient.conditionOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.form.FormField;
import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.xml.Element;
import io.kith.sharding.room.relay.Mark;
import io.kith.sharding.room.relay.Shown;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WhisperingTest {

    private static final String PING = "<ping xmlns='urn:xmpp:ping'/>";
    private final RoomWorld world = new RoomWorld();
    private final RoomClient juliet = world.opened("juliet");
    private final RoomClient romeo = world.client("romeo").joins("romeo");

    WhisperingTest() {
        juliet.took();
        romeo.took();
    }

    private static void whispers(RoomClient from, String nick, String body) {
        from.sends("<message type='chat' to='" + address(nick) + "'><body>" + body + "</body></message>");
    }

    @Test
    void a_private_message_comes_from_the_nickname_and_is_marked() {
        whispers(romeo, "juliet", "psst");

        var got = juliet.got1();
        assertThat(got.from()).isEqualTo(address("romeo"));
        assertThat(got.to()).isEqualTo(juliet.jid());
        assertThat(got.has("x", Namespaces.MUC_USER)).isTrue();
        assertThat(romeo.took()).isEmpty();
        assertThat(romeo.handled).isEqualTo(2);
    }

    @Test
    void every_client_of_the_nickname_gets_it() {
        var chamber = world.client("juliet", "chamber", "two").joins("juliet");
        juliet.took();
        chamber.took();
        whispers(romeo, "juliet", "psst");

        assertThat(juliet.got()).containsExactly("message/romeo:chat psst");
        assertThat(chamber.got()).containsExactly("message/romeo:chat psst");
    }

    /// RFC 6120 §10.1: from one entity to another in the order in which it was sent.
    @Test
    void what_is_whispered_behind_what_was_said_to_all_comes_behind_it() {
        world.storeIsSlow = true;
        romeo.says("Lady");
        whispers(romeo, "juliet", "by yonder blessed moon");
        romeo.sends("<iq type='get' id='q' to='" + address("juliet") + "'><query xmlns='jabber:iq:version'/></iq>");
        assertThat(juliet.took()).isEmpty();
        assertThat(romeo.handled).isEqualTo(1);
        world.settles();

        assertThat(juliet.got())
                .containsExactly(
                        "message/romeo:groupchat Lady", "message/romeo:chat by yonder blessed moon", "iq/romeo:get");
        assertThat(romeo.handled).isEqualTo(4);
    }

    /// Its sender's owner did not hear that it was taken, and says it again to the room's next life.
    @Test
    void what_comes_again_in_another_life_of_the_room_is_one_message() {
        var message = Stanza.parse("<message type='chat'><body>psst</body></message>")
                .withFrom(romeo.jid())
                .withTo(address("juliet"));
        var next = world.machine(RoomLimits.DEFAULT, RoomCreation.FREE, List.of());
        next.loaded(world.state);
        next.adopt(
                world.room.everybody().stream().map(WhisperingTest::remembered).toList(), List.of());
        juliet.took();
        for (var life : List.of(world.room, next)) {
            life.fromOwner(romeo.jid().bare(), message, null, new Mark("home", 7), () -> romeo.handled++);
        }
        assertThat(juliet.got()).containsExactly("message/romeo:chat psst");
        assertThat(romeo.handled).isEqualTo(3);

        next.fromOwner(romeo.jid().bare(), message, null, new Mark("home", 8), () -> {});
        assertThat(juliet.got()).containsExactly("message/romeo:chat psst");
    }

    private static Adopted remembered(Occupant occupant) {
        var seats = occupant.seats().stream()
                .map(seat -> new Adopted.Seated(seat.full(), seat.edge(), false, seat.mark()))
                .toList();
        var open = Stanza.presence(
                occupant.address(),
                null,
                "",
                Element.of("x", Namespaces.MUC_USER)
                        .with(Element.of("item", Namespaces.MUC_USER).withAttribute("role", "participant")));
        var shown = new Shown(occupant.nick(), 1, List.of(), false, false, 0, open, open, open);
        return new Adopted(shown, 5, false, seats);
    }

    @Test
    void nobody_is_whispered_to_who_is_not_there() {
        whispers(romeo, "tybalt", "hey");

        assertThat(romeo.refusal()).isEqualTo("item-not-found");
    }

    @Test
    void nobody_whispers_from_outside() {
        var nurse = world.client("nurse");
        whispers(nurse, "juliet", "psst");

        assertThat(nurse.refusal()).isEqualTo("not-acceptable");
    }

    @ParameterizedTest
    @CsvSource({"anyone, true, true", "participants, false, true", "moderators, false, false", "none, false, false"})
    void owners_say_who_may_whisper(String who, boolean visitors, boolean participants) {
        juliet.submits(FormField.of("muc#roomconfig_allowpm", who), FormField.of("muc#roomconfig_moderatedroom", "1"));
        var nurse = world.client("nurse").joins("nurse");
        juliet.gives("romeo", "participant");
        for (var client : new RoomClient[] {juliet, romeo, nurse}) {
            client.took();
        }

        whispers(nurse, "juliet", "psst");
        whispers(romeo, "juliet", "psst");
        assertThat(nurse.took().isEmpty()).isEqualTo(visitors);
        assertThat(romeo.took().isEmpty()).isEqualTo(participants);
    }

    @Test
    void what_only_the_room_may_say_is_cut() {
        romeo.sends("<message type='chat' to='" + address("juliet") + "'><body>psst</body>"
                + "<x xmlns='http://jabber.org/protocol/muc#user'><status code='110'/></x></message>");

        assertThat(juliet.got()).containsExactly("message/romeo:chat psst");
    }

    @Test
    void whispering_has_a_pace_and_a_size() {
        whispers(romeo, "juliet", "x".repeat(RoomLimits.DEFAULT.messageBytesMax()));
        assertThat(romeo.refusal()).isEqualTo("policy-violation");

        IntStream.range(0, RoomLimits.DEFAULT.rates().messages().burst())
                .forEach(_ -> whispers(romeo, "juliet", "psst"));
        assertThat(romeo.took()).isEmpty();
        whispers(romeo, "juliet", "psst");
        assertThat(romeo.refusal()).isEqualTo("resource-constraint");
    }

    @Test
    void an_error_goes_back_to_whom_it_concerns() {
        romeo.sends("<message type='error' to='" + address("juliet") + "'><error type='cancel'>"
                + "<service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>");

        assertThat(juliet.got()).containsExactly("message/romeo:error service-unavailable");
    }

    private static void bounces(RoomClient from, String nick, String text, String copy) {
        from.sends("<message type='error' id='p1' to='" + address(nick) + "'>" + copy + "<error type='cancel'>"
                + "<service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
                + "<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>" + text + "</text></error></message>");
    }

    @Test
    void an_error_says_what_is_wrong_and_no_more() {
        bounces(romeo, "juliet", "I am out", "<body>a copy, or so it says</body>");

        var got = juliet.got1();
        assertThat(got.id()).isEqualTo("p1");
        assertThat(got.body()).isEmpty();
        assertThat(RoomClient.errorOf(got).text()).isEqualTo("I am out");
    }

    @Test
    void who_may_not_whisper_refuses_without_words() {
        juliet.submits(FormField.of("muc#roomconfig_allowpm", "none"));
        juliet.took();
        bounces(romeo, "juliet", "psst", "<body>psst</body>");

        var got = juliet.got1();
        assertThat(conditionOf(got)).isEqualTo("service-unavailable");
        assertThat(got.toXml()).doesNotContain("psst");
    }

    @Test
    void a_message_that_calls_itself_an_error_and_is_none_goes_nowhere() {
        romeo.sends("<message type='error' to='" + address("juliet") + "'><body>psst</body></message>");

        assertThat(juliet.took()).isEmpty();
        assertThat(romeo.took()).isEmpty();
        assertThat(romeo.handled).isEqualTo(2);
    }

    @Test
    void errors_have_a_size_and_a_pace_of_their_own() {
        bounces(romeo, "juliet", "x".repeat(RoomLimits.DEFAULT.messageBytesMax()), "");
        assertThat(juliet.got1().size()).isLessThan(1_000);

        var most = RoomLimits.DEFAULT.rates().messages().burst();
        IntStream.rangeClosed(1, most).forEach(_ -> bounces(romeo, "juliet", "", ""));
        assertThat(juliet.took()).hasSize(most - 1);
        assertThat(romeo.took()).isEmpty();
        whispers(romeo, "juliet", "who has refused much may still speak");
        assertThat(juliet.took()).hasSize(1);
    }

    @Test
    void all_that_a_client_has_others_told_is_bounded_in_bytes_together() {
        var large = "x".repeat(60_000);
        var most = RoomLimits.DEFAULT.rates().bytes().burst() / 60_000;
        for (var i = 0; i < most; i++) {
            romeo.sends("<iq type='set' id='q" + i + "' to='" + address("juliet") + "'><data xmlns='urn:example:data'>"
                    + large + "</data></iq>");
        }
        var asked = juliet.took();
        assertThat(asked).hasSize(most);
        assertThat(romeo.took()).isEmpty();

        romeo.sends("<iq type='set' id='more' to='" + address("juliet") + "'><data xmlns='urn:example:data'>" + large
                + "</data></iq>");
        assertThat(romeo.refusal()).isEqualTo("resource-constraint");
        for (var i = 0; i < 6; i++) {
            romeo.sends("<presence><status>" + i + "x".repeat(8_000) + "</status></presence>");
        }
        assertThat(romeo.took()).filteredOn(Stanza::isError).isNotEmpty();
        bounces(romeo, "juliet", large, "");
        assertThat(juliet.took()).noneMatch(Stanza::isMessage);
    }

    @Test
    void an_answer_may_be_given_again_only_as_often_as_its_bytes_allow() {
        juliet.sends("<iq type='get' id='v1' to='" + address("romeo") + "'><query xmlns='jabber:iq:version'/></iq>");
        var answer = romeo.got1().result(Element.of("data", "urn:example:data").text("x".repeat(60_000)));
        for (var i = 0; i < 100; i++) {
            romeo.sends(answer);
        }
        assertThat(juliet.took()).hasSize(RoomLimits.DEFAULT.rates().bytes().burst() / 60_000);
    }

    @Test
    void a_query_finds_the_other_client_and_its_answer_finds_back() {
        var chamber = world.client("juliet", "chamber", "two").joins("juliet");
        juliet.took();
        romeo.took();
        chamber.took();
        chamber.sends(
                "<iq type='get' id='v1' to='" + address("romeo") + "'>" + "<query xmlns='jabber:iq:version'/></iq>");

        var asked = romeo.got1();
        assertThat(asked.from()).isEqualTo(address("juliet"));
        assertThat(asked.toXml()).doesNotContain("chamber");
        romeo.sends(asked.result());
        assertThat(juliet.took()).as("the other client of the nickname").isEmpty();
        var answer = chamber.got1();
        assertThat(answer.id()).isEqualTo("v1");
        assertThat(answer.type()).isEqualTo("result");
        assertThat(answer.from()).isEqualTo(address("romeo"));
    }

    @Test
    void an_answer_that_nobody_asked_for_goes_nowhere() {
        romeo.sends("<iq type='result' id='0123456789abcdefv1' to='" + address("juliet") + "'/>");
        romeo.sends("<iq type='result' id='v1' to='" + address("juliet") + "'/>");

        assertThat(juliet.took()).isEmpty();
    }

    @Test
    void a_card_is_asked_of_the_account() {
        romeo.sends("<iq type='get' id='c1' to='" + address("juliet") + "'><vCard xmlns='vcard-temp'/></iq>");
        var asked = world.mail.getLast();
        assertThat(asked.to()).isEqualTo(Jid.parse("juliet@verona.example"));
        assertThat(asked.from()).isEqualTo(address("romeo"));

        var answer = Stanza.parse("<iq type='result' id='" + asked.id() + "'><vCard xmlns='vcard-temp'/></iq>")
                .withTo(address("romeo"))
                .withFrom(Jid.parse("juliet@verona.example"));
        world.room.fromOwner(Jid.parse("juliet@verona.example"), answer, null, Mark.NONE, () -> {});
        var got = romeo.got1();
        assertThat(got.from()).isEqualTo(address("juliet"));
        assertThat(got.id()).isEqualTo("c1");
    }

    /// The account does not know under which of its names it was asked.
    @Test
    void a_card_of_a_second_nickname_is_answered_from_that() {
        world.client("juliet", "chamber", "two").joins("capulet");
        romeo.took();
        romeo.sends("<iq type='get' id='c1' to='" + address("capulet") + "'><vCard xmlns='vcard-temp'/></iq>");
        var answer = Stanza.parse(
                        "<iq type='result' id='" + world.mail.getLast().id() + "'/>")
                .withTo(address("romeo"))
                .withFrom(juliet.jid().bare());
        world.room.fromOwner(juliet.jid().bare(), answer, null, Mark.NONE, () -> {});

        var got = romeo.got1();
        assertThat(got.from()).isEqualTo(address("capulet"));
        assertThat(got.id()).isEqualTo("c1");
    }

    @Test
    void from_outside_nothing_is_learnt_of_occupants() {
        var nurse = world.client("nurse");

        assertThat(conditionOf(nurse.asks("get", "juliet", PING))).isEqualTo("not-acceptable");
        assertThat(conditionOf(nurse.asks("get", "tybalt", PING))).isEqualTo("not-acceptable");
        assertThat(conditionOf(nurse.asks("get", "juliet", "<query xmlns='http://jabber.org/protocol/disco#info'/>")))
                .isEqualTo("bad-request");
    }

    @Test
    void a_client_that_pings_its_own_nickname_is_answered_by_the_room() {
        assertThat(romeo.asks("get", "romeo", PING).type()).isEqualTo("result");
        assertThat(conditionOf(romeo.asks("get", "tybalt", PING))).isEqualTo("item-not-found");
        romeo.leaves();
        romeo.took();
        assertThat(conditionOf(romeo.asks("get", "romeo", PING))).isEqualTo("not-acceptable");
    }

    @Test
    void queries_have_a_pace() {
        IntStream.range(0, RoomLimits.DEFAULT.rates().queries().burst()).forEach(_ -> romeo.asks("get", "romeo", PING));

        assertThat(conditionOf(romeo.asks("get", "romeo", PING))).isEqualTo("resource-constraint");
        assertThat(juliet.asks("get", "juliet", PING).type()).isEqualTo("result");
    }

    @Test
    void an_unknown_query_to_the_room_is_refused() {
        assertThat(conditionOf(romeo.asks("get", "<query xmlns='urn:unknown'/>")))
                .isEqualTo("service-unavailable");
    }
}
