package io.kith.sharding.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.jid.Jid;
import io.kith.sharding.xep.Blocking;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// An account that blocks rooms, or who is in them (XEP-0191): what rooms say comes past the owner.
final class RoomDeskTest {

    private static final Jid HALL = Jid.parse("hall@" + World.ROOMS);
    private static final Jid TYBALT = HALL.withResource("tybalt");

    private final World world = new World(7, new Blocking(new Random(1)));
    private final Client phone = available("phone");

    private Client available(String resource) {
        world.account("juliet");
        var client = world.connect("juliet", resource);
        client.send("<presence/>");
        world.settle();
        return client;
    }

    private void change(String how, Jid whom) {
        phone.send("<iq type='set' id='b'><" + how + " xmlns='urn:xmpp:blocking'><item jid='" + whom + "'/></" + how
                + "></iq>");
        world.settle();
    }

    @Test
    void connections_leave_out_the_occupants_that_are_blocked_one_by_one() {
        change("block", TYBALT);
        assertThat(phone.shutOut).containsExactly(TYBALT);
        assertThat(available("tablet").shutOut).containsExactly(TYBALT);

        change("block", Jid.parse("paris@verona.example/church"));
        change("block", HALL.withResource("paris"));
        assertThat(phone.shutOut).containsExactly(HALL.withResource("paris"), TYBALT);

        change("unblock", TYBALT);
        change("unblock", HALL.withResource("paris"));
        assertThat(phone.shutOut).isEmpty();
    }

    @Test
    void a_new_owner_says_so_again() {
        change("block", TYBALT);
        world.ownerMoves("juliet");
        phone.shutOut = List.of();
        world.pass(Duration.ofSeconds(5));

        assertThat(phone.shutOut).containsExactly(TYBALT);
    }

    @Test
    void who_blocks_a_room_or_their_service_leaves_with_every_client() {
        var tablet = available("tablet");
        var left = new ArrayList<String>();
        world.rooms.put(HALL, wire -> {
            if (wire instanceof UserSession.Deliver deliver) {
                deliver.items().stream()
                        .map(Delivery::stanza)
                        .filter(stanza -> stanza.isType("unavailable"))
                        .forEach(stanza -> left.add(stanza.from() + " " + stanza.to()));
            }
        });
        for (var client : List.of(phone, tablet)) {
            client.send("<presence to='" + HALL + "/juliet'/>");
        }
        world.settle();
        change("block", TYBALT);
        assertThat(left).isEmpty();

        change("block", HALL.domainJid());

        assertThat(left)
                .containsOnly(
                        "juliet@verona.example/phone " + HALL + "/juliet",
                        "juliet@verona.example/tablet " + HALL + "/juliet");
    }
}
