package io.kith.sharding.room.aspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.sharding.room.RoomAspect;
import io.kith.sharding.room.RoomWorld;
import org.junit.jupiter.api.Test;

final class SelfPingTest {

    @Test
    void a_room_answers_pings() {
        var world = new RoomWorld(new SelfPing());
        var juliet = world.opened("juliet");

        assertThat(juliet.asks("get", "<ping xmlns='urn:xmpp:ping'/>").type()).isEqualTo("result");
        assertThat(juliet.asks("get", "juliet", "<ping xmlns='urn:xmpp:ping'/>").type())
                .isEqualTo("result");
    }

    @Test
    void all_aspects_go_together() {
        var world = new RoomWorld(RoomAspects.all().toArray(RoomAspect[]::new));

        assertThat(world.opened("juliet").submits().type()).isEqualTo("result");
    }
}
