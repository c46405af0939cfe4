package io.kith.sharding.room.aspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.sharding.room.Aspects;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StableIdsTest {

    @Test
    void the_service_says_so_for_all_its_rooms() {
        assertThat(Aspects.of(List.of(new StableIds())).features())
                .containsExactly("http://jabber.org/protocol/muc#stable_id", "urn:xmpp:sid:0");
    }
}
