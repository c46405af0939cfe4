package io.kith.sharding.room.aspect;

import static io.kith.sharding.room.RoomClient.codes;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.form.FormField;
import io.kith.sharding.room.RoomClient;
import io.kith.sharding.room.RoomWorld;
import org.junit.jupiter.api.Test;

final class PublicLoggingTest {

    private final RoomWorld world = new RoomWorld(new PublicLogging());
    private final RoomClient juliet = world.opened("juliet");

    @Test
    void whoever_enters_a_logged_room_is_warned() {
        juliet.submits(FormField.of("muc#roomconfig_enablelogging", "1"));

        assertThat(world.client("romeo").joins("romeo").got()).contains("presence/romeo 110 170");
    }

    @Test
    void a_change_is_told_by_its_own_code() {
        juliet.submits(FormField.of("muc#roomconfig_enablelogging", "1"));
        assertThat(codes(juliet.got1())).containsExactly(170);

        juliet.submits(FormField.of("muc#roomconfig_enablelogging", "0"));
        assertThat(codes(juliet.got1())).containsExactly(171);
    }
}
