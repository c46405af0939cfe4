package io.kith.sharding.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.roster.Roster;
import io.kith.sharding.roster.RosterLimits;
import io.kith.sharding.roster.RosterUpdate;
import io.kith.sharding.roster.SubscriptionType;
import io.kith.sharding.routing.Router;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FarewellTest {

    private static final Jid JULIET = World.jid("juliet");

    private final List<Stanza> rooms = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private final List<Runnable> heard = new ArrayList<>();
    private int ended;

    @Test
    void a_contact_that_saw_and_was_seen_is_told_both_and_one_who_asked_is_refused() {
        var roster = seenBy(seeing(empty(), "romeo"), "romeo");
        roster = asked(roster, "paris");
        say(roster);
        assertThat(said)
                .containsExactlyInAnyOrder(
                        "unsubscribe romeo@verona.example",
                        "unsubscribed romeo@verona.example",
                        "unsubscribed paris@verona.example");
        assertThat(ended).isZero();
        heard.forEach(Runnable::run);
        assertThat(ended).isEqualTo(1);
    }

    @Test
    void a_thousand_contacts_are_told_fifty_at_a_time() {
        var roster = empty();
        for (var i = 0; i < 1_000; i++) {
            roster = updated(roster.outbound(SubscriptionType.SUBSCRIBE, World.jid("friend" + i)));
        }
        say(roster);
        assertThat(said).hasSize(Farewell.AT_ONCE);
        heard.removeFirst().run();
        assertThat(said).hasSize(Farewell.AT_ONCE + 1);
        while (!heard.isEmpty()) {
            heard.removeFirst().run();
        }
        assertThat(said).hasSize(1_000).doesNotHaveDuplicates();
        assertThat(ended).isEqualTo(1);
    }

    @Test
    void who_knows_nobody_is_gone_at_once() {
        say(empty());
        assertThat(ended).isEqualTo(1);
    }

    @Test
    void who_can_not_be_reached_is_not_waited_for() {
        var roster = asked(asked(empty(), "paris"), "romeo");
        var farewell = new Farewell(JULIET, roster, List.of(), router(), (_, _, _) -> false, () -> ended++);
        farewell.go();
        assertThat(ended).isEqualTo(1);
    }

    @Test
    void rooms_are_told_as_well() {
        rooms.add(new FollowWord.Leave().message(JULIET, World.ROOM));
        say(empty());
        assertThat(said).containsExactly(" " + World.ROOM);
        assertThat(ended).isZero();
        heard.removeFirst().run();
        assertThat(ended).isEqualTo(1);
    }

    private void say(Roster roster) {
        new Farewell(
                        JULIET,
                        roster,
                        rooms,
                        router(),
                        (peer, word, done) -> {
                            assertThat(word.from()).isEqualTo(JULIET);
                            said.add(word.type() + " " + peer);
                            heard.add(done);
                            return true;
                        },
                        () -> ended++)
                .go();
    }

    private static Router router() {
        return new Router(World.DOMAINS);
    }

    private static Roster empty() {
        return Roster.empty("t", RosterLimits.DEFAULT);
    }

    private static Roster seeing(Roster roster, String contact) {
        var asking = updated(roster.outbound(SubscriptionType.SUBSCRIBE, World.jid(contact)));
        return inbound(asking, SubscriptionType.SUBSCRIBED, contact);
    }

    private static Roster seenBy(Roster roster, String contact) {
        var asked = asked(roster, contact);
        return updated(asked.outbound(SubscriptionType.SUBSCRIBED, World.jid(contact)));
    }

    private static Roster asked(Roster roster, String contact) {
        return inbound(roster, SubscriptionType.SUBSCRIBE, contact);
    }

    private static Roster inbound(Roster roster, SubscriptionType type, String contact) {
        var from = World.jid(contact);
        return updated(roster.inbound(type, from, Stanza.presence(from, JULIET, type.text())));
    }

    private static Roster updated(RosterUpdate update) {
        return ((RosterUpdate.Updated) update).roster();
    }
}
