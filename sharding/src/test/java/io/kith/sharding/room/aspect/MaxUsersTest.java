package io.kith.sharding.room.aspect;

import static io.kith.sharding.room.RoomClient.errorOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.form.FormField;
import io.kith.proto.stanza.StanzaError;
import io.kith.sharding.room.Limits;
import io.kith.sharding.room.RoomWorld;
import org.junit.jupiter.api.Test;

final class MaxUsersTest {

    @Test
    void a_room_holds_as_many_as_its_owner_sets() {
        var world = new RoomWorld(new MaxUsers());
        var juliet = world.opened("juliet");
        juliet.submits(FormField.of("muc#roomconfig_maxusers", "2"));

        assertThat(world.client("romeo").joins("romeo").got()).contains("presence/romeo 110");
        assertThat(errorOf(world.client("nurse").joins("nurse").got1()))
                .isEqualTo(StanzaError.SERVICE_UNAVAILABLE.withType(StanzaError.Type.WAIT));
        assertThat(world.client("romeo", "garden", "two").joins("romeo").got())
                .as("another client of one who is inside")
                .contains("presence/romeo 110");
    }

    @Test
    void who_is_inside_takes_no_second_place_under_another_nickname() {
        var world = new RoomWorld(new MaxUsers());
        var juliet = world.opened("juliet");
        juliet.submits(FormField.of("muc#roomconfig_maxusers", "2"));
        var romeo = world.client("romeo").joins("romeo");

        assertThat(world.client("romeo", "garden", "two").joins("montague").refusal())
                .isEqualTo("service-unavailable");
        romeo.took();
        assertThat(romeo.joins("montague").got())
                .as("the same client under another nickname is one still")
                .contains("presence/montague 110");
    }

    @Test
    void the_service_has_a_bound_of_its_own_with_places_for_admins() {
        var world = new RoomWorld(Limits.occupants(2, 1), new MaxUsers());
        var juliet = world.opened("juliet");
        juliet.submits(FormField.of("muc#roomconfig_maxusers", "100"));
        juliet.makes("nurse", "admin");
        juliet.makes("tybalt", "admin");
        world.client("romeo").joins("romeo");

        assertThat(world.client("paris").joins("paris").refusal()).isEqualTo("service-unavailable");
        assertThat(world.client("nurse").joins("nurse").got()).contains("presence/nurse 110");
        assertThat(world.client("tybalt").joins("tybalt").refusal()).isEqualTo("service-unavailable");
    }
}
