package io.kith.sharding.room.aspect;

import static io.kith.sharding.room.RoomClient.errorOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.form.FormField;
import io.kith.proto.stanza.StanzaError;
import io.kith.sharding.room.RoomClient;
import io.kith.sharding.room.RoomWorld;
import org.junit.jupiter.api.Test;

final class MembersOnlyTest {

    private final RoomWorld world = new RoomWorld(new MembersOnly());
    private final RoomClient juliet = world.opened("juliet");

    @Test
    void only_members_enter() {
        juliet.submits(FormField.of("muc#roomconfig_membersonly", "1"));
        var refusal = world.client("romeo").joins("romeo").got1();
        assertThat(errorOf(refusal)).isEqualTo(StanzaError.REGISTRATION_REQUIRED);

        juliet.makes("romeo", "member");
        assertThat(world.client("romeo").joins("romeo").got()).contains("presence/romeo 110");
    }

    @Test
    void into_an_open_room_everybody_does() {
        assertThat(world.client("romeo").joins("romeo").got()).contains("presence/romeo 110");
    }

    @Test
    void a_domain_may_be_a_member() {
        juliet.submits(FormField.of("muc#roomconfig_membersonly", "1"));
        juliet.admin("<item affiliation='member' jid='verona.example'/>");

        assertThat(world.client("romeo").joins("romeo").got()).contains("presence/romeo 110");
    }
}
