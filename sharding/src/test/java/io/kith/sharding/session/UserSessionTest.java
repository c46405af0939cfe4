package io.kith.sharding.session;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.FishingOutcomes;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import io.kith.persistence.Stores;
import io.kith.persistence.account.AccountRecord;
import io.kith.persistence.faults.Fault;
import io.kith.persistence.faults.FaultPlan;
import io.kith.persistence.faults.Faults;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stream.StreamError;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.EdgeMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What only the actor can get wrong: loading, stopping, going idle, and being started by the
/// first word.
final class UserSessionTest {

    /// How long what must come may take: nothing that passes waits for it.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Jid JULIET = World.jid("juliet");
    private static final Jid ROMEO = World.jid("romeo");
    private static final EdgeAddress WEST = new EdgeAddress("west:25520", 1, 1);
    private static final EdgeAddress EAST = new EdgeAddress("east:25520", 1, 2);

    private volatile boolean hasSuccessor = true;
    private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
    private final ManualTime time = ManualTime.get(kit.system());
    private volatile Instant now = Instant.parse("2026-11-01T12:00:00Z");
    private final Faults faults = new Faults();
    private final Map<EdgeAddress, TestProbe<EdgeMessage>> edges = new ConcurrentHashMap<>();
    private final TestProbe<ClusterSharding.ShardCommand> shard = kit.createTestProbe();
    private final Map<Jid, ActorRef<UserSession.Command>> sessions = new ConcurrentHashMap<>();
    private final Stores stores = faults.around(Stores.inMemory(new Random(1), () -> now));
    private final SessionCounters counters = new SessionCounters();
    private final Services services =
            PlainServices.of(stores, (_, to, message) -> edge(to).ref().tell(message), counters, () -> now);

    @BeforeEach
    void accounts() {
        stores.accounts().create(JULIET, List.of());
        stores.accounts().create(ROMEO, List.of());
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void a_message_goes_from_client_to_client_and_is_handled() {
        var began = attach(JULIET, WEST);
        var epoch = attach(ROMEO, EAST);
        tell(ROMEO, new UserSession.Inbound(EAST, epoch, 1, List.of(Stanza.parse("<presence/>"))));
        edge(EAST)
                .fishForMessage(
                        PATIENCE,
                        heard -> heard instanceof EdgeMessage.Handled
                                ? FishingOutcomes.complete()
                                : FishingOutcomes.continueAndIgnore());

        var hello = Stanza.parse("<message to='romeo@verona.example' type='chat'><body>hi</body></message>");
        tell(JULIET, new UserSession.Inbound(WEST, began, 1, List.of(hello)));

        var out = edge(EAST).expectMessageClass(EdgeMessage.Outbound.class);
        assertThat(out.items().getFirst().stanza().body()).contains("hi");
        edge(WEST)
                .fishForMessage(
                        PATIENCE,
                        heard -> heard.equals(new EdgeMessage.Handled(began, 1, 1))
                                ? FishingOutcomes.complete()
                                : FishingOutcomes.continueAndIgnore());
    }

    @Test
    void what_comes_while_the_account_is_read_is_kept_and_answered_then() {
        faults.plan(FaultPlan.always("find", new Fault.Held()));
        tell(JULIET, new UserSession.Attach(WEST, JULIET, "balcony", "", 0));
        edge(WEST).expectNoMessage();
        release();
        edge(WEST).expectMessageClass(EdgeMessage.Attached.class);
    }

    @Test
    void who_asks_whether_all_is_done_hears_it_when_the_account_is_read_again_and_its_sessions_are_told() {
        attach(JULIET, WEST);
        faults.plan(FaultPlan.always("find", new Fault.Held()));
        var asker = kit.<UserSession.Settled>createTestProbe();
        tell(JULIET, new UserSession.End("", "", StreamError.of(StreamError.Condition.NOT_AUTHORIZED), true));
        session(JULIET).tell(new UserSession.Settle(asker.ref()));
        edge(WEST).expectMessageClass(EdgeMessage.Closed.class);
        asker.expectNoMessage();
        release();
        assertThat(asker.receiveMessage()).isEqualTo(UserSession.Settled.DONE);

        session(JULIET).tell(new UserSession.Settle(asker.ref()));
        assertThat(asker.receiveMessage()).isEqualTo(UserSession.Settled.DONE);
    }

    @Test
    void it_stops_on_its_stop_message_while_the_account_is_read() {
        faults.plan(FaultPlan.always("find", new Fault.Held()));
        var session = session(JULIET);
        session.tell(new UserSession.Stop());
        kit.createTestProbe().expectTerminated(session);
    }

    @Test
    void it_tells_its_connections_and_stops_on_its_stop_message() {
        var epoch = attach(JULIET, WEST);
        session(JULIET).tell(new UserSession.Stop());
        assertThat(edge(WEST).expectMessageClass(EdgeMessage.Moving.class).epoch())
                .isEqualTo(epoch);
        kit.createTestProbe().expectTerminated(session(JULIET));
    }

    @Test
    void an_owner_is_counted_while_it_lives_whether_there_is_such_an_account_or_not() {
        var nobody = World.jid("nobody");
        attach(JULIET, WEST);
        tell(nobody, new UserSession.Attach(EAST, nobody, "x", "", 0));
        edge(EAST).expectMessageClass(EdgeMessage.AttachRefused.class);
        assertThat(counters.owners.sum()).isEqualTo(2);

        for (var jid : List.of(JULIET, nobody)) {
            session(jid).tell(new UserSession.Stop());
            kit.createTestProbe().expectTerminated(session(jid));
        }
        assertThat(counters.owners.sum()).isZero();
    }

    @Test
    void the_last_node_tells_nobody_to_turn_to_another_one() {
        attach(JULIET, WEST);
        hasSuccessor = false;
        session(JULIET).tell(new UserSession.Stop());
        kit.createTestProbe().expectTerminated(session(JULIET));
        edge(WEST).expectNoMessage();
    }

    @Test
    void with_nobody_connected_it_asks_to_leave_after_two_minutes_and_not_before() {
        var epoch = attach(JULIET, WEST);
        pass(Duration.ofSeconds(200));
        shard.expectNoMessage();
        tell(JULIET, new UserSession.Detach(WEST, epoch, true, 0));
        tell(JULIET, new UserSession.Resume(EAST, JULIET, "none", 0, 0));
        edge(EAST).expectMessageClass(EdgeMessage.ResumeFailed.class); // so it is detached now
        pass(UserSession.IDLE.minusSeconds(10));
        shard.expectNoMessage();
        pass(Duration.ofSeconds(20));
        asksToLeave();
    }

    @Test
    void an_account_that_is_not_there_refuses_and_answers_like_one_with_nobody_there() {
        var nurse = World.jid("nurse");
        tell(nurse, new UserSession.Attach(WEST, nurse, "x", "", 0));
        edge(WEST).expectMessageClass(EdgeMessage.AttachRefused.class);

        var epoch = attach(JULIET, EAST);
        tell(
                JULIET,
                new UserSession.Inbound(
                        EAST,
                        epoch,
                        1,
                        List.of(Stanza.parse("<message to='nurse@verona.example'><body>hi</body></message>"))));
        var out = (EdgeMessage.Outbound) edge(EAST)
                .fishForMessage(
                        PATIENCE,
                        heard -> heard instanceof EdgeMessage.Outbound
                                ? FishingOutcomes.complete()
                                : FishingOutcomes.continueAndIgnore())
                .getLast();
        assertThat(out.items().getFirst().stanza().toXml()).contains("service-unavailable");
    }

    @Test
    void an_account_that_leaves_tells_its_contacts_and_is_erased_however_often_it_must_begin() {
        var west = attach(JULIET, WEST);
        var east = attach(ROMEO, EAST);
        tell(JULIET, inbound(WEST, west, 1, "<iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>"));
        tell(JULIET, inbound(WEST, west, 2, "<presence type='subscribe' to='romeo@verona.example'/>"));
        tell(ROMEO, inbound(EAST, east, 1, "<presence type='subscribed' to='juliet@verona.example'/>"));
        hears(WEST, "subscription='to'");

        stores.accounts().setStatus(ROMEO, AccountRecord.Status.LEAVING);
        faults.plan(FaultPlan.script("delete", new Fault.Refused())); // and is not asked a second time by anybody
        tell(ROMEO, new UserSession.End("", "", StreamError.of(StreamError.Condition.NOT_AUTHORIZED), true));
        hears(WEST, "subscription='none'");
        shard.awaitAssert(() -> {
            pass(Duration.ofSeconds(10));
            assertThat(isThere(ROMEO)).isFalse();
            return null;
        });
    }

    private boolean isThere(Jid account) {
        return stores.accounts().find(account).toCompletableFuture().join().isPresent();
    }

    private static UserSession.Inbound inbound(EdgeAddress edge, long epoch, long n, String stanza) {
        return new UserSession.Inbound(edge, epoch, n, List.of(Stanza.parse(stanza)));
    }

    private void hears(EdgeAddress at, String words) {
        edge(at).fishForMessage(
                        PATIENCE,
                        heard -> heard instanceof EdgeMessage.Outbound out
                                        && out.items().stream()
                                                .anyMatch(item ->
                                                        item.stanza().toXml().contains(words))
                                ? FishingOutcomes.complete()
                                : FishingOutcomes.continueAndIgnore());
    }

    @Test
    void a_name_without_an_account_leaves_after_five_seconds_and_not_before() {
        var nobody = World.jid("nobody");
        tell(nobody, new UserSession.Attach(WEST, nobody, "x", "", 0));
        edge(WEST).expectMessageClass(EdgeMessage.AttachRefused.class);
        now = now.plus(UserSession.ABSENT_IDLE).minusMillis(1);
        time.timePasses(Duration.ofSeconds(1));
        shard.expectNoMessage();
        now = now.plusMillis(1);
        asksToLeave();
    }

    @Test
    void an_account_that_was_made_or_enabled_is_used_at_once() {
        var nurse = World.jid("nurse");
        tell(nurse, new UserSession.Attach(WEST, nurse, "x", "", 0));
        edge(WEST).expectMessageClass(EdgeMessage.AttachRefused.class);
        stores.accounts().create(nurse, List.of());
        tell(nurse, new UserSession.Usable());
        attach(nurse, WEST);

        stores.accounts().setStatus(nurse, AccountRecord.Status.DISABLED);
        tell(nurse, new UserSession.End("", "", StreamError.of(StreamError.Condition.NOT_AUTHORIZED), true));
        edge(WEST).expectMessageClass(EdgeMessage.Closed.class);
        tell(nurse, new UserSession.Attach(EAST, nurse, "x", "", 0));
        edge(EAST).expectMessageClass(EdgeMessage.AttachRefused.class);
        stores.accounts().setStatus(nurse, AccountRecord.Status.ACTIVE);
        tell(nurse, new UserSession.Usable());
        attach(nurse, EAST);
    }

    @Test
    void a_session_goes_on_when_its_account_is_enabled_again_and_an_owner_that_is_begun_by_that_leaves() {
        attach(JULIET, WEST);
        tell(JULIET, new UserSession.Usable());
        edge(WEST).expectNoMessage();
        shard.expectNoMessage();

        tell(ROMEO, new UserSession.Usable());
        asksToLeave();
    }

    @Test
    void a_name_without_an_account_leaves_after_a_minute_though_it_is_written_to() {
        var nobody = World.jid("nobody");
        var asker = kit.<UserSession.Settled>createTestProbe();
        session(nobody);
        for (var seconds = 0; seconds < UserSession.ABSENT_MAX.toSeconds(); seconds += 4) {
            tell(nobody, new UserSession.EdgeGone("node", 1));
            session(nobody).tell(new UserSession.Settle(asker.ref()));
            asker.receiveMessage();
            shard.expectNoMessage(Duration.ZERO);
            now = now.plusSeconds(4);
            time.timePasses(Duration.ofSeconds(1));
        }
        tell(nobody, new UserSession.EdgeGone("node", 1));
        asksToLeave();
    }

    private long attach(Jid account, EdgeAddress edge) {
        tell(account, new UserSession.Attach(edge, account, "r", "", 0));
        return edge(edge).expectMessageClass(EdgeMessage.Attached.class).epoch();
    }

    private TestProbe<EdgeMessage> edge(EdgeAddress at) {
        return edges.computeIfAbsent(at, _ -> kit.createTestProbe());
    }

    private void tell(Jid account, UserSession.Wire message) {
        session(account).tell(message);
    }

    private ActorRef<UserSession.Command> session(Jid jid) {
        return sessions.computeIfAbsent(
                jid, _ -> kit.spawn(UserSession.create(jid, services, this::tell, shard.ref(), () -> hasSuccessor)));
    }

    /// Lets go what is held, once something is, and holds nothing more.
    private void release() {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (faults.held() == 0) {
            assertThat(System.nanoTime()).as("nothing is held").isLessThan(deadline);
            Thread.onSpinWait();
        }
        faults.plan(FaultPlan.none());
        faults.releaseAll();
    }

    /// At its next tick, whenever that has been armed.
    private void asksToLeave() {
        shard.awaitAssert(() -> {
            time.timePasses(Duration.ofSeconds(1));
            return shard.expectMessageClass(ClusterSharding.Passivate.class, Duration.ofMillis(200));
        });
    }

    /// In steps of ten seconds, each with one tick of the entity.
    private void pass(Duration duration) {
        for (var steps = duration.toSeconds() / 10; steps > 0; steps--) {
            now = now.plusSeconds(10);
            time.timePasses(Duration.ofSeconds(1));
        }
    }
}
