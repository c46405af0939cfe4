package io.kith.sharding.room;

import static io.kith.sharding.room.RoomClient.codes;
import static io.kith.sharding.room.RoomClient.conditionOf;
import static io.kith.sharding.room.RoomClient.errorOf;
import static io.kith.sharding.room.RoomClient.item;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.form.DataForm;
import io.kith.proto.form.FormField;
import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.room.aspect.OccupantIds;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfiguringTest {

    private static final String OWNER = "http://jabber.org/protocol/muc#owner";
    private final RoomWorld world = new RoomWorld(new OccupantIds());
    private final RoomClient juliet = world.opened("juliet");

    private DataForm form() {
        return form(juliet.asks("get", "<query xmlns='" + OWNER + "'/>"));
    }

    private static DataForm form(Stanza answer) {
        return DataForm.in(answer.child("query", Namespaces.MUC_OWNER).orElseThrow())
                .orElseThrow();
    }

    @Test
    void the_form_has_every_registered_field_with_what_is_set() {
        juliet.submits(FormField.of("muc#roomconfig_roomname", "A Dark Cave"));

        var form = form();
        assertThat(form.type()).isEqualTo(DataForm.Type.FORM);
        assertThat(form.value("muc#roomconfig_roomname")).contains("A Dark Cave");
        assertThat(form.fields().stream().map(FormField::name))
                .contains(
                        "FORM_TYPE",
                        "muc#maxhistoryfetch",
                        "muc#roomconfig_allowpm",
                        "muc#roomconfig_allowinvites",
                        "muc#roomconfig_changesubject",
                        "muc#roomconfig_enablelogging",
                        "muc#roomconfig_getmemberlist",
                        "muc#roomconfig_lang",
                        "muc#roomconfig_maxusers",
                        "muc#roomconfig_membersonly",
                        "muc#roomconfig_moderatedroom",
                        "muc#roomconfig_passwordprotectedroom",
                        "muc#roomconfig_persistentroom",
                        "muc#roomconfig_presencebroadcast",
                        "muc#roomconfig_publicroom",
                        "muc#roomconfig_roomadmins",
                        "muc#roomconfig_roomdesc",
                        "muc#roomconfig_roomname",
                        "muc#roomconfig_roomowners",
                        "muc#roomconfig_roomsecret",
                        "muc#roomconfig_whois");
    }

    @Test
    void what_a_form_offers_may_be_submitted_as_it_is() {
        var form = form();
        var fields = form.fields().toArray(FormField[]::new);
        assertThat(juliet.submits(fields).type()).isEqualTo("result");

        var again = form();
        assertThat(again).isEqualTo(form);
    }

    @Test
    void an_instant_room_is_open_with_everything_as_it_comes() {
        assertThat(world.state.locked()).isFalse();
        assertThat(world.state.config()).isEqualTo(RoomConfig.DEFAULT);
        assertThat(world.listed).isNotNull();
        assertThat(world.listed.listed()).isTrue();
    }

    @Test
    void calling_off_the_first_configuration_ends_the_room() {
        var other = new RoomWorld();
        var romeo = other.client("romeo").joins("romeo");
        romeo.took();
        romeo.asks("set", "<query xmlns='" + OWNER + "'><x xmlns='jabber:x:data' type='cancel'/></query>");

        assertThat(romeo.got()).containsExactly("presence/romeo:unavailable 110");
        assertThat(other.state.exists()).isFalse();
    }

    @Test
    void calling_off_a_later_one_changes_nothing() {
        var before = world.journal.size();
        var answer =
                juliet.asks("set", "<query xmlns='" + OWNER + "'><x xmlns='jabber:x:data' type='cancel'/></query>");

        assertThat(answer.type()).isEqualTo("result");
        assertThat(world.journal).hasSize(before);
    }

    @Test
    void only_owners_configure() {
        juliet.makes("romeo", "admin");
        var romeo = world.client("romeo").joins("romeo");

        assertThat(conditionOf(romeo.asks("get", "<query xmlns='" + OWNER + "'/>")))
                .isEqualTo("forbidden");
        assertThat(conditionOf(romeo.submits())).isEqualTo("forbidden");
        assertThat(conditionOf(romeo.asks("set", "<query xmlns='" + OWNER + "'><destroy/></query>")))
                .isEqualTo("forbidden");
    }

    @Test
    void when_a_room_is_moderated_no_more_who_had_no_voice_yet_speaks_and_is_shown() {
        juliet.submits(FormField.of("muc#roomconfig_moderatedroom", "1"));
        var romeo = world.client("romeo").joins("romeo");
        var nurse = world.client("nurse").joins("nurse");
        juliet.gives("nurse", "participant");
        juliet.gives("nurse", "visitor");
        juliet.took();
        romeo.took();

        juliet.submits(FormField.of("muc#roomconfig_moderatedroom", "0"));
        assertThat(juliet.got()).endsWith("presence/romeo");
        assertThat(item(romeo.took().getLast()).attributeOr("role", "")).isEqualTo("participant");
        assertThat(romeo.says("at last").got()).contains("message/romeo:groupchat at last");
        nurse.took();
        assertThat(nurse.says("me, too").refusal()).as("whose voice was taken").isEqualTo("forbidden");
    }

    @ParameterizedTest
    @CsvSource({
        "muc#roomconfig_moderatedroom, perhaps",
        "muc#roomconfig_whois, nobody",
        "muc#roomconfig_maxusers, -1",
        "muc#roomconfig_maxusers, many",
        "muc#maxhistoryfetch, 257",
        "muc#maxhistoryfetch, x",
        "muc#roomconfig_allowpm, friends",
        "muc#roomconfig_lang, !!",
        "muc#roomconfig_lang, german please",
        "muc#roomconfig_presencebroadcast, none",
        "urn:kith:room#rollup, -5",
    })
    void a_value_that_is_none_is_refused_by_the_name_of_its_field(String field, String value) {
        var before = world.state;
        var answer = juliet.submits(FormField.of("muc#roomconfig_roomname", "Cave"), FormField.of(field, value));

        assertThat(conditionOf(answer)).isEqualTo("not-acceptable");
        assertThat(errorOf(answer).text()).contains(field);
        assertThat(world.state).as("nothing of the form is applied").isEqualTo(before);
    }

    @Test
    void configurations_and_subjects_change_at_one_pace() {
        var most = RoomLimits.DEFAULT.rates().changes().burst();
        for (var i = 2; i <= most; i++) { // the first is how the room was opened
            assertThat(juliet.submits(FormField.of("muc#roomconfig_roomname", "Cave " + i))
                            .isType("result"))
                    .isTrue();
        }
        assertThat(conditionOf(juliet.submits(FormField.of("muc#roomconfig_roomname", "Hall"))))
                .isEqualTo("resource-constraint");
        juliet.took();
        juliet.sends("<message type='groupchat'><subject>Fire burn</subject></message>");
        assertThat(juliet.refusal()).isEqualTo("resource-constraint");
        assertThat(world.counters.tooFast(Pace.CHANGES).sum()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"de", "de-CH-1996", "zh-Hant", "x-coven", ""})
    void a_language_is_a_tag_or_none(String tag) {
        assertThat(juliet.submits(FormField.of("muc#roomconfig_lang", tag)).isType("result"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x202A, 0x202E, 0x2066, 0x2069, 0x2028, 0x2029, 0x9, 0x7F, 0xD800})
    void what_others_see_of_a_room_does_not_disguise_what_stands_beside_it(int character) {
        var text = "cave" + (char) character + "evac";
        for (var field : List.of("muc#roomconfig_roomname", "muc#roomconfig_roomdesc")) {
            assertThat(world.room.aspects().options())
                    .filteredOn(option -> option.name().equals(field))
                    .singleElement()
                    .satisfies(option -> assertThat(option.submitted(world.room.config(), List.of(text)))
                            .isEmpty());
        }
        var before = world.room.config();
        assertThat(RoomOptions.SECRET.submitted(before, List.of("a\u202Eb")))
                .as("a password is shown to nobody")
                .isPresent();
    }

    @Test
    void a_name_from_before_that_would_be_refused_is_none() {
        var config = RoomConfig.of(Map.of("muc#roomconfig_roomname", List.of("cave\u202Eevac")));
        assertThat(RoomOptions.displayName(config, RoomWorld.ROOM)).isEqualTo(RoomWorld.ROOM.local());
    }

    @Test
    void texts_have_a_length() {
        assertThat(juliet.submits(FormField.of("muc#roomconfig_roomname", "x".repeat(256)))
                        .type())
                .isEqualTo("result");
        assertThat(conditionOf(juliet.submits(FormField.of("muc#roomconfig_roomname", "x".repeat(257)))))
                .isEqualTo("not-acceptable");
    }

    @Test
    void a_form_about_something_else_is_a_bad_request() {
        var answer = juliet.asks(
                "set",
                "<query xmlns='" + OWNER + "'>"
                        + DataForm.of(DataForm.Type.SUBMIT, FormField.formType("urn:other"), FormField.of("a", "b"))
                                .toElement()
                                .toXml()
                        + "</query>");

        assertThat(conditionOf(answer)).isEqualTo("bad-request");
    }

    @Test
    void the_occupants_hear_of_a_change() {
        var romeo = world.client("romeo").joins("romeo");
        romeo.took();
        juliet.submits(FormField.of("muc#roomconfig_roomdesc", "dark"));

        var told = romeo.got1();
        assertThat(codes(told)).containsExactly(104);
        assertThat(told.type()).isEqualTo("groupchat");
        assertThat(told.from()).isEqualTo(RoomWorld.ROOM);

        juliet.submits(FormField.of("muc#roomconfig_roomdesc", "dark"));
        assertThat(romeo.took()).as("nothing has changed").isEmpty();
    }

    @Test
    void who_is_no_member_leaves_a_room_that_becomes_members_only() {
        juliet.makes("nurse", "member");
        var romeo = world.client("romeo").joins("romeo");
        var nurse = world.client("nurse").joins("nurse");
        romeo.took();
        nurse.took();
        juliet.submits(FormField.of("muc#roomconfig_membersonly", "1"));

        assertThat(romeo.got()).contains("presence/romeo:unavailable 110 322");
        assertThat(nurse.got()).contains("presence/romeo:unavailable 322");
        assertThat(world.room.everybody()).hasSize(2);
    }

    @Test
    void owners_and_admins_are_whom_the_form_names() {
        var romeo = world.client("romeo").joins("romeo");
        romeo.took();
        juliet.submits(
                FormField.of("muc#roomconfig_roomowners", "juliet@verona.example", "romeo@verona.example"),
                FormField.of("muc#roomconfig_roomadmins", "nurse@verona.example"));
        assertThat(world.state.affiliationOf(romeo.jid())).isEqualTo(Affiliation.OWNER);
        assertThat(world.state.affiliationOf(Jid.parse("nurse@verona.example"))).isEqualTo(Affiliation.ADMIN);
        assertThat(RoomClient.item(romeo.took().getLast()).attributeOr("role", ""))
                .isEqualTo("moderator");

        romeo.submits(
                FormField.of("muc#roomconfig_roomowners", "romeo@verona.example"),
                FormField.of("muc#roomconfig_roomadmins"));
        assertThat(world.state.affiliationOf(juliet.jid())).isEqualTo(Affiliation.ADMIN);
        assertThat(world.state.affiliationOf(Jid.parse("nurse@verona.example"))).isEqualTo(Affiliation.MEMBER);

        assertThat(conditionOf(romeo.submits(FormField.of("muc#roomconfig_roomowners"))))
                .isEqualTo("conflict");
        assertThat(conditionOf(romeo.submits(FormField.of("muc#roomconfig_roomowners", "@@"))))
                .isEqualTo("not-acceptable");
    }

    @Test
    void a_destroyed_room_says_why_and_where_to_go() {
        var romeo = world.client("romeo").joins("romeo");
        romeo.took();
        juliet.asks(
                "set",
                "<query xmlns='" + OWNER + "'><destroy jid='heath@conference.verona.example'>"
                        + "<password>cauldronburn</password><reason>Macbeth doth come.</reason></destroy></query>");

        var last = romeo.got1();
        assertThat(last.from()).isEqualTo(RoomClient.address("romeo"));
        var destroy = last.child("x", Namespaces.MUC_USER)
                .orElseThrow()
                .child("destroy")
                .orElseThrow();
        assertThat(destroy.attributeOr("jid", "")).isEqualTo("heath@conference.verona.example");
        assertThat(destroy.child("reason").orElseThrow().text()).isEqualTo("Macbeth doth come.");
        assertThat(destroy.child("password").orElseThrow().text()).isEqualTo("cauldronburn");
        assertThat(last.has("occupant-id", Namespaces.OCCUPANT_ID)).isTrue();
        assertThat(world.listed).isNull();
        assertThat(conditionOf(juliet.asks("get", "<query xmlns='" + OWNER + "'/>")))
                .isEqualTo("item-not-found");
    }

    @Test
    void a_hidden_room_is_not_shown() {
        juliet.submits(FormField.of("muc#roomconfig_publicroom", "0"));

        assertThat(world.listed).isNotNull();
        assertThat(world.listed.listed()).isFalse();
    }

    @Test
    void an_unconfigured_room_ends_with_its_creators_going() {
        var other = new RoomWorld();
        other.client("romeo").joins("romeo").leaves();

        assertThat(other.state.exists()).isFalse();
        assertThat(other.room.isIdle()).isTrue();
    }

    @Test
    void one_form_changes_so_many_affiliations_and_no_more() {
        var max = RoomLimits.DEFAULT.itemsPerRequestMax();
        var admins = IntStream.rangeClosed(0, max)
                .mapToObj(i -> "a" + i + "@verona.example")
                .toList();
        assertThat(conditionOf(
                        juliet.submits(FormField.of("muc#roomconfig_roomadmins").with(admins))))
                .isEqualTo("policy-violation");
        assertThat(juliet.submits(FormField.of("muc#roomconfig_roomadmins").with(admins.subList(0, max)))
                        .type())
                .isEqualTo("result");
    }

    @Test
    void a_question_that_comes_back_without_an_answer_changes_nothing() {
        juliet.submits(
                FormField.of("muc#roomconfig_persistentroom", "1"), FormField.of("muc#roomconfig_maxusers", "10"));
        juliet.submits(
                FormField.of("muc#roomconfig_persistentroom").with(List.of()),
                FormField.of("muc#roomconfig_maxusers").with(List.of()),
                FormField.of("muc#roomconfig_roomdesc").with(List.of()));

        assertThat(form().value("muc#roomconfig_persistentroom")).contains("1");
        assertThat(form().value("muc#roomconfig_maxusers")).contains("10");
        assertThat(form().value("muc#roomconfig_roomdesc").orElse("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "muc#roomconfig_persistentroom|0,1",
                "muc#roomconfig_roomname|Garden,Hall",
                "muc#roomconfig_whois|anyone,moderators",
                "muc#roomconfig_roomname|'Garden\nfake@conference.verona.example'",
            })
    void what_has_one_value_has_one_line(String field, String values) {
        var answer = juliet.submits(FormField.of(field).with(List.of(values.split(","))));

        assertThat(conditionOf(answer)).isEqualTo("not-acceptable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"verona.example", "hall@conference.verona.example"})
    void only_accounts_rule_a_room(String nobody) {
        assertThat(conditionOf(juliet.submits(FormField.of("muc#roomconfig_roomowners", nobody))))
                .isEqualTo("not-acceptable");
        assertThat(conditionOf(juliet.admin("<item affiliation='admin' jid='" + nobody + "'/>")))
                .isEqualTo("not-acceptable");
    }

    @Test
    void the_reason_of_a_destruction_is_as_long_as_it_may_be_and_not_longer() {
        var most = RoomLimits.DEFAULT.reasonCharactersMax();
        assertThat(conditionOf(destroys("x".repeat(most + 1)))).isEqualTo("policy-violation");
        assertThat(destroys("x".repeat(most)).type()).isEqualTo("result");
    }

    private Stanza destroys(String reason) {
        return juliet.asks(
                "set", "<query xmlns='" + OWNER + "'><destroy><reason>" + reason + "</reason></destroy></query>");
    }
}
