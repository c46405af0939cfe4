package io.kith.sharding.room.aspect;

import static io.kith.sharding.room.RoomClient.conditionOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.form.FormField;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.room.RoomClient;
import io.kith.sharding.room.RoomWorld;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RoomItemsTest {

    private final RoomWorld world = new RoomWorld(new RoomItems());
    private final RoomClient juliet = world.opened("juliet");

    private static Stanza ask(RoomClient client, String inside) {
        return client.asks("get", "<query xmlns='http://jabber.org/protocol/disco#items'>" + inside + "</query>");
    }

    private static List<String> nicks(Stanza answer) {
        return answer.child("query", Namespaces.DISCO_ITEMS).orElseThrow().children().stream()
                .filter(child -> child.name().equals("item"))
                .map(item -> item.attributeOr("jid", "").replaceAll(".*/", ""))
                .toList();
    }

    @Test
    void occupants_are_told_who_is_there_page_by_page() {
        world.client("romeo").joins("romeo");
        world.client("nurse").joins("nurse");

        assertThat(nicks(ask(juliet, ""))).containsExactly("juliet", "romeo", "nurse");
        var page = ask(juliet, "<set xmlns='http://jabber.org/protocol/rsm'><max>1</max><after>juliet</after></set>");
        assertThat(nicks(page)).containsExactly("romeo");
        assertThat(page.toXml()).contains("<count>3</count>");
    }

    @Test
    void occupants_of_a_crowd_are_told_also_who_was_not_shown_to_them() {
        juliet.submits(FormField.of("urn:kith:room#rollup", "2"));
        world.client("romeo").joins("romeo");
        var nurse = world.client("nurse").joins("nurse");
        assertThat(nurse.got()).doesNotContain("presence/romeo");

        assertThat(nicks(ask(nurse, ""))).containsExactly("juliet", "romeo", "nurse");
    }

    @Test
    void whose_presence_is_not_broadcast_is_told_to_moderators_and_to_itself() {
        juliet.submits(
                FormField.of("muc#roomconfig_moderatedroom", "1"),
                FormField.of("muc#roomconfig_presencebroadcast", "moderator", "participant"));
        var romeo = world.client("romeo").joins("romeo");
        var nurse = world.client("nurse").joins("nurse");

        assertThat(nicks(ask(juliet, ""))).containsExactly("juliet", "romeo", "nurse");
        assertThat(nicks(ask(romeo, ""))).containsExactly("juliet", "romeo");
        assertThat(nicks(ask(nurse, ""))).containsExactly("juliet", "nurse");
    }

    @Test
    void others_are_told_where_anybody_finds_the_room_and_may_enter() {
        var romeo = world.client("romeo");
        assertThat(nicks(ask(romeo, ""))).containsExactly("juliet");

        juliet.makes("romeo", "outcast");
        assertThat(nicks(ask(romeo, ""))).isEmpty();
        assertThat(nicks(ask(world.client("nurse"), ""))).containsExactly("juliet");
    }

    @ParameterizedTest
    @ValueSource(strings = {"publicroom=0", "membersonly=1", "passwordprotectedroom=1"})
    void and_else_they_are_not(String option) {
        var name = option.substring(0, option.indexOf('='));
        var secret = FormField.of("muc#roomconfig_roomsecret", "nightingale");
        var set = FormField.of("muc#roomconfig_" + name, option.substring(option.indexOf('=') + 1));
        assertThat(juliet.submits(set, secret).type()).isEqualTo("result");

        assertThat(nicks(ask(world.client("romeo"), ""))).isEmpty();
        assertThat(nicks(ask(juliet, ""))).containsExactly("juliet");
    }

    @Test
    void strangers_are_told_of_those_whose_presence_is_broadcast() {
        juliet.submits(FormField.of("muc#roomconfig_presencebroadcast", "moderator"));
        world.client("romeo").joins("romeo");

        assertThat(nicks(ask(world.client("tybalt"), ""))).containsExactly("juliet");
    }

    @Test
    void a_page_after_nobody_is_not_found() {
        assertThat(conditionOf(ask(juliet, "<set xmlns='http://jabber.org/protocol/rsm'><after>tybalt</after></set>")))
                .isEqualTo("item-not-found");
    }
}
