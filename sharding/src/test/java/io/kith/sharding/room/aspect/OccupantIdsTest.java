package io.kith.sharding.room.aspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.room.RoomClient;
import io.kith.sharding.room.RoomWorld;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OccupantIdsTest {

    private final RoomWorld world = new RoomWorld(new OccupantIds());
    private final RoomClient juliet = world.opened("juliet");
    private final RoomClient romeo = world.client("romeo");

    private static List<String> ids(Stanza stanza) {
        return stanza.children().stream()
                .filter(child -> child.is("occupant-id", Namespaces.OCCUPANT_ID))
                .map(child -> stanza.element(child).attributeOr("id", ""))
                .toList();
    }

    @Test
    void every_presence_and_message_has_exactly_one() {
        romeo.joins("romeo").says("hello");
        var got = juliet.took();

        assertThat(got).hasSize(2).allSatisfy(stanza -> assertThat(ids(stanza)).hasSize(1));
        assertThat(ids(got.getFirst())).isEqualTo(ids(got.getLast()));
        romeo.sends("<message type='chat' to='" + RoomClient.address("juliet") + "'><body>psst</body></message>");
        assertThat(ids(juliet.got1())).isEqualTo(ids(got.getFirst()));
    }

    @Test
    void it_stays_the_users_whatever_the_nickname_and_is_not_another_users() {
        romeo.joins("romeo");
        var first = ids(juliet.got1());
        romeo.leaves();
        juliet.took();
        world.client("romeo", "garden", "two").joins("montague");
        assertThat(ids(juliet.got1())).isEqualTo(first);
        world.client("nurse").joins("nurse");
        assertThat(ids(juliet.got1())).isNotEqualTo(first);
    }

    @Test
    void it_tells_nothing_of_the_address_and_is_another_in_another_room() {
        romeo.joins("romeo");
        var id = ids(juliet.got1()).getFirst();

        assertThat(id).hasSizeLessThanOrEqualTo(128).doesNotContain("romeo");
        var secret = world.state.secret();
        assertThat(io.kith.sharding.room.Digests.occupantId(secret, romeo.jid()))
                .isEqualTo(id);
        assertThat(io.kith.sharding.room.Digests.occupantId("00" + secret.substring(2), romeo.jid()))
                .isNotEqualTo(id);
    }

    @Test
    void a_forged_one_is_replaced() {
        romeo.joins("romeo");
        var own = ids(juliet.got1());
        romeo.sends("<message type='groupchat'><body>I am Juliet</body>"
                + "<occupant-id xmlns='urn:xmpp:occupant-id:0' id='juliets'/></message>");
        romeo.sends("<presence><occupant-id xmlns='urn:xmpp:occupant-id:0' id='juliets'/></presence>");

        assertThat(juliet.took())
                .hasSize(2)
                .allSatisfy(stanza -> assertThat(ids(stanza)).isEqualTo(own));
    }
}
