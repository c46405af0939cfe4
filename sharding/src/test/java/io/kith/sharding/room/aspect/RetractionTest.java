package io.kith.sharding.room.aspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaId;
import io.kith.sharding.room.RoomClient;
import io.kith.sharding.room.RoomWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RetractionTest {

    private final RoomWorld world = new RoomWorld(new Retraction(), new OccupantIds(), new Correction());
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

    /// §5.3: the tombstone names what took it back.
    @Test
    void a_retraction_without_an_id_has_the_one_that_the_room_gives_it() {
        romeo.says("I love Rosaline");
        var id = world.log.lastKey();
        romeo.sends("<message type='groupchat'><retract xmlns='urn:xmpp:message-retract:1' id='" + StanzaId.text(id)
                + "'/></message>");

        assertThat(world.kept(id)
                        .child("retracted", Namespaces.RETRACT)
                        .orElseThrow()
                        .attributeOr("id", ""))
                .isEqualTo(StanzaId.text(world.log.lastKey()));
    }

    @Test
    void it_is_acknowledged_when_the_tombstones_of_every_form_are_stored() {
        romeo.sends("<message type='groupchat' id='m1'><body>I love Rosaline</body></message>");
        var id = world.log.lastKey();
        corrects(romeo, "m1", "I loved Rosaline");
        var before = romeo.handled;
        var writes = new ArrayList<Runnable>();
        world.replacing = writes;

        retracts(romeo, StanzaId.text(id));
        assertThat(writes).hasSize(2);
        writes.getFirst().run();
        assertThat(romeo.handled).isEqualTo(before);
        writes.getLast().run();

        assertThat(romeo.handled).isEqualTo(before + 1);
        assertThat(bodies()).containsExactly("/me took it back");
    }

    /// The room died between the retraction's row and the tombstone; its sender's owner sends it once more.
    @Test
    void one_that_is_said_again_leaves_the_tombstone_that_a_life_before_did_not_store() {
        romeo.sends("<message type='groupchat' id='m1'><body>I love Rosaline</body></message>");
        var id = world.log.lastKey();
        var said = Stanza.parse("<message type='groupchat' id='r1'><origin-id xmlns='urn:xmpp:sid:0' id='r1'/>"
                + "<retract xmlns='urn:xmpp:message-retract:1' id='" + StanzaId.text(id) + "'/></message>");
        world.replacing = new ArrayList<>();
        romeo.sends(said);
        world.replacing = null;
        var next = world.another(new Retraction(), new OccupantIds(), new Correction());
        next.client("romeo").joins("romeo").sends(said);

        assertThat(next.log).hasSize(2);
        assertThat(next.kept(id).has("retracted", Namespaces.RETRACT)).isTrue();
    }

    private static void corrects(RoomClient client, String id, String body) {
        client.sends("<message type='groupchat' id='" + body + "'><body>" + body + "</body>"
                + "<replace xmlns='urn:xmpp:message-correct:0' id='" + id + "'/></message>");
    }

    private List<String> bodies() {
        return world.log.values().stream()
                .flatMap(row -> Stanza.parse(row.stanza()).body().stream())
                .toList();
    }

    @Test
    void what_was_corrected_is_taken_back_in_every_form() {
        romeo.sends("<message type='groupchat' id='m1'><body>I love Rosaline</body></message>");
        var id = world.log.lastKey();
        corrects(romeo, "m1", "I loved Rosaline");
        corrects(romeo, "m1", "I never loved Rosaline");
        romeo.sends("<message type='groupchat' id='m2'><body>good morrow</body></message>");
        retracts(romeo, StanzaId.text(id));

        assertThat(bodies()).containsExactly("good morrow", "/me took it back");
        assertThat(world.client("nurse").joins("nurse").got())
                .noneMatch(got -> got.contains("Rosaline"))
                .contains("message/romeo:groupchat good morrow");
    }

    @Test
    void so_it_is_by_the_id_of_a_correction() {
        romeo.sends("<message type='groupchat' id='m1'><body>I love Rosaline</body></message>");
        corrects(romeo, "m1", "I loved Rosaline");
        var id = world.log.lastKey();
        corrects(romeo, "m1", "I never loved Rosaline");
        retracts(romeo, StanzaId.text(id));

        assertThat(bodies()).containsExactly("/me took it back");
    }

    @Test
    void corrections_of_others_under_the_same_id_stay() {
        romeo.sends("<message type='groupchat' id='m1'><body>romeos</body></message>");
        var id = world.log.lastKey();
        juliet.sends("<message type='groupchat' id='m1'><body>juliets</body></message>");
        corrects(juliet, "m1", "new");
        retracts(romeo, StanzaId.text(id));

        assertThat(bodies()).containsExactly("new", "new", "/me took it back");
    }

    @Test
    void corrections_that_are_in_memory_no_more_are_read_from_the_log() {
        romeo.sends("<message type='groupchat' id='m1'><body>I love Rosaline</body></message>");
        var id = world.log.lastKey();
        corrects(romeo, "m1", "I loved Rosaline");
        for (var i = 0; i < 260; i++) {
            world.passes(Duration.ofSeconds(1));
            juliet.says("talk");
        }
        retracts(romeo, StanzaId.text(id));

        assertThat(bodies())
                .doesNotContain("I love Rosaline", "I loved Rosaline")
                .contains("/me took it back");
    }

    @Test
    void a_correction_that_is_stored_after_the_retraction_brings_nothing_back() {
        romeo.sends("<message type='groupchat' id='m1'><body>I love Rosaline</body></message>");
        var id = world.log.lastKey();
        world.storeIsSlow = true;
        retracts(romeo, StanzaId.text(id));
        corrects(romeo, "m1", "I loved Rosaline");
        world.settles();

        assertThat(bodies()).containsExactly("/me took it back");
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
