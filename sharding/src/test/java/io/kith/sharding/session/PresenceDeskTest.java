package io.kith.sharding.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.persistence.faults.Fault;
import io.kith.persistence.faults.FaultPlan;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.presence.PresenceRules;
import io.kith.sharding.presence.Presences;
import io.kith.sharding.xep.Blocking;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What an owner says to the presence of the cluster, which tells the contacts in its stead.
final class PresenceDeskTest {

    private static final Jid ROMEO = Jid.parse("romeo@montague.example/orchard");

    private final List<String> said = new ArrayList<>();
    private final World world = new World(1, new Blocking(new Random(1)));

    @BeforeEach
    void accounts() {
        world.presences = _ -> new Told();
        world.account("juliet");
        world.account("romeo");
    }

    private Client available(String name) {
        var client = world.connect(name, "home");
        client.manage();
        client.send("<presence/>");
        world.settle();
        return client;
    }

    private void saw(EdgeAddress at, Client client) {
        var full = client.full;
        assertThat(full).isNotNull();
        world.toOwner(this, client.account, new UserSession.Saw(at, full, List.of(ROMEO), 0, 0));
        world.settle();
    }

    @Test
    void a_resource_is_shown_and_sees_and_no_more_when_it_leaves() {
        var juliet = available("juliet");
        assertThat(said).containsExactly("publish  home", "login 1");

        said.clear();
        juliet.leave();
        world.settle();
        assertThat(said).containsExactly("publish unavailable home", "logout 1");
    }

    @Test
    void a_parked_session_is_shown_on_and_its_next_connection_is_given_what_its_client_had_seen() {
        var juliet = available("juliet");
        var before = juliet.here();
        said.clear();
        juliet.drop();
        world.settle();
        assertThat(said).containsExactly("park 1");

        saw(before, juliet);
        juliet.resume();
        world.settle();
        assertThat(said).containsExactly("park 1", "logout 1", "login 2", "recall 2 " + ROMEO);
    }

    @Test
    void another_owner_shows_nothing_that_may_not_be_shown() {
        var huge = "<presence><status>" + "x".repeat(PresenceRules.PRESENCE_BYTES_MAX) + "</status></presence>";
        var juliet = available("juliet");
        juliet.send(huge);
        world.settle();
        assertThat(juliet.last().toXml()).contains("<policy-violation ");
        said.clear();

        world.ownerDies("juliet"); // her connection hands over all that she said last
        world.pass(Duration.ofSeconds(3));
        assertThat(said).isEmpty();
        assertThat(juliet.last().isError()).isTrue();

        juliet.send("<presence/>");
        world.settle();
        assertThat(said).contains("publish  home");
    }

    @Test
    void what_a_client_had_seen_may_come_after_the_client_itself() {
        var juliet = available("juliet");
        var before = juliet.here();
        juliet.drop();
        juliet.resume();
        world.settle();
        said.clear();

        saw(before, juliet);
        assertThat(said).containsExactly("logout 1", "recall 2 " + ROMEO);
    }

    @Test
    void a_parked_session_takes_what_its_client_had_seen_along_to_another_owner() {
        var juliet = available("juliet");
        var before = juliet.here();
        juliet.drop();
        world.settle();
        saw(before, juliet);

        world.ownerMoves("juliet");
        world.settle();
        said.clear();
        juliet.resume();
        world.settle();
        assertThat(said).containsExactly("login 2", "recall 2 " + ROMEO);
    }

    @Test
    void a_hub_that_does_not_answer_is_asked_again_also_by_the_next_owner_and_after_that_no_client_is_misled() {
        var juliet = available("juliet");
        juliet.drop();
        world.pass(Duration.ofSeconds(3));
        assertThat(said.stream().filter("park 1"::equals).count()).isGreaterThan(1);
        world.ownerMoves("juliet");
        world.settle();
        said.clear();

        world.pass(Duration.ofSeconds(ShownBefore.ASKS_MAX + 2L));
        assertThat(said).contains("park 1").endsWith("publish unavailable home");
        juliet.resume();
        world.settle();
        assertThat(juliet.refused).isTrue();
    }

    @Test
    void directed_presence_is_taken_back_also_by_an_owner_that_was_not_there_when_it_was_sent() {
        var juliet = available("juliet");
        var romeo = available("romeo");
        juliet.send("<presence to='romeo@verona.example/home'/>");
        world.settle();
        assertThat(romeo.last().from()).isEqualTo(juliet.full);

        world.ownerDies("juliet");
        world.pass(Duration.ofSeconds(3));
        juliet.leave();
        world.settle();
        assertThat(romeo.last().from()).isEqualTo(juliet.full);
        assertThat(romeo.last().type()).isEqualTo("unavailable");
    }

    @Test
    void directed_presence_of_a_resumed_session_is_taken_back_also_by_an_owner_after_that() {
        var juliet = available("juliet");
        var romeo = available("romeo");
        juliet.send("<presence to='romeo@verona.example/home'/>");
        world.settle();
        var before = juliet.here();
        juliet.drop();
        world.settle();
        saw(before, juliet);
        world.ownerMoves("juliet");
        world.settle();
        juliet.forgetsPresence(); // the connection of the resumption has never seen any
        juliet.resume();
        world.settle();
        world.ownerDies("juliet");
        world.pass(Duration.ofSeconds(3));
        said.clear();
        juliet.leave();
        world.settle();
        assertThat(romeo.last().type()).isEqualTo("unavailable");
        assertThat(said).contains("publish unavailable home");
    }

    @Test
    void a_contact_that_was_shown_one_who_is_not_available_is_told_when_that_ends() {
        var romeo = available("romeo");
        var juliet = available("juliet");
        befriend(juliet, romeo);
        juliet.send("<presence type='unavailable'/>");
        juliet.send("<presence to='romeo@verona.example/home'/>");
        world.settle();
        assertThat(romeo.last().type()).isEmpty();

        juliet.leave();
        world.settle();
        assertThat(romeo.last().from()).isEqualTo(juliet.full);
        assertThat(romeo.last().type()).isEqualTo("unavailable");
    }

    @Test
    void whoever_was_shown_one_resource_may_ask_for_that_one() {
        var romeo = available("romeo");
        var juliet = available("juliet");
        juliet.send("<presence to='romeo@verona.example/home'><status>here</status></presence>");
        world.settle();
        romeo.send("<presence type='probe' to='juliet@verona.example/home'/>");
        world.settle();
        assertThat(romeo.last()).isEqualTo(Stanza.presence(juliet.full, romeo.full, ""));

        romeo.got.clear();
        romeo.send("<presence type='probe' to='juliet@verona.example'/>");
        world.settle();
        assertThat(romeo.got).isEmpty();
    }

    @Test
    void what_a_client_had_seen_is_kept_within_its_bound() {
        var juliet = available("juliet");
        var before = juliet.here();
        juliet.drop();
        world.settle();
        var full = juliet.full;
        assertThat(full).isNotNull();
        var many = IntStream.rangeClosed(0, ShownBefore.RESOURCES_MAX)
                .mapToObj(number -> ROMEO.bare().withResource("r" + number))
                .toList();
        world.toOwner(this, juliet.account, new UserSession.Saw(before, full, many, 0, 0));
        world.settle();
        said.clear();
        juliet.resume();
        world.settle();

        assertThat(said.getLast())
                .contains("r" + (ShownBefore.RESOURCES_MAX - 1))
                .doesNotContain("r" + many.size());
        assertThat(said.getLast().split(" ")).hasSize(2 + ShownBefore.RESOURCES_MAX);
    }

    @Test
    void who_is_blocked_sees_nothing_and_is_not_seen_until_it_is_unblocked() {
        var juliet = available("juliet");
        var romeo = available("romeo");
        befriend(juliet, romeo);
        said.clear();

        block(juliet, "block");
        assertThat(said).containsExactly("hide romeo", "unwatch 1 romeo");
        said.clear();
        block(juliet, "unblock");
        assertThat(said).containsExactly("show romeo", "watch 1 romeo");
    }

    @Test
    void nobody_is_seen_to_leave_before_what_it_has_said_nor_to_stay_after_it() {
        var juliet = available("juliet");
        said.clear();
        world.faults.plan(FaultPlan.always("append", new Fault.Held()));
        juliet.say("romeo", "m1");
        juliet.send("<presence><show>away</show></presence>");
        juliet.send("<presence type='unavailable'/>");
        world.settle();
        assertThat(said).containsExactly("logout 1");

        world.faults.plan(FaultPlan.none());
        world.faults.releaseAll();
        world.settle();
        assertThat(said).containsExactly("logout 1", "publish  home", "publish unavailable home");
    }

    private void befriend(Client one, Client other) {
        for (var pair : List.of(List.of(one, other), List.of(other, one))) {
            pair.getFirst().send("<presence type='subscribe' to='" + pair.getLast().account + "'/>");
            world.settle();
            pair.getLast().send("<presence type='subscribed' to='" + pair.getFirst().account + "'/>");
            world.settle();
        }
    }

    private void block(Client by, String name) {
        by.send("<iq type='set' id='" + name + "'><" + name
                + " xmlns='urn:xmpp:blocking'><item jid='romeo@verona.example'/></" + name + "></iq>");
        world.settle();
    }

    /// Writes down what it is told, of juliet's connections by their number.
    private final class Told implements Presences {

        @Override
        public void publish(Jid full, Stanza presence, Supplier<? extends Collection<Jid>> audience) {
            said.add("publish " + presence.type() + " " + full.resource());
        }

        @Override
        public void show(Jid account, Jid contact) {
            said.add("show " + contact.local());
        }

        @Override
        public void hide(Jid account, Jid contact) {
            said.add("hide " + contact.local());
        }

        @Override
        public void leave(Jid account) {
            said.add("leave");
        }

        @Override
        public void login(EdgeAddress connection, Jid full, Collection<Jid> contacts) {
            said.add("login " + connection.connection());
        }

        @Override
        public void watch(EdgeAddress connection, Jid full, Jid contact) {
            said.add("watch " + connection.connection() + " " + contact.local());
        }

        @Override
        public void unwatch(EdgeAddress connection, Jid full, Jid contact) {
            said.add("unwatch " + connection.connection() + " " + contact.local());
        }

        @Override
        public void logout(EdgeAddress connection, Jid full) {
            said.add("logout " + connection.connection());
        }

        @Override
        public void park(EdgeAddress connection, Jid full) {
            said.add("park " + connection.connection());
        }

        @Override
        public void recall(EdgeAddress connection, Jid full, List<Jid> seen) {
            said.add("recall " + connection.connection() + " "
                    + String.join(" ", seen.stream().map(Jid::toString).toList()));
        }
    }
}
