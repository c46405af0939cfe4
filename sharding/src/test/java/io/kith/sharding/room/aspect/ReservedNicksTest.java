package io.kith.sharding.room.aspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.ns.Namespaces;
import io.kith.sharding.room.RoomClient;
import io.kith.sharding.room.RoomWorld;
import org.junit.jupiter.api.Test;

final class ReservedNicksTest {

    private static final String QUERY = "<query xmlns='http://jabber.org/protocol/disco#info' node='x-roomuser-item'/>";
    private final RoomWorld world = new RoomWorld(new ReservedNicks(), new RoomInfo());
    private final RoomClient juliet = world.opened("juliet");

    @Test
    void a_user_learns_which_nickname_is_its_own() {
        juliet.admin("<item affiliation='member' jid='romeo@verona.example' nick='monty'/>");

        var query = world.client("romeo")
                .asks("get", QUERY)
                .child("query", Namespaces.DISCO_INFO)
                .orElseThrow();
        assertThat(query.child("identity").orElseThrow().attributeOr("name", ""))
                .isEqualTo("monty");
    }

    @Test
    void without_one_the_answer_is_empty() {
        var query =
                juliet.asks("get", QUERY).child("query", Namespaces.DISCO_INFO).orElseThrow();

        assertThat(query.isEmpty()).isTrue();
    }
}
