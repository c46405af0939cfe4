package io.kith.sharding.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class UnstoredTest {

    private final Unstored unstored = new Unstored(100);

    @Test
    void has_room_up_to_its_bound_and_not_for_a_byte_more() {
        unstored.begun(60);

        assertThat(unstored.hasRoomFor(40)).isTrue();
        assertThat(unstored.hasRoomFor(41)).isFalse();

        unstored.ended(1);
        assertThat(unstored.hasRoomFor(41)).isTrue();
        assertThat(unstored.bytes()).isEqualTo(59);
    }
}
