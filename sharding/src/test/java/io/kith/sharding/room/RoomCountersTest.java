package io.kith.sharding.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.sharding.room.aspect.MaxUsers;
import org.junit.jupiter.api.Test;

final class RoomCountersTest {

    private final RoomLimits limits = RoomLimits.DEFAULT.with(RoomLimits.DEFAULT.rates(), 2, 100);
    private final RoomWorld world = new RoomWorld(limits, new MaxUsers());
    private final RoomCounters counters = world.counters;

    @Test
    void who_comes_in_and_what_is_said_to_all_is_counted() {
        var juliet = world.opened("juliet");
        var romeo = world.client("romeo").joins("romeo");
        romeo.says("Ah, Juliet!");
        romeo.says("");
        juliet.says("Good night, good night!");

        assertThat(counters.joins.sum()).isEqualTo(2);
        assertThat(counters.messages.sum()).isEqualTo(3);
    }

    @Test
    void who_finds_no_place_is_counted_and_so_is_who_tries_too_often() {
        world.opened("juliet");
        world.client("romeo").joins("romeo");
        var nurse = world.client("nurse");
        var most = limits.rates().joins().burst();
        for (var i = 0; i <= most; i++) {
            nurse.joins("nurse");
        }

        assertThat(counters.joins.sum()).isEqualTo(2);
        assertThat(counters.full.sum()).isEqualTo(most);
        assertThat(counters.tooFast(Pace.JOINS).sum()).isEqualTo(1);
    }

    @Test
    void what_a_room_that_has_too_much_to_do_refuses_is_counted() {
        var juliet = world.opened("juliet");
        world.room.hold();
        for (var i = 0; i <= Gate.OF_ONE_MAX; i++) {
            juliet.says("Romeo?");
        }

        assertThat(counters.behind.sum()).isEqualTo(1);
    }
}
