package io.kith.sharding.room.aspect;

import static io.kith.sharding.room.RoomClient.errorOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.form.FormField;
import io.kith.proto.stanza.StanzaError;
import io.kith.sharding.room.RoomClient;
import io.kith.sharding.room.RoomWorld;
import org.junit.jupiter.api.Test;

final class PasswordTest {

    private final RoomWorld world = new RoomWorld(new Password());
    private final RoomClient juliet = world.opened("juliet");

    private void protect(String secret) {
        assertThat(juliet.submits(
                                FormField.of("muc#roomconfig_passwordprotectedroom", "1"),
                                FormField.of("muc#roomconfig_roomsecret", secret))
                        .type())
                .isEqualTo("result");
    }

    @Test
    void without_the_password_nobody_enters() {
        protect("cauldronburn");
        var romeo = world.client("romeo");

        assertThat(errorOf(romeo.joins("romeo").got1())).isEqualTo(StanzaError.NOT_AUTHORIZED);
        assertThat(romeo.joins("romeo", "<password>cauldronbur</password>").refusal())
                .isEqualTo("not-authorized");
        assertThat(romeo.joins("romeo", "<password>cauldronburn</password>").got())
                .contains("presence/romeo 110");
    }

    @Test
    void who_is_in_hears_everything_again_without_it() {
        var romeo = world.client("romeo").joins("romeo");
        protect("cauldronburn");
        romeo.took();

        assertThat(romeo.joins("romeo").got()).contains("presence/juliet", "presence/romeo 110");
        assertThat(romeo.joins("montague").refusal()).isEqualTo("not-authorized");
        romeo.leaves();
        romeo.took();
        assertThat(romeo.joins("romeo").refusal()).isEqualTo("not-authorized");
    }

    @Test
    void a_protected_room_needs_a_password() {
        var answer = juliet.submits(
                FormField.of("muc#roomconfig_passwordprotectedroom", "1"),
                FormField.of("muc#roomconfig_roomsecret", " "));

        assertThat(errorOf(answer).condition()).isEqualTo(StanzaError.Condition.NOT_ACCEPTABLE);
        assertThat(errorOf(answer).text()).contains("muc#roomconfig_roomsecret");
    }
}
