package io.kith.sharding.room.aspect;

import static io.kith.sharding.room.RoomClient.conditionOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaId;
import io.kith.proto.xml.Element;
import io.kith.sharding.room.RoomClient;
import io.kith.sharding.room.RoomEvent;
import io.kith.sharding.room.RoomLimits;
import io.kith.sharding.room.RoomWorld;
import io.kith.sharding.room.Rows;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

final class ModerationTest {

    private final RoomWorld world =
            new RoomWorld(new Moderation(), new Retraction(), new OccupantIds(), new Correction());
    private final RoomClient juliet = world.opened("juliet");
    private final RoomClient romeo = world.client("romeo").joins("romeo");

    ModerationTest() {
        romeo.says("free magic potions");
        juliet.took();
        romeo.took();
    }

    private Stanza moderates(RoomClient client, String id) {
        return client.asks(
                "set",
                "<moderate xmlns='urn:xmpp:message-moderate:1' id='" + id + "'>"
                        + "<retract xmlns='urn:xmpp:message-retract:1'/><reason>spam</reason></moderate>");
    }

    @Test
    void the_result_comes_when_the_tombstone_is_stored() {
        var writes = new ArrayList<Runnable>();
        world.replacing = writes;
        juliet.sends("<iq type='set' id='i1'><moderate xmlns='urn:xmpp:message-moderate:1' id='"
                + StanzaId.text(world.log.lastKey())
                + "'><retract xmlns='urn:xmpp:message-retract:1'/></moderate></iq>");
        assertThat(juliet.took()).noneMatch(Stanza::isIq);
        assertThat(writes).hasSize(1);

        writes.getFirst().run();

        assertThat(juliet.got1().type()).isEqualTo("result");
    }

    @Test
    void a_moderator_takes_back_what_others_said_and_all_are_told() {
        var id = world.log.lastKey();
        assertThat(moderates(juliet, StanzaId.text(id)).type()).isEqualTo("result");

        var told = romeo.got1();
        assertThat(told.from()).isEqualTo(RoomWorld.ROOM);
        var retract = told.child("retract", Namespaces.RETRACT).orElseThrow();
        assertThat(retract.attributeOr("id", "")).isEqualTo(StanzaId.text(id));
        assertThat(retract.child("reason").map(Element::text)).contains("spam");
        var moderated = retract.child("moderated", Namespaces.MODERATE).orElseThrow();
        assertThat(moderated.attributeOr("by", ""))
                .isEqualTo(RoomClient.address("juliet").toString());
        assertThat(moderated.child("occupant-id", Namespaces.OCCUPANT_ID)).isPresent();
        var tombstone = world.kept(id);
        assertThat(tombstone.body()).isEmpty();
        assertThat(tombstone
                        .child("retracted", Namespaces.RETRACT)
                        .orElseThrow()
                        .child("moderated", Namespaces.MODERATE))
                .isPresent();
        assertThat(world.log.lastEntry().getValue().id()).isGreaterThan(id);
        assertThat(world.journal.getLast())
                .isEqualTo(new RoomEvent.Moderated("juliet@verona.example", world.now(), id, "spam"));
    }

    @Test
    void what_was_corrected_is_taken_back_in_every_form() {
        var id = world.log.lastKey();
        var said = world.kept(id).id();
        romeo.sends("<message type='groupchat'><body>cheap magic potions</body>"
                + "<replace xmlns='urn:xmpp:message-correct:0' id='" + said + "'/></message>");
        moderates(juliet, StanzaId.text(world.log.lastKey()));

        assertThat(world.log.values().stream()
                        .map(row -> Stanza.parse(row.stanza()))
                        .flatMap(kept -> kept.body().stream()))
                .isEmpty();
    }

    @Test
    void others_do_not() {
        var id = StanzaId.text(world.log.lastKey());

        assertThat(conditionOf(moderates(romeo, id))).isEqualTo("forbidden");
        assertThat(conditionOf(moderates(world.client("nurse"), id))).isEqualTo("forbidden");
    }

    @Test
    void nobody_is_moderated_by_those_below() {
        juliet.says("mine");
        juliet.gives("romeo", "moderator");

        assertThat(conditionOf(moderates(romeo, StanzaId.text(world.log.lastKey()))))
                .isEqualTo("not-allowed");
    }

    @Test
    void what_is_not_there_is_not_found() {
        assertThat(conditionOf(moderates(juliet, StanzaId.text(9)))).isEqualTo("item-not-found");
        assertThat(conditionOf(moderates(juliet, "m1"))).isEqualTo("item-not-found");
        var id = StanzaId.text(world.log.lastKey());
        moderates(juliet, id);
        assertThat(conditionOf(moderates(juliet, id))).as("a second time").isEqualTo("item-not-found");
        assertThat(conditionOf(moderates(juliet, StanzaId.text(world.log.lastKey()))))
                .as("what the room said")
                .isEqualTo("item-not-found");
    }

    @Test
    void who_was_away_is_not_given_what_was_taken_back() {
        assertThat(world.client("nurse").joins("nurse").got()).contains("message/romeo:groupchat free magic potions");
        moderates(juliet, StanzaId.text(world.log.firstKey()));

        assertThat(world.client("paris").joins("paris").got())
                .doesNotContain("message/romeo:groupchat free magic potions");
    }

    @Test
    void nobody_makes_the_room_read_again_and_again() {
        var finds = RoomLimits.DEFAULT.rates().queries().burst() / Rows.FIND_COST;
        for (var i = 0; i < finds; i++) {
            assertThat(conditionOf(moderates(juliet, StanzaId.text(1_000_000 + i))))
                    .isEqualTo("item-not-found");
        }
        assertThat(conditionOf(moderates(juliet, StanzaId.text(1)))).isEqualTo("resource-constraint");
        assertThat(moderates(juliet, StanzaId.text(world.log.lastKey())).type()).isEqualTo("result");
    }

    @Test
    void a_subject_that_was_taken_back_is_none() {
        juliet.sends("<message type='groupchat'><subject>Offensive</subject></message>");
        romeo.took();
        assertThat(moderates(juliet, StanzaId.text(world.log.lastKey())).type()).isEqualTo("result");

        assertThat(romeo.took().stream().map(one -> one.element().toXml())).anyMatch(xml -> xml.contains("<subject/>"));
        var nurse = world.client("nurse").joins("nurse");
        assertThat(nurse.took().stream().map(one -> one.element().toXml())).noneMatch(xml -> xml.contains("Offensive"));
    }
}
