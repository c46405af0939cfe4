package io.kith.sharding.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.persistence.account.Saved;
import io.kith.persistence.faults.Fault;
import io.kith.persistence.faults.FaultPlan;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Roster and subscriptions between two owners, each change stored before anybody sees it (RFC
/// 6121 §2, §3, §4).
final class SubscriptionFlowTest {

    private static final String ROSTER = "<iq type='get' id='r1'><query xmlns='jabber:iq:roster'/></iq>";

    private final World world = new World(1);

    @BeforeEach
    void accounts() {
        world.account("juliet");
        world.account("romeo");
    }

    @Test
    void two_people_subscribe_to_each_other_and_see_each_other() {
        var juliet = interested("juliet", "balcony");
        var romeo = interested("romeo", "orchard");

        send(juliet, "<presence to='romeo@verona.example' type='subscribe'/>");
        assertThat(types(romeo)).contains("subscribe");
        assertThat(pushes(juliet).getLast()).contains("ask='subscribe'");

        send(romeo, "<presence to='juliet@verona.example' type='subscribed'/>");
        assertThat(pushes(juliet).getLast()).contains("subscription='to'");
        assertThat(pushes(romeo).getLast()).contains("subscription='from'");
        assertThat(presences(juliet)).contains("romeo@verona.example/orchard");

        send(romeo, "<presence to='juliet@verona.example' type='subscribe'/>");
        send(juliet, "<presence to='romeo@verona.example' type='subscribed'/>");
        assertThat(presences(romeo)).contains("juliet@verona.example/balcony");
        assertThat(pushes(juliet).getLast()).contains("subscription='both'");

        juliet.got.clear();
        send(romeo, "<presence><show>away</show></presence>");
        assertThat(juliet.last().toXml()).contains("away");
        send(romeo, "<presence type='unavailable'/>");
        assertThat(juliet.last().type()).isEqualTo("unavailable");
    }

    @Test
    void a_request_that_nobody_was_there_to_answer_comes_with_each_login() {
        var juliet = interested("juliet", "balcony");
        send(juliet, "<presence to='romeo@verona.example' type='subscribe'/>");
        world.ownerDies("romeo");

        var romeo = interested("romeo", "orchard");
        assertThat(types(romeo)).contains("subscribe");
        romeo.leave();
        world.settle();
        assertThat(types(interested("romeo", "street"))).contains("subscribe");
    }

    @Test
    void a_removed_contact_sees_nothing_any_more() {
        var juliet = interested("juliet", "balcony");
        var romeo = interested("romeo", "orchard");
        befriend(juliet, romeo);
        romeo.got.clear();

        send(
                juliet,
                "<iq type='set' id='x'><query xmlns='jabber:iq:roster'>"
                        + "<item jid='romeo@verona.example' subscription='remove'/></query></iq>");
        assertThat(types(romeo)).contains("unsubscribed", "unavailable");
        romeo.got.clear();
        send(juliet, "<presence><show>dnd</show></presence>");
        assertThat(romeo.got).isEmpty();
    }

    @Test
    void what_is_said_behind_a_revocation_is_not_shown_to_who_is_shut_out() {
        var juliet = interested("juliet", "balcony");
        var romeo = interested("romeo", "orchard");
        befriend(juliet, romeo);
        romeo.got.clear();
        world.faults.plan(FaultPlan.always("save", new Fault.Slow(Duration.ofMillis(200))));

        juliet.send("<presence to='romeo@verona.example' type='unsubscribed'/>");
        juliet.send("<presence><show>xa</show><status>a secret</status></presence>");
        world.settle();

        assertThat(types(romeo)).contains("unsubscribed", "unavailable");
        assertThat(romeo.got).noneMatch(stanza -> stanza.toXml().contains("secret"));
        assertThat(juliet.got).anyMatch(stanza -> stanza.toXml().contains("secret"));
    }

    @Test
    void what_is_said_behind_a_change_that_is_never_done_waits_no_longer_than_the_bound() {
        var juliet = interested("juliet", "balcony");
        world.faults.plan(FaultPlan.always("save", new Fault.Held()));
        juliet.send("<presence to='romeo@verona.example' type='subscribe'/>");
        juliet.send("<presence><show>away</show></presence>");
        world.pass(Outcomes.LATER_MAX.minusSeconds(1));
        assertThat(juliet.got).noneMatch(stanza -> stanza.toXml().contains("away"));

        world.pass(Duration.ofSeconds(2));
        assertThat(juliet.got).anyMatch(stanza -> stanza.toXml().contains("away"));
    }

    @Test
    void a_change_reaches_only_those_who_asked_for_the_roster_and_only_once_it_is_stored() {
        var asked = interested("juliet", "balcony");
        var other = world.connect("juliet", "chamber");
        send(other, "<presence/>");
        world.faults.plan(FaultPlan.always("save", new Fault.Held()));
        send(
                asked,
                "<iq type='set' id='x'><query xmlns='jabber:iq:roster'>"
                        + "<item jid='romeo@verona.example' name='R'/></query></iq>");
        assertThat(pushes(asked)).isEmpty();

        world.faults.plan(FaultPlan.none());
        world.faults.releaseAll();
        world.settle();
        assertThat(pushes(asked)).hasSize(1);
        assertThat(pushes(other)).isEmpty();
        assertThat(asked.got)
                .anyMatch(stanza -> stanza.isResponse() && stanza.id().equals("x"));
    }

    @Test
    void a_contact_whose_storing_was_not_answered_is_told_as_it_is_once_that_is_known() {
        var juliet = interested("juliet", "balcony");
        world.faults.plan(FaultPlan.always("save", new Fault.DoneButTimedOut()));
        send(
                juliet,
                "<iq type='set' id='x'><query xmlns='jabber:iq:roster'><item jid='romeo@verona.example'/></query></iq>");
        world.pass(Duration.ofMinutes(1));
        assertThat(juliet.got).noneMatch(Stanza::isError);

        world.faults.plan(FaultPlan.none());
        world.pass(Backoff.MAX);
        assertThat(pushes(juliet)).hasSize(1);
        assertThat(answers(juliet, "x")).singleElement().matches(answer -> answer.isType("result"));
    }

    @Test
    void a_contact_whose_removal_was_not_answered_is_gone_and_nobody_is_told_that_it_was_not_there() {
        var juliet = interested("juliet", "balcony");
        send(
                juliet,
                "<iq type='set' id='x'><query xmlns='jabber:iq:roster'><item jid='romeo@verona.example'/></query></iq>");
        juliet.got.clear();
        world.faults.plan(FaultPlan.script("save", new Fault.DoneButTimedOut()));
        send(
                juliet,
                "<iq type='set' id='y'><query xmlns='jabber:iq:roster'>"
                        + "<item jid='romeo@verona.example' subscription='remove'/></query></iq>");
        world.pass(Backoff.MAX);

        assertThat(pushes(juliet)).singleElement().asString().contains("remove");
        assertThat(answers(juliet, "y")).singleElement().matches(answer -> answer.isType("result"));
    }

    @Test
    void a_contact_whose_storing_was_never_begun_is_refused_after_a_few_attempts() {
        var juliet = interested("juliet", "balcony");
        world.faults.plan(FaultPlan.always("save", new Fault.Refused()));
        send(
                juliet,
                "<iq type='set' id='x'><query xmlns='jabber:iq:roster'><item jid='romeo@verona.example'/></query></iq>");
        for (var attempt = 1; attempt < Changes.ATTEMPTS_MAX; attempt++) {
            assertThat(answers(juliet, "x")).isEmpty();
            world.pass(Backoff.after(attempt));
        }

        assertThat(answers(juliet, "x")).singleElement().matches(Stanza::isError);
        assertThat(pushes(juliet)).isEmpty();
    }

    private static List<Stanza> answers(Client client, String id) {
        return client.got.stream()
                .filter(stanza -> stanza.isResponse() && stanza.id().equals(id))
                .toList();
    }

    @Test
    void an_owner_whose_state_was_changed_behind_it_reads_it_again_and_decides_anew() {
        var juliet = interested("juliet", "balcony");
        var uid = world.stores
                .accounts()
                .find(World.jid("juliet"))
                .toCompletableFuture()
                .join()
                .orElseThrow()
                .uid();
        var claimed = world.stores
                .states()
                .save(uid, 0, List.of())
                .toCompletableFuture()
                .join();
        assertThat(claimed).isInstanceOf(Saved.Ok.class);

        send(
                juliet,
                "<iq type='set' id='x'><query xmlns='jabber:iq:roster'><item jid='romeo@verona.example'/></query></iq>");
        assertThat(pushes(juliet)).hasSize(1);
        assertThat(juliet.got)
                .anyMatch(stanza -> stanza.isType("result") && stanza.id().equals("x"));
    }

    @Test
    void a_node_that_dies_is_not_seen_to_unless_its_people_stay_away() {
        var juliet = interested("juliet", "balcony");
        var romeo = interested("romeo", "orchard").on("east");
        befriend(juliet, romeo);
        romeo.leave();
        world.settle();
        romeo.attach();
        world.settle();
        send(romeo, "<presence/>");
        juliet.got.clear();

        world.edgeDies("east");
        world.pass(Duration.ofSeconds(59));
        assertThat(types(juliet)).doesNotContain("unavailable");
        world.pass(Duration.ofSeconds(12));
        assertThat(types(juliet)).contains("unavailable");
    }

    @Test
    void requests_that_nobody_claims_and_sessions_of_old_clients_are_answered() {
        var juliet = interested("juliet", "balcony");
        send(juliet, "<iq type='get' id='a' to='verona.example'><x xmlns='urn:example:unknown'/></iq>");
        assertThat(juliet.last().toXml()).contains("service-unavailable");
        send(juliet, "<iq type='get' id='b' to='romeo@verona.example/gone'><x xmlns='urn:example:unknown'/></iq>");
        assertThat(juliet.last().toXml()).contains("service-unavailable");
        send(juliet, "<iq type='get' id='c'/>");
        assertThat(juliet.last().toXml()).contains("bad-request");
        send(juliet, "<iq type='set' id='d'><session xmlns='" + Namespaces.SESSION + "'/></iq>");
        assertThat(juliet.last().type()).isEqualTo("result");
    }

    private Client interested(String name, String resource) {
        var client = world.connect(name, resource);
        send(client, ROSTER);
        send(client, "<presence/>");
        return client;
    }

    private void befriend(Client one, Client other) {
        for (var pair : List.of(List.of(one, other), List.of(other, one))) {
            send(pair.getFirst(), "<presence to='" + pair.getLast().account + "' type='subscribe'/>");
            send(pair.getLast(), "<presence to='" + pair.getFirst().account + "' type='subscribed'/>");
        }
    }

    private void send(Client client, String xml) {
        client.send(xml);
        world.settle();
    }

    private static List<String> types(Client client) {
        return client.got.stream().filter(Stanza::isPresence).map(Stanza::type).toList();
    }

    private static List<String> presences(Client client) {
        return client.got.stream()
                .filter(stanza -> stanza.isPresence() && stanza.isType(""))
                .map(stanza -> String.valueOf(stanza.from()))
                .toList();
    }

    private static List<String> pushes(Client client) {
        return client.got.stream()
                .filter(stanza -> stanza.isIq() && stanza.isType("set"))
                .map(Stanza::toXml)
                .toList();
    }
}
