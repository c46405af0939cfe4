package io.kith.sharding.room.aspect;

import static io.kith.sharding.room.RoomClient.conditionOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.room.RoomClient;
import io.kith.sharding.room.RoomWorld;
import java.util.List;
import org.junit.jupiter.api.Test;

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
    void others_are_not() {
        assertThat(nicks(ask(world.client("romeo"), ""))).isEmpty();
    }

    @Test
    void a_page_after_nobody_is_not_found() {
        assertThat(conditionOf(ask(juliet, "<set xmlns='http://jabber.org/protocol/rsm'><after>tybalt</after></set>")))
                .isEqualTo("item-not-found");
    }
}
