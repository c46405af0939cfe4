package io.kith.sharding.room.aspect;

import static io.kith.sharding.room.RoomClient.codes;
import static io.kith.sharding.room.RoomClient.item;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.form.FormField;
import io.kith.sharding.room.RoomClient;
import io.kith.sharding.room.RoomWorld;
import org.junit.jupiter.api.Test;

final class AnonymityTest {

    private final RoomWorld world = new RoomWorld(new Anonymity());
    private final RoomClient juliet = world.opened("juliet");

    @Test
    void whoever_enters_a_non_anonymous_room_is_warned() {
        juliet.submits(FormField.of("muc#roomconfig_whois", "anyone"));

        assertThat(world.client("romeo").joins("romeo").got()).contains("presence/romeo 100 110");
    }

    @Test
    void a_change_is_told_by_its_own_code_and_what_has_none_besides() {
        var romeo = world.client("romeo").joins("romeo");
        romeo.took();
        juliet.took();
        juliet.submits(FormField.of("muc#roomconfig_whois", "anyone"));
        assertThat(codes(juliet.took().getFirst())).containsExactly(172);
        assertThat(romeo.took()).hasSize(3).satisfies(told -> {
            assertThat(codes(told.getFirst())).containsExactly(172);
            assertThat(item(told.get(1)).attributeOr("jid", ""))
                    .as("who juliet is")
                    .startsWith("juliet@");
        });

        juliet.submits(
                FormField.of("muc#roomconfig_whois", "moderators"), FormField.of("muc#roomconfig_roomname", "Cave"));
        assertThat(codes(juliet.got1())).containsExactly(104, 173);

        juliet.submits(FormField.of("muc#roomconfig_roomname", "Den"));
        assertThat(codes(juliet.got1())).containsExactly(104);
    }
}
