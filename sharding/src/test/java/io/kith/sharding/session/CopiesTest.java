package io.kith.sharding.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.ns.Namespaces;
import io.kith.sharding.xep.Carbons;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who has only a copy of a message, since it takes none, does not keep it from whoever takes messages next.
final class CopiesTest {

    private static final String AWAY = "<presence type='unavailable'/>";
    private static final String RESERVED = "<presence><priority>-1</priority></presence>";

    private final World world = new World(1, new Carbons());

    @BeforeEach
    void accounts() {
        world.account("juliet");
        world.account("romeo");
    }

    @Test
    void a_device_of_negative_priority_takes_nothing_from_the_next_client() {
        var juliet = with("juliet", "balcony", "<presence/>");
        var sensor = copying("romeo", "sensor", RESERVED);
        juliet.say("romeo", "hi");
        world.settle();
        assertThat(sensor.copies()).containsExactly("hi");

        var street = with("romeo", "street", "<presence/>");
        assertThat(street.bodies()).containsExactly("hi");
        assertThat(street.last().has("delay", Namespaces.DELAY)).isTrue();
        assertThat(with("romeo", "garden", "<presence/>").bodies()).isEmpty();
    }

    @Test
    void nor_while_it_is_not_known_whether_it_has_taken_its_copy() {
        var juliet = with("juliet", "balcony", "<presence/>");
        var sensor = copying("romeo", "sensor", RESERVED);
        sensor.takes = false;
        juliet.say("romeo", "hi");
        world.settle();

        assertThat(with("romeo", "street", "<presence/>").bodies()).containsExactly("hi");
        sensor.takeAll();
        world.settle();
        assertThat(sensor.copies()).containsExactly("hi");
        assertThat(with("romeo", "garden", "<presence/>").bodies()).isEmpty();
    }

    @Test
    void nor_does_one_that_is_not_available() {
        var juliet = with("juliet", "balcony", "<presence/>");
        var orchard = copying("romeo", "orchard", AWAY);
        juliet.say("romeo", "hi");
        world.settle();
        assertThat(orchard.copies()).containsExactly("hi");

        assertThat(with("romeo", "street", "<presence/>").bodies()).containsExactly("hi");
    }

    @Test
    void a_note_to_oneself_waits_for_the_next_client_and_its_writer_gets_no_copy() {
        var romeo = copying("romeo", "orchard", AWAY);
        romeo.say("romeo", "remember");
        world.settle();
        assertThat(romeo.copies()).isEmpty();
        romeo.leave();
        world.settle();

        assertThat(with("romeo", "street", "<presence/>").bodies()).containsExactly("remember");
    }

    @Test
    void who_writes_to_another_client_of_its_own_account_gets_no_copy_of_that() {
        var romeo = copying("romeo", "orchard", "<presence/>");
        var street = with("romeo", "street", "<presence/>");
        var lane = copying("romeo", "lane", "<presence/>");
        romeo.send("<message to='romeo@verona.example/street' type='chat'><body>remember</body></message>");
        world.settle();

        assertThat(street.bodies()).containsExactly("remember");
        assertThat(lane.copies()).containsExactly("remember");
        assertThat(romeo.copies()).isEmpty();
        assertThat(romeo.bodies()).isEmpty();
    }

    @Test
    void who_becomes_available_is_not_given_what_it_has_a_copy_of_and_nobody_else_is_then() {
        var juliet = with("juliet", "balcony", "<presence/>");
        var romeo = copying("romeo", "orchard", RESERVED);
        juliet.say("romeo", "hi");
        juliet.say("romeo", "there");
        world.settle();
        romeo.send("<presence/>");
        world.settle();

        assertThat(romeo.copies()).containsExactly("hi", "there");
        assertThat(romeo.bodies()).isEmpty();
        assertThat(with("romeo", "street", "<presence/>").bodies()).isEmpty();
    }

    @Test
    void it_is_given_what_it_has_no_copy_of() {
        var juliet = with("juliet", "balcony", "<presence/>");
        var romeo = copying("romeo", "orchard", RESERVED);
        juliet.say("romeo", "copied");
        juliet.send("<message to='romeo@verona.example' type='chat'><body>private</body>"
                + "<private xmlns='urn:xmpp:carbons:2'/></message>");
        world.settle();
        romeo.send("<presence/>");
        world.settle();

        assertThat(romeo.copies()).containsExactly("copied");
        assertThat(romeo.bodies()).containsExactly("private");
    }

    @Test
    void what_it_has_not_taken_when_it_becomes_available_is_for_the_next_one_when_it_is_lost() {
        var juliet = with("juliet", "balcony", "<presence/>");
        var romeo = copying("romeo", "orchard", RESERVED);
        romeo.takes = false;
        juliet.say("romeo", "hi");
        world.settle();
        romeo.send("<presence/>");
        world.settle();
        var street = with("romeo", "street", "<presence/>");
        assertThat(street.bodies()).isEmpty();
        var edge = romeo.here();
        world.forget(edge);
        romeo.connectionLost(edge);
        juliet.say("romeo", "again");
        world.pass(Duration.ofSeconds(5));

        assertThat(street.bodies()).contains("hi", "again");
    }

    @Test
    void a_session_that_is_resumed_has_its_copies_and_keeps_them_from_nobody() {
        var juliet = with("juliet", "balcony", "<presence/>");
        var romeo = copying("romeo", "orchard", RESERVED);
        romeo.manage();
        romeo.takes = false;
        juliet.say("romeo", "one");
        world.settle();
        romeo.drop();
        world.settle();
        juliet.say("romeo", "two");
        world.settle();
        romeo.takes = true;
        romeo.resume();
        world.settle();
        assertThat(romeo.copies()).containsExactly("one", "two");

        assertThat(with("romeo", "street", "<presence/>").bodies()).containsExactly("one", "two");
    }

    @Test
    void so_it_is_after_its_owner_has_died_and_moved() {
        var juliet = with("juliet", "balcony", "<presence/>");
        var romeo = copying("romeo", "orchard", RESERVED);
        juliet.say("romeo", "one");
        world.settle();
        world.ownerDies("romeo");
        world.pass(Duration.ofSeconds(5));
        romeo.takes = false;
        juliet.say("romeo", "two");
        world.settle();
        world.ownerMoves("romeo");
        world.pass(Duration.ofSeconds(5));
        romeo.takeAll();
        world.settle();
        assertThat(romeo.copies()).containsExactly("one", "two");
        var street = with("romeo", "street", "<presence/>");
        assertThat(street.bodies()).containsExactly("one", "two");
        street.leave();

        romeo.send("<presence/>");
        world.pass(Duration.ofSeconds(5));
        assertThat(romeo.bodies()).isEmpty();
    }

    @Test
    void a_device_that_becomes_available_with_its_next_owner_is_not_given_what_it_has_a_copy_of() {
        var juliet = with("juliet", "balcony", "<presence/>");
        var romeo = copying("romeo", "orchard", RESERVED);
        juliet.say("romeo", "one");
        world.pass(Duration.ofSeconds(10));
        world.ownerMoves("romeo");
        world.pass(Duration.ofSeconds(5));
        romeo.send("<presence/>");
        world.pass(Duration.ofSeconds(10));
        assertThat(romeo.bodies()).isEmpty();

        world.ownerDies("romeo");
        world.pass(Duration.ofSeconds(5));
        assertThat(with("romeo", "street", "<presence/>").bodies()).isEmpty();
    }

    @Test
    void a_parked_session_that_moves_has_its_copies_and_keeps_them_from_nobody() {
        var juliet = with("juliet", "balcony", "<presence/>");
        var romeo = copying("romeo", "orchard", RESERVED);
        romeo.manage();
        romeo.takes = false;
        juliet.say("romeo", "one");
        world.settle();
        romeo.drop();
        world.settle();
        world.ownerMoves("romeo");
        world.pass(Duration.ofSeconds(5));
        romeo.takes = true;
        romeo.resume();
        world.settle();
        assertThat(romeo.copies()).containsExactly("one");

        assertThat(with("romeo", "street", "<presence/>").bodies()).containsExactly("one");
    }

    @Test
    void what_is_for_another_device_by_its_name_waits_for_nobody() {
        var juliet = with("juliet", "balcony", "<presence/>");
        var sensor = with("romeo", "sensor", RESERVED);
        var meter = copying("romeo", "meter", RESERVED);
        juliet.send("<message type='chat' to='romeo@verona.example/sensor'><body>for the sensor</body></message>");
        world.settle();
        assertThat(sensor.bodies()).containsExactly("for the sensor");
        assertThat(meter.copies()).containsExactly("for the sensor");

        assertThat(with("romeo", "street", "<presence/>").bodies()).isEmpty();
    }

    @Test
    void what_only_a_lost_device_was_to_get_waits_though_one_of_negative_priority_has_a_copy() {
        var juliet = with("juliet", "balcony", "<presence/>");
        var phone = with("romeo", "phone", "<presence/>");
        copying("romeo", "sensor", RESERVED);
        phone.manage();
        phone.drop();
        world.settle();
        juliet.say("romeo", "hi");
        world.pass(Duration.ofSeconds(303));

        assertThat(with("romeo", "street", "<presence/>").bodies()).containsExactly("hi");
    }

    private Client copying(String name, String resource, String presence) {
        var client = with(name, resource, presence);
        client.send("<iq type='set' id='c'><enable xmlns='urn:xmpp:carbons:2'/></iq>");
        world.settle();
        return client;
    }

    private Client with(String name, String resource, String presence) {
        var client = world.connect(name, resource);
        client.send(presence);
        world.settle();
        return client;
    }
}
