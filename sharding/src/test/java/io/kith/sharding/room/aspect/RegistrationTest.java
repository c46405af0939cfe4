package io.kith.sharding.room.aspect;

import static io.kith.sharding.room.RoomClient.conditionOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.form.DataForm;
import io.kith.proto.form.FormField;
import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.room.Affiliation;
import io.kith.sharding.room.RoomClient;
import io.kith.sharding.room.RoomLimits;
import io.kith.sharding.room.RoomWorld;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RegistrationTest {

    private static final Jid ROMEO = Jid.parse("romeo@verona.example");
    private static final String TYPE = "http://jabber.org/protocol/muc#register";
    private final RoomWorld world = new RoomWorld(new Registration(), new MembersOnly(), new Password());
    private final RoomClient juliet = world.opened("juliet");
    private final RoomClient romeo = world.client("romeo");

    private static Stanza form(RoomClient client) {
        return client.asks("get", "<query xmlns='jabber:iq:register'/>");
    }

    private static Stanza registers(RoomClient client, String nick) {
        var form = DataForm.of(
                DataForm.Type.SUBMIT, FormField.formType(TYPE), FormField.of("muc#register_roomnick", nick));
        return client.asks(
                "set", "<query xmlns='jabber:iq:register'>" + form.toElement().toXml() + "</query>");
    }

    @Test
    void the_form_asks_for_a_nickname() {
        var query = form(romeo).child("query", Namespaces.REGISTER).orElseThrow();

        assertThat(DataForm.in(query)
                        .orElseThrow()
                        .field("muc#register_roomnick")
                        .orElseThrow()
                        .required())
                .isTrue();
    }

    @Test
    void who_registers_has_a_nickname_of_its_own_and_is_what_it_was() {
        romeo.joins("romeo");
        juliet.took();
        assertThat(registers(romeo, "monty").type()).isEqualTo("result");

        assertThat(juliet.took()).isEmpty();
        assertThat(world.state.affiliationOf(ROMEO)).isEqualTo(Affiliation.NONE);
        assertThat(world.state.nickOf(ROMEO)).isEqualTo("monty");
        assertThat(world.client("nurse").joins("Monty").refusal()).isEqualTo("conflict");
        var again = form(romeo).child("query", Namespaces.REGISTER).orElseThrow();
        assertThat(again.child("registered")).isPresent();
        assertThat(again.child("username").orElseThrow().text()).isEqualTo("monty");
    }

    @Test
    void a_nickname_of_others_is_a_conflict() {
        assertThat(conditionOf(registers(romeo, "juliet"))).isEqualTo("conflict");
        registers(romeo, "monty");
        assertThat(conditionOf(registers(world.client("nurse"), "MONTY"))).isEqualTo("conflict");
    }

    @Test
    void without_a_nickname_it_is_a_bad_request() {
        assertThat(conditionOf(registers(romeo, " "))).isEqualTo("bad-request");
        assertThat(conditionOf(romeo.asks("set", "<query xmlns='jabber:iq:register'/>")))
                .isEqualTo("bad-request");
    }

    @Test
    void who_is_banned_may_not_register() {
        juliet.makes("romeo", "outcast");

        assertThat(conditionOf(form(romeo))).isEqualTo("not-allowed");
        assertThat(conditionOf(registers(romeo, "monty"))).isEqualTo("not-allowed");
    }

    @Test
    void a_registration_can_be_taken_back() {
        assertThat(conditionOf(romeo.asks("set", "<query xmlns='jabber:iq:register'><remove/></query>")))
                .isEqualTo("registration-required");
        registers(romeo, "monty");
        romeo.asks("set", "<query xmlns='jabber:iq:register'><remove/></query>");
        assertThat(world.state.nickOf(ROMEO)).isEmpty();

        juliet.makes("romeo", "member");
        registers(romeo, "monty");
        romeo.asks("set", "<query xmlns='jabber:iq:register'><remove/></query>");
        assertThat(world.state.affiliationOf(ROMEO)).as("by an admin's word").isEqualTo(Affiliation.MEMBER);
        assertThat(world.state.nickOf(ROMEO)).isEmpty();
    }

    @Test
    void with_its_domain_a_user_loses_its_nickname_unless_it_has_a_place_of_its_own() {
        registers(romeo, "monty");
        var nurse = world.client("nurse");
        juliet.makes("nurse", "member");
        registers(nurse, "angelica");

        juliet.admin("<item affiliation='outcast' jid='verona.example'/>");
        assertThat(world.state.nickOf(ROMEO)).isEmpty();
        assertThat(world.state.nickOf(nurse.jid())).isEqualTo("angelica");
        juliet.admin("<item affiliation='none' jid='verona.example'/>");
        assertThat(nurse.joins("monty").got()).contains("presence/monty 110");
    }

    @Test
    void who_registers_can_be_muted_and_loses_the_room_with_those_who_are_no_members() {
        var nurse = world.client("nurse").joins("nurse");
        juliet.gives("nurse", "moderator");
        romeo.joins("romeo");
        registers(romeo, "romeo");

        nurse.gives("romeo", "visitor");
        romeo.took();
        assertThat(romeo.says("hark").refusal()).isEqualTo("forbidden");
        romeo.asks("set", "<query xmlns='jabber:iq:register'><remove/></query>");
        registers(romeo, "romeo");
        assertThat(romeo.says("hark").refusal()).as("again").isEqualTo("forbidden");

        juliet.submits(FormField.of("muc#roomconfig_membersonly", "1"));
        assertThat(world.room.occupantsOf(ROMEO)).isEmpty();
    }

    @Test
    void into_a_members_only_room_an_admin_lets_new_members() {
        juliet.submits(FormField.of("muc#roomconfig_membersonly", "1"));
        juliet.took();
        assertThat(registers(romeo, "monty").type()).isEqualTo("result");
        assertThat(world.state.affiliationOf(ROMEO)).isEqualTo(Affiliation.NONE);

        var question = juliet.got1();
        var form = question.child("x", Namespaces.DATA_FORMS)
                .flatMap(DataForm::from)
                .orElseThrow();
        var answer = DataForm.of(
                DataForm.Type.SUBMIT,
                FormField.formType(TYPE),
                FormField.of("muc#jid", form.value("muc#jid").orElseThrow()),
                FormField.of(
                        "muc#register_roomnick",
                        form.value("muc#register_roomnick").orElseThrow()),
                FormField.of("muc#register_allow", "1"));
        var xml = "<message>" + answer.toElement().toXml() + "</message>";
        romeo.sends(xml);
        assertThat(romeo.refusal()).as("not by oneself").isEqualTo("forbidden");
        juliet.sends(xml);
        assertThat(world.state.affiliationOf(ROMEO)).isEqualTo(Affiliation.MEMBER);
        assertThat(world.state.nickOf(ROMEO)).isEqualTo("monty");
    }

    @Test
    void where_no_admin_is_nobody_can_be_asked() {
        juliet.submits(FormField.of("muc#roomconfig_membersonly", "1"));
        juliet.makes("nurse", "member");
        world.client("nurse").joins("nurse");
        juliet.leaves();

        assertThat(conditionOf(registers(romeo, "monty"))).isEqualTo("recipient-unavailable");
    }

    @Test
    void nor_does_anybody_come_past_a_password_by_registering() {
        romeo.joins("romeo");
        juliet.submits(
                FormField.of("muc#roomconfig_passwordprotectedroom", "1"),
                FormField.of("muc#roomconfig_roomsecret", "cauldronburn"));
        juliet.took();
        assertThat(registers(world.client("tybalt"), "tybalt").type()).isEqualTo("result");
        assertThat(world.state.affiliationOf(Jid.parse("tybalt@verona.example")))
                .isEqualTo(Affiliation.NONE);
        assertThat(juliet.got1().child("x", Namespaces.DATA_FORMS))
                .as("an admin is asked")
                .isPresent();

        registers(romeo, "monty");
        assertThat(world.state.nickOf(ROMEO)).as("who is in knows it").isEqualTo("monty");
        assertThat(world.state.affiliationOf(ROMEO)).isEqualTo(Affiliation.NONE);
    }

    @Test
    void nobody_gives_itself_a_voice_by_registering() {
        romeo.joins("romeo");
        juliet.gives("romeo", "visitor");
        romeo.took();
        juliet.took();
        registers(romeo, "monty");
        assertThat(world.state.affiliationOf(ROMEO)).isEqualTo(Affiliation.NONE);
        assertThat(juliet.got1().child("x", Namespaces.DATA_FORMS))
                .as("an admin is asked")
                .isPresent();
        romeo.says("hark");
        assertThat(romeo.refusal()).isEqualTo("forbidden");

        juliet.submits(FormField.of("muc#roomconfig_moderatedroom", "1"));
        var nurse = world.client("nurse").joins("nurse");
        registers(nurse, "nurse");
        assertThat(world.state.affiliationOf(nurse.jid())).isEqualTo(Affiliation.NONE);
        juliet.gives("nurse", "participant");
        registers(nurse, "nurse");
        assertThat(world.state.nickOf(nurse.jid()))
                .as("who speaks already needs nobody")
                .isEqualTo("nurse");
        assertThat(world.state.affiliationOf(nurse.jid())).isEqualTo(Affiliation.NONE);
    }

    @Test
    void requests_have_a_pace() {
        IntStream.range(0, RoomLimits.DEFAULT.rates().requests().burst()).forEach(i -> registers(romeo, "monty" + i));

        assertThat(conditionOf(registers(romeo, "again"))).isEqualTo("resource-constraint");
        assertThat(registers(world.client("nurse"), "nurse").type()).isEqualTo("result");
    }
}
