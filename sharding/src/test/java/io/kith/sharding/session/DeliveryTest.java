package io.kith.sharding.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.persistence.account.AccountState;
import io.kith.persistence.archive.Direction;
import io.kith.persistence.archive.Row;
import io.kith.persistence.faults.Fault;
import io.kith.persistence.faults.FaultPlan;
import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.sharding.edge.EdgeMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Messages between accounts of one world without faults, unless the test makes one.
final class DeliveryTest {

    private final World world = new World(1);

    @BeforeEach
    void accounts() {
        world.account("juliet");
        world.account("romeo");
    }

    @Test
    void a_message_is_stored_on_both_sides_shown_and_only_then_handled() {
        var juliet = available("juliet", "balcony");
        var romeo = available("romeo", "orchard");

        var n = hold(() -> juliet.send("<message to='romeo@verona.example' type='chat'><body>hi</body></message>"));
        assertThat(juliet.handled).isLessThan(n);
        assertThat(romeo.bodies()).isEmpty();

        world.faults.releaseAll(); // the sender's row
        world.settle();
        assertThat(juliet.handled).isLessThan(n);
        world.faults.plan(FaultPlan.none());
        world.faults.releaseAll(); // the recipient's
        world.settle();

        assertThat(romeo.bodies()).containsExactly("hi");
        assertThat(romeo.last().has("stanza-id", Namespaces.STANZA_ID)).isTrue();
        assertThat(juliet.handled).isEqualTo(n);
        assertThat(log("juliet")).extracting(Row::direction).containsExactly(Direction.OUT);
        assertThat(log("romeo")).extracting(Row::direction).containsExactly(Direction.IN);
        assertThat(log("romeo").getFirst().senderId())
                .isEqualTo(log("juliet").getFirst().id());
    }

    @Test
    void a_connection_is_told_what_is_taken_and_not_handled_before_its_client_has_to_wait() {
        var juliet = available("juliet", "balcony");
        available("romeo", "orchard");

        var n = hold(() -> {
            var last = 0L;
            for (var i = 1; i < ClientSession.ACCEPTED_UNTOLD_MAX; i++) {
                last = juliet.send("<message to='romeo@verona.example' type='chat'><body>hi</body></message>");
            }
            return last;
        });
        assertThat(juliet.accepted).isLessThan(n);
        juliet.send("<message to='romeo@verona.example' type='chat'><body>hi</body></message>");
        world.settle();

        assertThat(juliet.accepted).isEqualTo(n + 1);
        assertThat(juliet.handled).isLessThanOrEqualTo(n - ClientSession.ACCEPTED_UNTOLD_MAX + 1);
    }

    @Test
    void rows_under_way_count_on_the_node_until_they_are_stored() {
        var juliet = available("juliet", "balcony");
        available("romeo", "orchard");

        hold(() -> juliet.send("<message to='romeo@verona.example' type='chat'><body>hi</body></message>"));
        assertThat(world.unstored.bytes()).isPositive();

        world.faults.plan(FaultPlan.none());
        world.faults.releaseAll();
        world.settle();
        assertThat(world.unstored.bytes()).isZero();
    }

    @Test
    void a_message_that_the_node_has_no_room_for_is_refused_and_one_that_just_fits_is_not() {
        var juliet = available("juliet", "balcony");
        var romeo = available("romeo", "orchard");
        world.unstored.begun(World.UNSTORED_MAX);

        juliet.say("romeo", "one too many");
        world.settle();

        assertThat(juliet.last().type()).isEqualTo("error");
        assertThat(juliet.last().element().child("error").orElseThrow().attributeOr("type", ""))
                .isEqualTo("wait");
        assertThat(romeo.bodies()).isEmpty();

        world.unstored.ended(World.UNSTORED_MAX);
        juliet.say("romeo", "hi");
        world.settle();
        assertThat(romeo.bodies()).containsExactly("hi");
    }

    @Test
    void typing_waits_behind_the_message_before_it() {
        var juliet = available("juliet", "balcony");
        var romeo = available("romeo", "orchard");
        hold(() -> {
            juliet.say("romeo", "hi");
            return juliet.send("<message to='romeo@verona.example' type='chat'>"
                    + "<composing xmlns='http://jabber.org/protocol/chatstates'/></message>");
        });
        assertThat(romeo.got).noneMatch(stanza -> stanza.isMessage());
        world.faults.plan(FaultPlan.none());
        world.faults.releaseAll();
        world.settle();
        var messages = romeo.got.stream().filter(stanza -> stanza.isMessage()).toList();
        assertThat(messages).hasSize(2);
        assertThat(messages.getFirst().body()).contains("hi");
    }

    @Test
    void what_nobody_took_waits_in_the_log_and_comes_with_the_first_presence() {
        var juliet = available("juliet", "balcony");
        juliet.say("romeo", "one");
        juliet.say("romeo", "two");
        world.settle();

        var romeo = world.connect("romeo", "orchard");
        assertThat(romeo.bodies()).isEmpty();
        romeo.send("<presence/>");
        world.settle();
        assertThat(romeo.bodies()).containsExactly("one", "two");
        assertThat(romeo.last().has("delay", Namespaces.DELAY)).isTrue();

        juliet.say("romeo", "three");
        world.settle();
        assertThat(romeo.bodies()).containsExactly("one", "two", "three");

        var again = available("romeo", "street");
        assertThat(again.bodies()).isEmpty();
    }

    @Test
    void a_device_that_was_lost_is_given_again_what_it_had_not_taken() {
        var juliet = available("juliet", "balcony");
        var romeo = available("romeo", "orchard");
        romeo.manage();
        juliet.say("romeo", "taken");
        world.settle();
        romeo.takes = false;
        juliet.say("romeo", "lost");
        world.settle();
        romeo.on("east");
        world.edgeDies("west");
        world.settle();

        romeo.takes = true;
        romeo.attach();
        world.settle();
        romeo.send("<presence/>");
        world.settle();
        assertThat(romeo.bodies()).containsExactly("taken", "lost");
    }

    @Test
    void a_device_that_was_lost_and_is_back_gets_nothing_twice_by_going_unavailable() {
        var juliet = available("juliet", "balcony");
        var romeo = available("romeo", "orchard");
        juliet.say("romeo", "before");
        world.settle();
        romeo = lostAndBack(romeo);
        juliet.say("romeo", "live");
        world.pass(Duration.ofSeconds(15));

        toggle(romeo, AWAY, () -> {});
        toggle(romeo, RESERVED, () -> {});
        assertThat(romeo.bodies()).containsExactly("before", "live");

        toggle(romeo, AWAY, () -> juliet.say("romeo", "meanwhile"));
        assertThat(romeo.bodies()).containsExactly("before", "live", "meanwhile");
        assertThat(romeo.last().has("delay", Namespaces.DELAY)).isTrue();
    }

    @Test
    void nor_after_its_owner_has_moved() {
        var juliet = available("juliet", "balcony");
        var romeo = lostAndBack(available("romeo", "orchard"));
        juliet.say("romeo", "live");
        world.pass(Duration.ofSeconds(15));
        world.ownerMoves("romeo");
        world.pass(Duration.ofSeconds(5));
        juliet.say("romeo", "later");
        world.pass(Duration.ofSeconds(5));

        toggle(romeo, AWAY, () -> {});
        assertThat(romeo.bodies()).containsExactly("live", "later");
    }

    @Test
    void what_was_taken_between_two_owners_is_not_given_to_the_next_session_of_the_third() {
        var juliet = available("juliet", "balcony");
        available("romeo", "orchard");
        juliet.say("romeo", "just taken when its owner died");
        world.settle();
        world.ownerDies("romeo");
        world.pass(Duration.ofSeconds(5));
        juliet.say("romeo", "taken since");
        world.pass(Duration.ofSeconds(10));
        world.ownerMoves("romeo");
        world.pass(Duration.ofSeconds(5));
        juliet.say("romeo", "and later");
        world.pass(Duration.ofSeconds(10));
        world.ownerDies("romeo");
        world.pass(Duration.ofSeconds(5));

        assertThat(available("romeo", "street").bodies()).containsExactly("just taken when its owner died");
    }

    @Test
    void a_device_that_was_given_old_rows_before_its_owner_died_is_not_given_what_it_had_taken_before() {
        var juliet = available("juliet", "balcony");
        var romeo = available("romeo", "orchard");
        juliet.say("romeo", "just taken");
        world.settle();
        world.ownerDies("romeo");
        world.pass(Duration.ofSeconds(5));
        juliet.say("romeo", "taken since");
        world.pass(Duration.ofSeconds(10));
        romeo.leave();
        world.settle();
        romeo.attach();
        world.settle();
        romeo.send("<presence/>");
        world.settle();
        assertThat(romeo.bodies()).containsExactly("just taken", "taken since", "just taken");
        world.ownerDies("romeo");
        world.pass(Duration.ofSeconds(5));

        assertThat(romeo.bodies()).hasSize(3);
    }

    @Test
    void what_a_device_held_when_another_was_lost_is_its_own_though_a_third_has_taken_it() {
        var juliet = available("juliet", "balcony");
        var phone = available("romeo", "phone");
        var garden = available("romeo", "garden");
        var street = available("romeo", "street");
        phone.takes = false;
        garden.takes = false;
        juliet.say("romeo", "for all");
        juliet.send("<message type='chat' to='romeo@verona.example/garden'><body>for the garden</body></message>");
        world.settle();
        assertThat(street.bodies()).containsExactly("for all");
        garden.leave();
        world.pass(Cursors.LAZY.plusSeconds(2));
        lose(phone);
        phone.takes = true;
        comeBack(phone);

        assertThat(phone.bodies()).contains("for all", "for the garden");
    }

    @Test
    void cursors_of_more_devices_than_one_write_carries_are_all_written() {
        var juliet = available("juliet", "balcony");
        var devices = AccountState.CURSORS_MAX + 8;
        for (var i = 0; i < devices; i++) {
            available("romeo", "device" + i);
        }
        juliet.say("romeo", "hi");
        world.pass(Cursors.LAZY.plusSeconds(2));

        var uid = world.stores
                .accounts()
                .find(World.jid("romeo"))
                .toCompletableFuture()
                .join()
                .orElseThrow()
                .uid();
        var stored =
                world.stores.states().load(uid).toCompletableFuture().join().cursors();
        assertThat(stored).hasSize(devices + 1);
    }

    @Test
    void a_cursor_that_could_not_be_written_is_written_later() {
        var juliet = available("juliet", "balcony");
        available("romeo", "orchard");
        world.faults.plan(FaultPlan.script("saveCursors", new Fault.Refused()));
        juliet.say("romeo", "hi");
        world.pass(Cursors.LAZY.multipliedBy(2).plusSeconds(3));
        world.ownerDies("romeo");
        world.pass(Duration.ofSeconds(5));

        assertThat(available("romeo", "street").bodies()).isEmpty();
    }

    @Test
    void nor_when_it_is_not_known_yet_whether_it_has_taken_what_it_was_sent() {
        var juliet = available("juliet", "balcony");
        var romeo = available("romeo", "orchard");
        romeo.takes = false;
        for (var i = 0; i < 40; i++) {
            juliet.say("romeo", "m" + i);
        }
        world.settle();

        toggle(romeo, RESERVED, () -> {});
        toggle(romeo, AWAY, () -> juliet.say("romeo", "meanwhile"));
        romeo.takeAll();
        assertThat(romeo.bodies()).hasSize(41).doesNotHaveDuplicates();
    }

    @Test
    void who_was_away_by_its_own_wish_is_not_given_what_another_device_took() {
        var juliet = available("juliet", "balcony");
        var romeo = lostAndBack(available("romeo", "orchard"));
        var street = available("romeo", "street");

        toggle(romeo, AWAY, () -> juliet.say("romeo", "meanwhile"));
        assertThat(street.bodies()).containsExactly("meanwhile");
        assertThat(romeo.bodies()).isEmpty();
    }

    @Test
    void a_device_lost_again_is_given_only_what_it_missed_the_second_time() {
        var juliet = available("juliet", "balcony");
        var romeo = lostAndBack(available("romeo", "orchard"));
        var street = available("romeo", "street");
        juliet.say("romeo", "live");
        world.pass(Duration.ofSeconds(10));
        lose(romeo);
        juliet.say("romeo", "missed");
        world.settle();

        assertThat(street.bodies()).containsExactly("live", "missed");
        assertThat(comeBack(romeo).bodies()).containsExactly("live", "missed");
    }

    private static final String AWAY = "<presence type='unavailable'/>";
    private static final String RESERVED = "<presence><priority>-1</priority></presence>";

    private void toggle(Client client, String presence, Runnable meanwhile) {
        client.send(presence);
        world.settle();
        meanwhile.run();
        world.settle();
        client.send("<presence/>");
        world.pass(Duration.ofSeconds(2));
    }

    private Client lostAndBack(Client client) {
        lose(client);
        return comeBack(client);
    }

    /// Its connection is lost without a word.
    private void lose(Client client) {
        var edge = client.here();
        world.forget(edge);
        client.connectionLost(edge);
    }

    private Client comeBack(Client client) {
        client.attach();
        world.settle();
        client.send("<presence/>");
        world.settle();
        return client;
    }

    @Test
    void what_a_client_sends_again_after_a_failed_resumption_has_one_row_also_without_an_origin_id() {
        var juliet = available("juliet", "balcony");
        available("romeo", "orchard");
        juliet.manage();
        hold(() -> {
            juliet.sayPlainly("romeo", "one");
            juliet.sayPlainly("romeo", "two");
            return juliet.n;
        });
        juliet.on("east");
        world.edgeDies("west");
        juliet.resume();
        world.settle();
        juliet.attach();
        world.settle();
        world.faults.plan(FaultPlan.none());
        world.faults.releaseAll();
        world.settle();

        assertThat(juliet.handled).isEqualTo(juliet.n);
        assertThat(log("romeo")).hasSize(2);
        assertThat(log("juliet")).hasSize(2);
    }

    @Test
    void the_same_after_the_owner_died_too() {
        var juliet = available("juliet", "balcony");
        juliet.manage();
        juliet.deaf = true; // its connection hears of nothing
        juliet.sayPlainly("romeo", "one");
        world.settle();
        world.edgeDies("west");
        world.ownerDies("juliet");
        juliet.deaf = false;
        juliet.on("east").resume();
        world.settle();
        juliet.attach();
        world.settle();

        assertThat(juliet.handled).isEqualTo(juliet.n);
        assertThat(log("juliet")).hasSize(1);
        assertThat(log("romeo")).hasSize(1);
    }

    @Test
    void duplicates_are_known_among_as_many_young_rows_as_may_be_unconfirmed() {
        var juliet = available("juliet", "balcony");
        for (var i = 0; i < AccountLog.TAIL_ROWS_MAX; i++) {
            juliet.say("romeo", "m" + i);
        }
        world.settle();
        assertThat(juliet.handled).isEqualTo(juliet.n);
        assertThat(saidAgain("m0")).as("among the newest").isFalse();
        assertThat(saidAgain("one more")).isTrue();
        assertThat(saidAgain("m0")).as("beyond them").isTrue();
    }

    /// Whether it gets a row of its own from an owner that knows only the log.
    private boolean saidAgain(String id) {
        world.ownerDies("juliet");
        var juliet = world.connect("juliet", "garden");
        juliet.send("<presence/>");
        world.settle();
        var owner = world.owner("juliet");
        assertThat(owner).isNotNull();
        var head = owner.log.head();
        juliet.say("romeo", id);
        world.settle();
        assertThat(juliet.handled).isEqualTo(juliet.n);
        return owner.log.head() > head;
    }

    @Test
    void after_a_crash_under_load_a_device_gets_again_what_it_took_in_about_a_second() {
        assertThat(givenAgainAfterACrash(200)).isLessThanOrEqualTo(2 * 40);
    }

    @Test
    void after_a_crash_with_little_traffic_it_gets_again_few_rows() {
        assertThat(givenAgainAfterACrash(Cursors.ROWS_SOON - 1)).isLessThan(Cursors.ROWS_SOON);
    }

    /// Forty messages a second to a client that takes them at once; then its owner and its connection die.
    private long givenAgainAfterACrash(int messages) {
        var juliet = available("juliet", "balcony");
        var romeo = available("romeo", "orchard");
        for (var i = 0; i < messages; i++) {
            juliet.say("romeo", "m" + i);
            world.pass(Duration.ofMillis(25));
        }
        assertThat(romeo.bodies()).hasSize(messages);
        world.ownerDies("romeo");
        romeo.on("east");
        world.forget(romeo.here());
        romeo.connectionLost(romeo.here());
        romeo.attach();
        world.settle();
        romeo.send("<presence/>");
        world.pass(Duration.ofSeconds(3));
        return (long) romeo.bodies().size() - messages;
    }

    @Test
    void a_resumed_session_gets_what_it_had_not_acknowledged_and_what_came_since() {
        var juliet = available("juliet", "balcony");
        var romeo = available("romeo", "orchard");
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
        assertThat(romeo.refused).isFalse();
        assertThat(romeo.bodies()).containsExactly("one", "two");
        juliet.say("romeo", "three");
        world.settle();
        assertThat(romeo.bodies()).containsExactly("one", "two", "three");
    }

    /// What rooms show goes past the owner; whoever enters large ones has thousands of stanzas not acknowledged yet.
    @Test
    void a_session_that_was_lost_with_thousands_of_stanzas_gets_all_of_them_again() {
        var juliet = available("juliet", "balcony");
        var romeo = available("romeo", "orchard");
        romeo.manage();
        romeo.takes = false;
        var said = new ArrayList<String>();
        for (var i = 0; i < 3_000; i++) {
            said.add("word " + i);
            juliet.send(
                    "<message type='headline' to='romeo@verona.example/orchard'><body>word " + i + "</body></message>");
            if (i % 50 == 0) {
                world.settle();
            }
        }
        world.settle();
        romeo.drop();
        world.settle();
        juliet.send("<message type='headline' to='romeo@verona.example/orchard'><body>since</body></message>");
        world.settle();

        romeo.takes = true;
        romeo.resume();
        world.pass(Duration.ofSeconds(5));
        juliet.say("romeo", "after");
        world.settle();

        said.addAll(List.of("since", "after"));
        assertThat(romeo.bodies()).containsAll(said).endsWith("since", "after");
    }

    @Test
    void resuming_takes_a_session_from_its_old_connection() {
        var juliet = available("juliet", "balcony");
        var romeo = available("romeo", "orchard");
        romeo.manage();
        romeo.takes = false;
        juliet.say("romeo", "one");
        world.settle();

        var elsewhere = world.client("romeo", "orchard");
        elsewhere.knows(romeo);
        elsewhere.resume();
        world.settle();
        assertThat(elsewhere.refused).isFalse();
        assertThat(elsewhere.bodies()).containsExactly("one");
        assertThat(romeo.edge).isNull();
    }

    @Test
    void a_session_is_resumed_though_its_owner_has_not_heard_that_it_can_be() {
        var romeo = available("romeo", "orchard");
        enableIsLost(romeo);
        var elsewhere = world.client("romeo", "orchard");
        elsewhere.knows(romeo);
        elsewhere.resume();
        world.settle();
        assertThat(elsewhere.heard).hasAtLeastOneElementOfType(EdgeMessage.Resumed.class);
    }

    @Test
    void so_is_one_that_is_parked_by_then() {
        var juliet = available("juliet", "balcony");
        var romeo = available("romeo", "orchard");
        enableIsLost(romeo);
        romeo.drop();
        world.settle();
        juliet.say("romeo", "one");
        romeo.resume();
        world.settle();
        assertThat(romeo.refused).isFalse();
        assertThat(romeo.bodies()).containsExactly("one");
    }

    private void enableIsLost(Client client) {
        world.weather = new World.Weather(1_000, 0, 0);
        client.manage();
        world.weather = World.Weather.FAIR;
    }

    @Test
    void a_resume_that_is_repeated_on_the_way_has_one_answer() {
        var romeo = available("romeo", "orchard");
        romeo.manage();
        var elsewhere = world.client("romeo", "orchard");
        elsewhere.knows(romeo);
        world.weather = new World.Weather(0, 1_000, 0);
        elsewhere.resume();
        world.pass(Lifecycle.PARK_WITHIN.plusSeconds(1));

        assertThat(elsewhere.heard)
                .hasAtLeastOneElementOfType(EdgeMessage.Resumed.class)
                .doesNotHaveAnyElementsOfTypes(EdgeMessage.ResumeFailed.class);
    }

    @Test
    void a_resume_that_the_old_connection_does_not_answer_fails_after_two_seconds_and_tells_what_was_handled() {
        available("juliet", "balcony");
        var romeo = available("romeo", "orchard");
        romeo.manage();
        romeo.say("juliet", "hi");
        world.settle();
        romeo.heard.clear();

        var elsewhere = world.client("romeo", "orchard");
        elsewhere.knows(romeo);
        romeo.deaf = true;
        elsewhere.resume();
        world.pass(Lifecycle.PARK_WITHIN.minusMillis(1));
        assertThat(elsewhere.heard).isEmpty();
        world.pass(Duration.ofMillis(2));
        assertThat(elsewhere.heard).containsExactly(new EdgeMessage.ResumeFailed(1));
    }

    @Test
    void when_a_parked_session_expires_other_resources_get_what_it_held() {
        var juliet = available("juliet", "balcony");
        var romeo = available("romeo", "orchard");
        romeo.manage();
        romeo.takes = false;
        juliet.say("romeo", "one");
        world.settle();
        romeo.drop();
        var street = available("romeo", "street");
        assertThat(street.bodies()).isEmpty();

        world.pass(Duration.ofSeconds(303));
        assertThat(street.bodies()).containsExactly("one");
    }

    @Test
    void the_oldest_parked_session_makes_room_for_a_client_that_is_there() {
        var clients = new ArrayList<Client>();
        for (var i = 0; i < Resources.RESOURCES_MAX; i++) {
            var client = world.client("romeo", "r" + i);
            client.attach();
            world.settle();
            clients.add(client);
        }
        var late = world.client("romeo", "late");
        late.attach();
        world.settle();
        assertThat(late.refused).isTrue();

        for (var lost : List.of(clients.get(7), clients.get(3))) {
            lost.manage();
            lost.drop();
            world.pass(Duration.ofSeconds(1));
        }
        var comes = world.client("romeo", "comes");
        comes.attach();
        world.settle();
        assertThat(comes.refused).isFalse();
        clients.get(7).resume();
        clients.get(3).resume();
        world.settle();
        assertThat(clients.get(7).heard).hasAtLeastOneElementOfType(EdgeMessage.ResumeFailed.class);
        assertThat(clients.get(3).heard).hasAtLeastOneElementOfType(EdgeMessage.Resumed.class);
    }

    @Test
    void a_write_of_unknown_outcome_is_repeated_under_the_same_id() {
        var juliet = available("juliet", "balcony");
        var romeo = available("romeo", "orchard");
        world.faults.plan(FaultPlan.script(
                "append", new Fault.DoneButTimedOut(), new Fault.TimedOut(), new Fault.DoneButTimedOut()));
        juliet.say("romeo", "hi");
        world.pass(Duration.ofSeconds(3));

        assertThat(romeo.bodies()).containsExactly("hi");
        assertThat(juliet.handled).isEqualTo(juliet.n);
        assertThat(log("juliet")).hasSize(1);
        assertThat(log("romeo")).hasSize(1);
    }

    @Test
    void while_the_store_is_down_messages_are_shown_and_acks_wait() {
        var juliet = available("juliet", "balcony");
        var romeo = available("romeo", "orchard");
        juliet.say("romeo", "before");
        world.settle();
        world.storeIsDown = true;
        world.faults.plan(FaultPlan.always("append", new Fault.Refused()));
        juliet.say("romeo", "hi");
        world.settle();
        assertThat(romeo.bodies()).containsExactly("before", "hi");
        assertThat(juliet.handled).isLessThan(juliet.n);

        world.storeIsDown = false;
        world.faults.plan(FaultPlan.none());
        world.pass(Duration.ofSeconds(12));
        assertThat(juliet.handled).isEqualTo(juliet.n);
        assertThat(romeo.bodies()).containsExactly("before", "hi");
        assertThat(log("romeo")).hasSize(2);
    }

    @Test
    void what_waits_for_a_store_that_hangs_is_shown_once_that_is_found_out() {
        var juliet = available("juliet", "balcony");
        var romeo = available("romeo", "orchard");
        juliet.say("romeo", "before");
        world.settle();
        world.faults.plan(FaultPlan.always("append", new Fault.Slow(Duration.ofSeconds(30))));
        juliet.say("romeo", "hi");
        world.pass(Duration.ofSeconds(5));
        assertThat(romeo.bodies()).containsExactly("before");

        world.storeIsDown = true;
        world.pass(Duration.ofSeconds(3));
        assertThat(romeo.bodies()).containsExactly("before", "hi");
        assertThat(juliet.handled).isLessThan(juliet.n);

        world.storeIsDown = false;
        world.faults.plan(FaultPlan.none());
        world.pass(Duration.ofSeconds(60));
        assertThat(juliet.handled).isEqualTo(juliet.n);
        assertThat(romeo.bodies()).containsExactly("before", "hi");
        assertThat(log("romeo")).hasSize(2);
    }

    @Test
    void a_session_that_moves_with_its_owner_misses_and_repeats_nothing() {
        var juliet = available("juliet", "balcony");
        var romeo = available("romeo", "orchard");
        juliet.say("romeo", "one");
        world.settle();
        world.ownerMoves("romeo");
        world.ownerMoves("juliet");
        juliet.say("romeo", "two");
        world.pass(Duration.ofSeconds(5));
        juliet.say("romeo", "three");
        world.pass(Duration.ofSeconds(5));
        assertThat(romeo.bodies()).containsExactly("one", "two", "three");
        assertThat(juliet.handled).isEqualTo(juliet.n);
        assertThat(log("romeo")).hasSize(3);
        assertThat(log("juliet")).hasSize(3);
    }

    @Test
    void a_client_that_sends_again_what_was_stored_gets_no_second_row() {
        var juliet = available("juliet", "balcony");
        var romeo = available("romeo", "orchard");
        juliet.say("romeo", "once");
        world.settle();
        var later = available("juliet", "chamber");
        later.say("romeo", "once"); // the same origin-id, in another session
        world.settle();
        assertThat(romeo.bodies()).containsExactly("once");
        assertThat(later.handled).isEqualTo(later.n);
    }

    @Test
    void messages_that_share_an_origin_id_all_arrive() {
        var romeo = available("romeo", "orchard");
        for (var device : List.of("balcony", "chamber")) {
            var juliet = available("juliet", device);
            for (var body : List.of("one", "two")) {
                juliet.send("<message to='" + World.jid("romeo") + "' type='chat'><body>" + body + " from " + device
                        + "</body><origin-id xmlns='urn:xmpp:sid:0' id='1'/></message>");
                world.settle();
            }
        }
        assertThat(romeo.bodies())
                .containsExactly("one from balcony", "two from balcony", "one from chamber", "two from chamber");
    }

    @Test
    void beyond_a_thousand_rows_in_flight_a_message_is_refused_with_wait() {
        var juliet = available("juliet", "balcony");
        juliet.say("romeo", "opens the log");
        world.settle();
        hold(() -> {
            for (var i = 0; i < AccountLog.IN_FLIGHT_MAX; i++) {
                juliet.say("romeo", "m" + i);
            }
            return 0L;
        });
        assertThat(juliet.got).noneMatch(stanza -> stanza.isError());
        juliet.say("romeo", "one too many");
        world.settle();
        assertThat(juliet.last().isError()).isTrue();
        assertThat(juliet.last().toXml()).contains("resource-constraint").contains("wait");
    }

    @Test
    void a_note_to_self_is_one_row_and_reaches_all_devices() {
        var juliet = available("juliet", "balcony");
        var chamber = available("juliet", "chamber");
        juliet.say("juliet", "remember");
        world.settle();
        assertThat(log("juliet")).hasSize(1);
        assertThat(chamber.bodies()).containsExactly("remember");
        assertThat(juliet.handled).isEqualTo(juliet.n);
    }

    @Test
    void strangers_of_other_domains_and_malformed_addresses_are_answered() {
        var juliet = available("juliet", "balcony");
        juliet.send("<message to='x@elsewhere.example' type='chat'><body>hi</body></message>");
        juliet.send("<message to='@@' type='chat'><body>hi</body></message>");
        world.settle();
        var errors = juliet.got.stream().filter(stanza -> stanza.isError()).toList();
        assertThat(errors.get(0).toXml()).contains("remote-server-not-found");
        assertThat(errors.get(1).toXml()).contains("jid-malformed");
        assertThat(juliet.handled).isEqualTo(juliet.n);
    }

    @Test
    void chat_states_and_no_store_leave_no_row() {
        var juliet = available("juliet", "balcony");
        var romeo = available("romeo", "orchard");
        juliet.send("<message to='romeo@verona.example' type='chat'><body>psst</body>"
                + "<no-store xmlns='urn:xmpp:hints'/></message>");
        juliet.send("<message to='romeo@verona.example' type='chat'>"
                + "<active xmlns='http://jabber.org/protocol/chatstates'/></message>");
        world.settle();
        assertThat(romeo.got.stream().filter(stanza -> stanza.isMessage())).hasSize(2);
        assertThat(log("juliet")).isEmpty();
        assertThat(log("romeo")).isEmpty();
    }

    private Client available(String name, String resource) {
        var client = world.connect(name, resource);
        client.send("<presence/>");
        world.settle();
        return client;
    }

    /// Does this while every row that is to be written is held.
    private long hold(LongSupplier work) {
        world.faults.plan(FaultPlan.always("append", new Fault.Held()));
        var n = work.getAsLong();
        world.settle();
        return n;
    }

    private List<Row> log(String name) {
        return rows(world, World.jid(name));
    }

    static List<Row> rows(World world, Jid jid) {
        var uid = world.stores
                .accounts()
                .find(jid)
                .toCompletableFuture()
                .join()
                .orElseThrow()
                .uid();
        var state = world.stores.states().load(uid).toCompletableFuture().join();
        return world.stores
                .archive()
                .after(uid, state.buckets(), 0, 1_000)
                .toCompletableFuture()
                .join();
    }
}
