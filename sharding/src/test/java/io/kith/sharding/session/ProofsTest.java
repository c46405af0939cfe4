package io.kith.sharding.session;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import io.kith.persistence.Stores;
import io.kith.persistence.account.AccountRecord;
import io.kith.persistence.account.StoredKeys;
import io.kith.persistence.faults.Fault;
import io.kith.persistence.faults.FaultPlan;
import io.kith.persistence.faults.Faults;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.stream.StreamError;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.EdgeMessage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A login and a change of the password, one after the other in every order.
final class ProofsTest {

    private static final Jid JULIET = World.jid("juliet");
    private static final EdgeAddress WEST = new EdgeAddress("west:25520", 1, 1);
    private static final EdgeAddress EAST = new EdgeAddress("east:25520", 1, 2);
    private static final StreamError CHANGED = new StreamError(StreamError.Condition.RESET, "the password has changed");

    private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
    private final Faults faults = new Faults();
    private final Map<EdgeAddress, TestProbe<EdgeMessage>> edges = new ConcurrentHashMap<>();
    private final TestProbe<ClusterSharding.ShardCommand> shard = kit.createTestProbe();
    private final Instant now = Instant.parse("2026-11-01T12:00:00Z");
    private final Stores stores = faults.around(Stores.inMemory(new Random(1), () -> now));
    private final Services services = PlainServices.of(
            stores, (_, to, message) -> edge(to).ref().tell(message), new SessionCounters(), () -> now);
    private ActorRef<UserSession.Command> owner;
    private long first;

    @BeforeEach
    void account() {
        stores.accounts().create(JULIET, password(1));
        owner = owner();
        first = current();
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void a_login_by_the_password_of_before_becomes_no_session_once_the_owner_has_heard_of_the_change() {
        binds(WEST, first).expectMessageClass(EdgeMessage.Attached.class);
        var second = change(2);
        orderEnd();
        edge(WEST).expectMessageClass(EdgeMessage.Closed.class);

        binds(EAST, first).expectMessage(new EdgeMessage.Closed(0, CHANGED));
        binds(WEST, first).expectMessage(new EdgeMessage.Closed(0, CHANGED));
        binds(EAST, second).expectMessageClass(EdgeMessage.Attached.class);
    }

    @Test
    void an_owner_that_begins_after_the_change_has_read_of_it() {
        kit.stop(owner);
        change(2);
        owner = owner();

        binds(EAST, first).expectMessage(new EdgeMessage.Closed(0, CHANGED));
    }

    @Test
    void who_logs_in_by_the_new_password_before_the_owner_has_heard_of_it_gets_a_session() {
        binds(WEST, first).expectMessageClass(EdgeMessage.Attached.class);
        var second = change(2);

        binds(EAST, second).expectMessageClass(EdgeMessage.Attached.class);
    }

    @Test
    void what_was_read_before_the_change_counts_no_more_when_it_comes_after_the_order() {
        binds(WEST, first).expectMessageClass(EdgeMessage.Attached.class);
        orderEnd(); // kicked: the credentials are the same, and are read again at the next login
        edge(WEST).expectMessageClass(EdgeMessage.Closed.class);
        faults.plan(FaultPlan.script("find", new Fault.Held()));
        binds(EAST, first);
        while (faults.held() == 0) {
            Thread.onSpinWait();
        }
        change(2);
        orderEnd();
        faults.releaseAll();

        edge(EAST).expectMessage(new EdgeMessage.Closed(0, CHANGED));
    }

    @Test
    void who_was_kicked_may_come_back() {
        binds(WEST, first).expectMessageClass(EdgeMessage.Attached.class);
        orderEnd();
        edge(WEST).expectMessageClass(EdgeMessage.Closed.class);

        binds(EAST, first).expectMessageClass(EdgeMessage.Attached.class);
    }

    @Test
    void a_login_waits_for_better_times_when_the_account_cant_be_read_again() {
        var second = current() + 1;
        binds(WEST, first).expectMessageClass(EdgeMessage.Attached.class);
        faults.plan(FaultPlan.script("find", new Fault.Refused()));

        binds(EAST, second).expectMessage(new EdgeMessage.AttachRefused(StanzaError.RESOURCE_CONSTRAINT));
        binds(EAST, first).expectMessageClass(EdgeMessage.Attached.class);
    }

    @Test
    void a_session_is_resumed_by_who_knows_the_password_of_now() {
        change(2);
        orderEnd();
        owner.tell(new UserSession.Resume(EAST, JULIET, "some", 0, first));

        edge(EAST).expectMessage(new EdgeMessage.Closed(0, CHANGED));
    }

    @Test
    void a_session_that_comes_over_from_an_owner_that_died_is_ended_by_an_order_given_meanwhile() {
        var session = binds(WEST, first).expectMessageClass(EdgeMessage.Attached.class);
        kit.stop(owner);
        owner = owner();
        orderEnd();
        owner.tell(again(session));

        edge(WEST).expectMessage(new EdgeMessage.AttachRefused(StanzaError.CONFLICT));
    }

    @Test
    void the_session_that_an_order_spares_comes_over_all_the_same() {
        var session = binds(WEST, first).expectMessageClass(EdgeMessage.Attached.class);
        kit.stop(owner);
        owner = owner();
        owner.tell(new UserSession.End("", "west", CHANGED, false));
        owner.tell(again(session));

        edge(WEST).expectMessageClass(EdgeMessage.Reattached.class);
    }

    private static UserSession.Reattach again(EdgeMessage.Attached session) {
        return new UserSession.Reattach(
                WEST,
                session.epoch(),
                session.sessionId(),
                session.full(),
                "west",
                -1,
                0,
                0,
                0,
                List.of(),
                false,
                "",
                null,
                List.of(),
                List.of());
    }

    private TestProbe<EdgeMessage> binds(EdgeAddress at, long proved) {
        var resource = at.node().substring(0, at.node().indexOf(':'));
        owner.tell(new UserSession.Attach(at, JULIET, resource, "", proved));
        return edge(at);
    }

    private void orderEnd() {
        owner.tell(new UserSession.End("", "", CHANGED, false));
    }

    private long change(int to) {
        stores.accounts().setCredentials(JULIET, password(to));
        return current();
    }

    private long current() {
        return stores.accounts()
                .find(JULIET)
                .toCompletableFuture()
                .join()
                .map(AccountRecord::credentialsId)
                .orElseThrow();
    }

    private static List<StoredKeys> password(int n) {
        var salt = new byte[16];
        salt[7] = (byte) n;
        return List.of(new StoredKeys("SCRAM-SHA-1", salt, 4096, new byte[20], new byte[20]));
    }

    private ActorRef<UserSession.Command> owner() {
        return kit.spawn(
                UserSession.create(JULIET, services, (_, message) -> owner.tell(message), shard.ref(), () -> true));
    }

    private TestProbe<EdgeMessage> edge(EdgeAddress at) {
        return edges.computeIfAbsent(at, _ -> kit.createTestProbe());
    }
}
