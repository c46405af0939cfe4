package io.kith.sharding.room.aspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.sharding.room.Aspects;
import io.kith.sharding.room.RoomConfig;
import io.kith.sharding.room.RoomOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LifetimeTest {

    private final Aspects aspects = Aspects.of(List.of(new Lifetime(), new Moderated(), new StableIds()));

    @Test
    void rooms_say_whether_they_last_and_whether_they_are_found() {
        assertThat(aspects.features(RoomConfig.DEFAULT)).contains("muc_temporary", "muc_public");
        assertThat(aspects.features(
                        RoomConfig.DEFAULT.with(RoomOptions.PERSISTENT, true).with(RoomOptions.PUBLIC, false)))
                .contains("muc_persistent", "muc_hidden");
    }
}
