package io.kith.sharding.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.persistence.faults.Fault;
import io.kith.persistence.faults.FaultPlan;
import io.kith.proto.stanza.Stanza;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SessionCountersTest {

    private final World world = new World(1);
    private final SessionCounters counters = world.counters;
    private Client juliet;

    @BeforeEach
    void accounts() {
        world.account("juliet");
        world.account("romeo");
        juliet = world.connect("juliet", "balcony");
    }

    private void holdTwoRowsAndAWord() {
        world.faults.plan(FaultPlan.always("append", new Fault.Held()));
        juliet.say("romeo", "one");
        juliet.say("romeo", "two");
        juliet.send("<message to='romeo@verona.example' type='chat'>"
                + "<composing xmlns='http://jabber.org/protocol/chatstates'/></message>");
        world.settle();
    }

    @Test
    void what_is_not_stored_and_what_waits_behind_it_is_counted_until_it_is() {
        holdTwoRowsAndAWord();
        assertThat(counters.unstoredRows.sum()).isEqualTo(2);
        assertThat(counters.waiting.sum()).isEqualTo(3);

        world.faults.plan(FaultPlan.none());
        world.faults.releaseAll();
        world.settle();
        world.faults.releaseAll();
        world.settle();
        assertThat(counters.unstoredRows.sum()).isZero();
        assertThat(counters.waiting.sum()).isZero();
    }

    @Test
    void an_owner_that_stops_takes_with_it_what_was_still_under_way() {
        holdTwoRowsAndAWord();
        world.ownerMoves("juliet");
        assertThat(counters.unstoredRows.sum()).isZero();
        assertThat(counters.waiting.sum()).isZero();
    }

    @Test
    void each_kind_of_gap_is_counted_where_the_owner_learns_of_it() {
        var edge = Objects.requireNonNull(juliet.edge);
        var stanza = List.of(Stanza.parse("<presence/>"));
        world.toOwner(this, juliet.account, new UserSession.Inbound(edge, juliet.epoch, 7, stanza));
        world.toOwner(this, juliet.account, new UserSession.OutboundGap(edge, juliet.epoch, 1));
        world.toOwner(this, juliet.account, new UserSession.DeliverGap(World.jid("romeo"), 1, 1));
        world.settle();
        assertThat(counters.inboundGaps.sum()).isOne();
        assertThat(counters.outboundGaps.sum()).isOne();
        assertThat(counters.deliveryGaps.sum()).isOne();
    }
}
