package io.kith.sharding.room.aspect;

import static io.kith.sharding.room.RoomClient.conditionOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.form.DataForm;
import io.kith.proto.form.FormField;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.room.RoomAspect;
import io.kith.sharding.room.RoomClient;
import io.kith.sharding.room.RoomWorld;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RoomInfoTest {

    private static final String QUERY = "<query xmlns='http://jabber.org/protocol/disco#info'/>";
    private final RoomWorld world = new RoomWorld(RoomAspects.all().toArray(RoomAspect[]::new));
    private final RoomClient juliet = world.opened("juliet");

    private static List<String> features(Stanza answer) {
        return answer.child("query", Namespaces.DISCO_INFO).orElseThrow().children().stream()
                .filter(child -> child.name().equals("feature"))
                .map(child -> child.attributeOr("var", ""))
                .toList();
    }

    private static DataForm form(Stanza answer) {
        return DataForm.in(answer.child("query", Namespaces.DISCO_INFO).orElseThrow())
                .orElseThrow();
    }

    @Test
    void a_room_tells_its_name_and_what_it_is() {
        juliet.submits(FormField.of("muc#roomconfig_roomname", "A Dark Cave"));
        var answer = world.client("romeo").asks("get", QUERY);

        var identity = answer.child("query", Namespaces.DISCO_INFO)
                .orElseThrow()
                .child("identity")
                .orElseThrow();
        assertThat(identity.attributeOr("name", "")).isEqualTo("A Dark Cave");
        assertThat(identity.attributeOr("category", "")).isEqualTo("conference");
        assertThat(identity.attributeOr("type", "")).isEqualTo("text");
        assertThat(features(answer))
                .contains(
                        "http://jabber.org/protocol/muc",
                        "http://jabber.org/protocol/muc#stable_id",
                        "http://jabber.org/protocol/muc#self-ping-optimization",
                        "urn:xmpp:occupant-id:0",
                        "urn:xmpp:message-moderate:1",
                        "urn:xmpp:message-retract:1",
                        "urn:xmpp:hats:0",
                        "jabber:iq:register",
                        "vcard-temp",
                        "muc_public",
                        "muc_temporary",
                        "muc_open",
                        "muc_unmoderated",
                        "muc_semianonymous",
                        "muc_unsecured");
    }

    @Test
    void its_features_follow_its_configuration() {
        juliet.submits(
                FormField.of("muc#roomconfig_publicroom", "0"),
                FormField.of("muc#roomconfig_persistentroom", "1"),
                FormField.of("muc#roomconfig_membersonly", "1"),
                FormField.of("muc#roomconfig_moderatedroom", "1"),
                FormField.of("muc#roomconfig_whois", "anyone"),
                FormField.of("muc#roomconfig_passwordprotectedroom", "1"),
                FormField.of("muc#roomconfig_roomsecret", "cauldronburn"));

        assertThat(features(juliet.asks("get", QUERY)))
                .contains(
                        "muc_hidden",
                        "muc_persistent",
                        "muc_membersonly",
                        "muc_moderated",
                        "muc_nonanonymous",
                        "muc_passwordprotected")
                .doesNotContain("muc_public", "muc_open");
    }

    @Test
    void the_form_tells_more_and_the_subject_only_to_those_who_could_enter() {
        juliet.submits(
                FormField.of("muc#roomconfig_roomdesc", "For witches"), FormField.of("muc#roomconfig_lang", "en"));
        juliet.sends("<message type='groupchat'><subject>Spells</subject></message>");
        var nurse = world.client("nurse");

        var form = form(nurse.asks("get", QUERY));
        assertThat(form.formType()).isEqualTo("http://jabber.org/protocol/muc#roominfo");
        assertThat(form.value("muc#roominfo_description")).contains("For witches");
        assertThat(form.value("muc#roominfo_lang")).contains("en");
        assertThat(form.value("muc#roominfo_occupants")).contains("1");
        assertThat(form.value("muc#roominfo_subject")).contains("Spells");

        juliet.submits(FormField.of("muc#roomconfig_membersonly", "1"));
        assertThat(form(nurse.asks("get", QUERY)).value("muc#roominfo_subject")).isEmpty();
        assertThat(form(juliet.asks("get", QUERY)).value("muc#roominfo_subject"))
                .contains("Spells");
    }

    @Test
    void an_unknown_node_is_not_found_and_all_traffic_is_allowed() {
        assertThat(conditionOf(
                        juliet.asks("get", "<query xmlns='http://jabber.org/protocol/disco#info' node='other'/>")))
                .isEqualTo("service-unavailable");
        assertThat(conditionOf(juliet.asks(
                        "get",
                        "<query xmlns='http://jabber.org/protocol/disco#info'"
                                + " node='http://jabber.org/protocol/muc#traffic'/>")))
                .isEqualTo("service-unavailable");
    }

    @Test
    void a_room_that_is_not_there_or_not_yet_is_not_found() {
        var other = new RoomWorld(RoomAspects.all().toArray(RoomAspect[]::new));
        assertThat(conditionOf(other.client("nurse").asks("get", QUERY))).isEqualTo("item-not-found");

        other.client("romeo").joins("romeo");
        assertThat(conditionOf(other.client("nurse").asks("get", QUERY))).isEqualTo("item-not-found");
    }
}
