package io.kith.sharding.room.aspect;

import static io.kith.sharding.room.RoomClient.codes;
import static io.kith.sharding.room.RoomClient.conditionOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.form.DataForm;
import io.kith.proto.form.FormField;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.xml.Element;
import io.kith.sharding.room.RoomClient;
import io.kith.sharding.room.RoomLimits;
import io.kith.sharding.room.RoomWorld;
import org.junit.jupiter.api.Test;

final class HatsTest {

    private static final String HOST = "urn:example:host";
    private final RoomWorld world = new RoomWorld(new Hats(), new RoomItems(), new RoomInfo());
    private final RoomClient juliet = world.opened("juliet");
    private final RoomClient romeo = world.client("romeo").joins("romeo");

    HatsTest() {
        juliet.took();
        romeo.took();
    }

    private static Stanza command(RoomClient client, String verb, FormField... fields) {
        var form = fields.length == 0
                ? ""
                : DataForm.of(DataForm.Type.SUBMIT, fields).toElement().toXml();
        return client.asks(
                "set",
                "<command xmlns='http://jabber.org/protocol/commands' node='urn:xmpp:hats:commands:" + verb + "'>"
                        + form + "</command>");
    }

    private static Element commandIn(Stanza answer) {
        return answer.child("command", Namespaces.COMMANDS).orElseThrow();
    }

    private Stanza create(String uri, String title) {
        return command(juliet, "create", FormField.of("hats#uri", uri), FormField.of("hats#title", title));
    }

    private Stanza assign(String uri) {
        return command(
                juliet, "assign", FormField.of("hats#uri", uri), FormField.of("hats#jid", "romeo@verona.example"));
    }

    @Test
    void a_hat_that_is_assigned_is_seen_in_presence() {
        assertThat(commandIn(create(HOST, "Host")).attributeOr("status", "")).isEqualTo("completed");
        assertThat(codes(romeo.got1())).containsExactly(104);
        assign(HOST);

        var hats = romeo.got1().child("hats", Namespaces.HATS).orElseThrow();
        var hat = hats.child("hat").orElseThrow();
        assertThat(hat.attributeOr("title", "")).isEqualTo("Host");
        assertThat(hat.attributeOr("uri", "")).isEqualTo(HOST);
    }

    @Test
    void hats_are_taken_away_and_destroyed() {
        create(HOST, "Host");
        assign(HOST);
        romeo.took();
        command(juliet, "unassign", FormField.of("hats#uri", HOST), FormField.of("hats#jid", "romeo@verona.example"));
        assertThat(romeo.got1().has("hats", Namespaces.HATS)).isFalse();

        assign(HOST);
        romeo.took();
        command(juliet, "destroy", FormField.of("hats#uri", HOST));
        assertThat(romeo.took().getLast().has("hats", Namespaces.HATS)).isFalse();
        assertThat(world.state.hats()).isEmpty();
        assertThat(world.state.wearers()).isEmpty();
    }

    @Test
    void a_command_without_its_form_is_answered_with_it() {
        create(HOST, "Host");
        var answer = commandIn(command(juliet, "assign"));

        assertThat(answer.attributeOr("status", "")).isEqualTo("executing");
        var form = DataForm.in(answer).orElseThrow();
        assertThat(form.field("hats#uri").orElseThrow().options()).containsExactly(new FormField.Option("Host", HOST));
    }

    @Test
    void hats_and_who_wears_them_are_listed() {
        create(HOST, "Host");
        assign(HOST);

        assertThat(DataForm.in(commandIn(command(juliet, "list"))).orElseThrow().items())
                .hasSize(1);
        var assigned = DataForm.in(commandIn(command(juliet, "list-assigned"))).orElseThrow();
        assertThat(assigned.items().getFirst().getFirst().value()).contains("romeo@verona.example");
    }

    @Test
    void a_forged_hat_is_cut() {
        romeo.sends("<presence><hats xmlns='urn:xmpp:hats:0'><hat title='King' uri='urn:king'/></hats></presence>");

        assertThat(juliet.got1().has("hats", Namespaces.HATS)).isFalse();
    }

    @Test
    void only_admins_have_the_commands() {
        assertThat(conditionOf(command(romeo, "list"))).isEqualTo("forbidden");
        var node = "<query xmlns='http://jabber.org/protocol/disco#items'"
                + " node='http://jabber.org/protocol/commands'/>";
        assertThat(romeo.asks("get", node).firstChild().orElseThrow().children())
                .isEmpty();
        assertThat(juliet.asks("get", node).firstChild().orElseThrow().children())
                .hasSize(6);
        assertThat(conditionOf(command(juliet, "unknown"))).isEqualTo("item-not-found");
    }

    @Test
    void a_hat_has_a_uri_and_a_title_and_a_hue_that_is_one() {
        assertThat(conditionOf(create("", "Host"))).isEqualTo("bad-request");
        assertThat(conditionOf(create(HOST, " "))).isEqualTo("bad-request");
        assertThat(conditionOf(command(
                        juliet,
                        "create",
                        FormField.of("hats#uri", HOST),
                        FormField.of("hats#title", "Host"),
                        FormField.of("hats#hue", "361"))))
                .isEqualTo("bad-request");
        assertThat(conditionOf(assign("urn:none"))).isEqualTo("item-not-found");
    }

    @Test
    void a_room_has_so_many_hats_and_a_user_wears_so_many_and_no_more() {
        for (var i = 0; i < Hats.HATS_MAX; i++) {
            if (i % 50 == 0) {
                world.passes(RoomLimits.DEFAULT.rates().changes().over());
            }
            assertThat(create("urn:hat:" + i, "Hat").type()).isEqualTo("result");
        }
        world.passes(RoomLimits.DEFAULT.rates().changes().over());
        assertThat(conditionOf(create("urn:hat:more", "Hat"))).isEqualTo("resource-constraint");
        assertThat(create("urn:hat:0", "Renamed").type()).isEqualTo("result");

        for (var i = 0; i < Hats.WORN_MAX; i++) {
            assertThat(assign("urn:hat:" + i).type()).isEqualTo("result");
        }
        assertThat(conditionOf(assign("urn:hat:99"))).isEqualTo("resource-constraint");
    }
}
