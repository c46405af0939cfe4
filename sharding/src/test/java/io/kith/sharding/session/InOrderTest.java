package io.kith.sharding.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.persistence.Stores;
import io.kith.persistence.faults.Fault;
import io.kith.persistence.faults.FaultPlan;
import io.kith.persistence.faults.Faults;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.xep.Blocking;
import io.kith.sharding.xep.PrivateStorage;
import io.kith.sharding.xep.VCard;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a client sends behind a request is processed behind it (RFC 6120 §10.1), and nobody else waits.
final class InOrderTest {

    private static final String BLOCK =
            "<iq type='set' id='b'><block xmlns='urn:xmpp:blocking'><item jid='romeo@verona.example'/></block></iq>";
    private static final String ADD = "<iq type='set' id='s'><query xmlns='jabber:iq:roster'>"
            + "<item jid='nurse@verona.example' name='Angelica'/></query></iq>";

    private final World world = new World(1, new Blocking(new Random(1)));

    @BeforeEach
    void accounts() {
        world.account("juliet");
        world.account("romeo");
        world.account("nurse");
    }

    @Test
    void what_follows_a_block_does_not_reach_who_is_blocked() {
        var juliet = available("juliet");
        var romeo = available("romeo");

        juliet.send(BLOCK);
        juliet.say("romeo", "secret");
        juliet.send("<presence to='romeo@verona.example'><status>secret</status></presence>");
        world.settle();

        assertThat(romeo.got).noneMatch(stanza -> stanza.toXml().contains("secret"));
        assertThat(answers(juliet)).startsWith("result b");
        assertThat(juliet.got)
                .anyMatch(
                        stanza -> stanza.id().equals("secret") && stanza.toXml().contains("not-acceptable"));
    }

    @Test
    void what_follows_a_revocation_is_not_shown_to_whom_it_was_revoked() {
        var juliet = available("juliet");
        var romeo = available("romeo");
        romeo.send("<presence to='juliet@verona.example' type='subscribe'/>");
        world.settle();
        juliet.send("<presence to='romeo@verona.example' type='subscribed'/>");
        world.settle();
        romeo.got.clear();

        juliet.send("<presence to='romeo@verona.example' type='unsubscribed'/>");
        juliet.send("<presence><status>secret</status></presence>");
        world.settle();

        assertThat(romeo.got).anyMatch(stanza -> stanza.isType("unavailable"));
        assertThat(romeo.got).noneMatch(stanza -> stanza.toXml().contains("secret"));
    }

    @Test
    void a_roster_that_is_read_behind_a_set_has_what_was_set() {
        var juliet = available("juliet");

        juliet.send(ADD);
        juliet.send("<iq type='get' id='g'><query xmlns='jabber:iq:roster'/></iq>");
        world.settle();

        assertThat(answers(juliet)).containsExactly("result s", "result g");
        assertThat(answer(juliet, "g").toXml()).contains("Angelica");
    }

    @Test
    void private_storage_and_vcard_are_read_as_they_were_written_before() {
        var faults = new Faults();
        var stores = faults.around(Stores.inMemory(new Random(1), InstantSource.system()));
        faults.plan(FaultPlan.always("put", new Fault.Held()));
        var own = new World(1, new PrivateStorage(stores.privateXml()), new VCard(stores.vcards()));
        own.account("juliet");
        var juliet = own.connect("juliet", "home");

        juliet.send("<iq type='set' id='p1'><query xmlns='jabber:iq:private'><a xmlns='urn:a'>new</a></query></iq>");
        juliet.send("<iq type='get' id='p2'><query xmlns='jabber:iq:private'><a xmlns='urn:a'/></query></iq>");
        juliet.send("<iq type='set' id='v1'><vCard xmlns='vcard-temp'><FN>new</FN></vCard></iq>");
        juliet.send("<iq type='get' id='v2'><vCard xmlns='vcard-temp'/></iq>");
        own.settle();
        assertThat(answers(juliet)).isEmpty();

        faults.plan(FaultPlan.none());
        faults.releaseAll();
        own.settle();
        assertThat(answers(juliet)).containsExactly("result p1", "result p2", "result v1", "result v2");
        assertThat(answer(juliet, "p2").toXml()).contains("new");
        assertThat(answer(juliet, "v2").toXml()).contains("new");
    }

    @Test
    void only_the_session_that_asked_waits_and_what_it_said_goes_out_before_it_does() {
        var juliet = available("juliet");
        var romeo = available("romeo");
        var chamber = world.connect("juliet", "chamber");
        world.faults.plan(FaultPlan.always("save", new Fault.Held()));
        juliet.send(ADD);
        juliet.say("romeo", "behind");
        chamber.say("romeo", "beside");
        romeo.say("juliet", "towards");
        world.settle();
        assertThat(romeo.bodies()).containsExactly("beside");
        assertThat(juliet.bodies()).containsExactly("towards");

        juliet.leave();
        world.pass(Duration.ofSeconds(3));
        assertThat(owner().sessions.all()).hasSize(2);
        world.faults.plan(FaultPlan.none());
        world.faults.releaseAll();
        world.pass(Duration.ofSeconds(3));

        assertThat(romeo.bodies()).containsExactly("beside", "behind");
        assertThat(owner().sessions.all()).hasSize(1);
        assertThat(owner().inOrder.isBusy()).isFalse();
    }

    @Test
    void a_change_that_can_not_be_stored_is_waited_for_until_it_is_refused() {
        var juliet = available("juliet");
        var romeo = available("romeo");
        world.faults.plan(FaultPlan.always("save", new Fault.Refused()));
        juliet.send(ADD);
        juliet.say("romeo", "behind");
        world.pass(Duration.ofMinutes(1));

        assertThat(answer(juliet, "s").toXml()).contains("resource-constraint");
        assertThat(romeo.bodies()).containsExactly("behind");
    }

    private Owner owner() {
        var owner = world.owner("juliet");
        assertThat(owner).isNotNull();
        return owner;
    }

    private Client available(String name) {
        var client = world.connect(name, "home");
        client.send("<presence/>");
        world.settle();
        client.got.clear();
        return client;
    }

    private static Stanza answer(Client client, String id) {
        return client.got.stream()
                .filter(stanza -> stanza.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /// The answers it got, in their order.
    private static List<String> answers(Client client) {
        return client.got.stream()
                .filter(stanza -> stanza.isIq() && stanza.isResponse())
                .map(stanza -> stanza.type() + " " + stanza.id())
                .toList();
    }
}
