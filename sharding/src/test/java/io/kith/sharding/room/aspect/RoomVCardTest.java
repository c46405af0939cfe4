package io.kith.sharding.room.aspect;

import static io.kith.sharding.room.RoomClient.codes;
import static io.kith.sharding.room.RoomClient.conditionOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.form.DataForm;
import io.kith.proto.ns.Namespaces;
import io.kith.sharding.room.RoomClient;
import io.kith.sharding.room.RoomLimits;
import io.kith.sharding.room.RoomWorld;
import java.util.Base64;
import org.junit.jupiter.api.Test;

final class RoomVCardTest {

    private static final String GET = "<vCard xmlns='vcard-temp'/>";
    private static final String CARD = "<vCard xmlns='vcard-temp'><PHOTO><TYPE>image/png</TYPE><BINVAL>"
            + Base64.getEncoder().encodeToString("abc".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
            + "</BINVAL></PHOTO></vCard>";
    private final RoomWorld world = new RoomWorld(new RoomVCard(), new RoomInfo());
    private final RoomClient juliet = world.opened("juliet");
    private final RoomClient nurse = world.client("nurse");

    private DataForm info() {
        var answer = nurse.asks("get", "<query xmlns='http://jabber.org/protocol/disco#info'/>");
        return DataForm.in(answer.child("query", Namespaces.DISCO_INFO).orElseThrow())
                .orElseThrow();
    }

    @Test
    void an_owner_sets_what_everybody_sees() {
        assertThat(conditionOf(nurse.asks("get", GET))).isEqualTo("item-not-found");
        assertThat(juliet.asks("set", CARD).type()).isEqualTo("result");

        assertThat(codes(juliet.got1())).containsExactly(104);
        assertThat(nurse.asks("get", GET)
                        .child("vCard", Namespaces.VCARD)
                        .orElseThrow()
                        .child("PHOTO"))
                .isPresent();
        assertThat(info().value("muc#roominfo_avatarhash")).contains("a9993e364706816aba3e25717850c26c9cd0d89d");
    }

    @Test
    void an_empty_card_takes_it_away() {
        juliet.asks("set", CARD);
        juliet.asks("set", GET);

        assertThat(conditionOf(nurse.asks("get", GET))).isEqualTo("item-not-found");
        assertThat(info().field("muc#roominfo_avatarhash")).isEmpty();
    }

    @Test
    void cards_change_at_a_pace_of_changes_and_of_bytes() {
        var changes = RoomLimits.DEFAULT.rates().changes();
        for (var i = 1; i < changes.burst(); i++) { // the first one opened the room
            assertThat(juliet.asks("set", CARD).isType("result")).isTrue();
        }
        assertThat(conditionOf(juliet.asks("set", CARD))).isEqualTo("resource-constraint");
        world.passes(changes.over());
        var large = "<vCard xmlns='vcard-temp'><NOTE>" + "x".repeat(60_000) + "</NOTE></vCard>";
        var largest = RoomLimits.DEFAULT.rates().bytes().burst() / 60_000;
        for (var i = 0; i < largest; i++) {
            assertThat(juliet.asks("set", large).isType("result")).isTrue();
        }
        assertThat(conditionOf(juliet.asks("set", large))).isEqualTo("resource-constraint");
        assertThat(juliet.asks("set", CARD).isType("result")).isTrue();
    }

    @Test
    void others_set_nothing() {
        juliet.makes("nurse", "admin");

        assertThat(conditionOf(nurse.asks("set", CARD))).isEqualTo("forbidden");
    }

    @Test
    void a_card_has_a_size() {
        var photo = "QUJD".repeat(RoomVCard.CARD_BYTES_MAX / 4);

        assertThat(conditionOf(juliet.asks(
                        "set", "<vCard xmlns='vcard-temp'><PHOTO><BINVAL>" + photo + "</BINVAL></PHOTO></vCard>")))
                .isEqualTo("policy-violation");
    }
}
