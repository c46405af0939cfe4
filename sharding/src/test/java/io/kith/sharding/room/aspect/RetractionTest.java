package io.kith.sharding.room.aspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaId;
import io.kith.sharding.room.RoomClient;
import io.kith.sharding.room.RoomWorld;
import org.junit.jupiter.api.Test;

final class RetractionTest {

    private final RoomWorld world = new RoomWorld(new Retraction(), new OccupantIds());
    private final RoomClient juliet = world.opened("juliet");
    private final RoomClient romeo = world.client("romeo").joins("romeo");

    RetractionTest() {
        juliet.took();
        romeo.took();
    }

    private static RoomClient retracts(RoomClient client, String id) {
        return client.sends("<message type='groupchat' id='r1'><body>/me took it back</body>"
                + "<retract xmlns='urn:xmpp:message-retract:1' id='" + id + "'/></message>");
    }

    @Test
    void what_is_taken_back_leaves_a_tombstone() {
        romeo.says("I love Rosaline");
        var id = world.log.lastKey();
        retracts(romeo, StanzaId.text(id));

        var tombstone = world.kept(id);
        assertThat(tombstone.body()).isEmpty();
        var retracted = tombstone.child("retracted", Namespaces.RETRACT).orElseThrow();
        assertThat(retracted.attributeOr("id", "")).isEqualTo("r1");
        assertThat(retracted.attributeOr("stamp", "")).isEqualTo("2026-11-01T12:00:00Z");
        assertThat(tombstone.has("occupant-id", Namespaces.OCCUPANT_ID)).isTrue();
        assertThat(tombstone.has("stanza-id", Namespaces.STANZA_ID)).isTrue();
        assertThat(world.log.lastEntry().getValue().references().retracts()).isEqualTo(StanzaId.text(id));
    }

    @Test
    void who_comes_later_is_told_of_the_retraction_alone() {
        romeo.says("I love Rosaline");
        retracts(romeo, StanzaId.text(world.log.lastKey()));

        assertThat(world.client("nurse").joins("nurse").got())
                .contains("message/romeo:groupchat /me took it back")
                .doesNotContain("message/romeo:groupchat I love Rosaline");
    }

    @Test
    void nobody_takes_back_what_others_have_said() {
        romeo.says("mine");
        juliet.took();

        assertThat(retracts(juliet, StanzaId.text(world.log.lastKey())).refusal())
                .isEqualTo("forbidden");
        assertThat(Stanza.parse(world.log.lastEntry().getValue().stanza()).body())
                .contains("mine");
    }

    @Test
    void what_is_not_there_is_not_found() {
        assertThat(retracts(romeo, StanzaId.text(7)).refusal()).isEqualTo("item-not-found");
        assertThat(retracts(romeo, "m1").refusal()).isEqualTo("item-not-found");
    }

    @Test
    void nothing_is_taken_back_twice() {
        romeo.says("once");
        var id = StanzaId.text(world.log.lastKey());
        retracts(romeo, id);
        romeo.took();

        assertThat(retracts(romeo, id).refusal()).isEqualTo("item-not-found");
    }

    @Test
    void a_moderation_is_not_to_be_forged_and_a_tombstone_neither() {
        romeo.says("mine");
        romeo.took();
        romeo.sends("<message type='groupchat'><retract xmlns='urn:xmpp:message-retract:1' id='"
                + StanzaId.text(world.log.lastKey()) + "'><moderated xmlns='urn:xmpp:message-moderate:1'/>"
                + "</retract></message>");
        assertThat(romeo.refusal()).isEqualTo("forbidden");

        romeo.sends("<message type='groupchat'><body>gone</body>"
                + "<retracted xmlns='urn:xmpp:message-retract:1' id='x'/></message>");
        assertThat(romeo.got1().has("retracted", Namespaces.RETRACT)).isFalse();
    }
}
