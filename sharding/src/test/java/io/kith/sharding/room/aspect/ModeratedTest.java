package io.kith.sharding.room.aspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.sharding.room.Aspects;
import io.kith.sharding.room.RoomConfig;
import io.kith.sharding.room.RoomOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ModeratedTest {

    @Test
    void rooms_say_whether_they_are_moderated() {
        var aspects = Aspects.of(List.of(new Moderated()));

        assertThat(aspects.features(RoomConfig.DEFAULT)).containsExactly("muc_unmoderated");
        assertThat(aspects.features(RoomConfig.DEFAULT.with(RoomOptions.MODERATED, true)))
                .containsExactly("muc_moderated");
    }
}
