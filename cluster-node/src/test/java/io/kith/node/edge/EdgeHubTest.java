package io.kith.node.edge;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import io.kith.persistence.TestClock;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.EdgeBatch;
import io.kith.sharding.edge.EdgeMessage;
import io.kith.sharding.parcel.Parcels;
import io.kith.sharding.session.UserSession;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class EdgeHubTest {

    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final EdgeMessage.Handled HANDLED = new EdgeMessage.Handled(Client.EPOCH, 2, 1);

    private final TestClock clock = new TestClock(Instant.parse("2026-01-01T12:00:00Z"));
    private final FakeOwners owners = new FakeOwners();
    private final EdgeHub hub = new EdgeHub(KIT.system(), "verona:2552", 5, owners, clock);
    private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @Test
    void presence_reaches_the_connection_it_is_for_and_nobody_of_an_earlier_start() {
        var balcony = seat("balcony");
        var presence = List.of(Stanza.parse("<presence from='romeo@montague.example/orchard' id='p1'/>"));

        hub.write(balcony, presence);
        hub.write(new EdgeAddress(balcony.node(), balcony.incarnation() - 1, balcony.connection()), presence);

        assertThat(heard).containsExactly("balcony shown p1");
    }

    @Test
    void what_a_parked_client_was_shown_is_told_to_the_owner_of_its_session() {
        var balcony = seat("balcony");
        var juliet = Jid.parse("juliet@capulet.example/balcony");
        var seen = List.of(Jid.parse("romeo@montague.example/orchard"));

        hub.parted(balcony, juliet, seen, 1, 2);

        assertThat(owners.last(UserSession.Saw.class)).isEqualTo(new UserSession.Saw(balcony, juliet, seen, 1, 2));
    }

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private EdgeAddress seat(String name) {
        var address = hub.newAddress();
        hub.enter(address, new Seat() {
            @Override
            public void relayed(Letters.Relayed said) {
                throw new AssertionError(said);
            }

            @Override
            public void told(EdgeMessage message) {
                heard.add(name + " told " + message.epoch());
            }

            @Override
            public void shown(List<Stanza> presences) {
                presences.forEach(presence -> heard.add(name + " shown " + presence.id()));
            }

            @Override
            public void wake() {
                heard.add(name + " woken");
            }

            @Override
            public void shutDown() {
                heard.add(name + " shut down");
                hub.leave(address);
            }

            @Override
            public void ownerMoved() {
                heard.add(name + " moved");
            }

            @Override
            public void domainsChanged() {
                heard.add(name + " looks for its domain");
            }
        });
        return address;
    }

    private String next() throws InterruptedException {
        return String.valueOf(heard.poll(30, TimeUnit.SECONDS));
    }

    @Test
    void an_owner_on_this_node_reaches_a_connection_by_its_number() throws InterruptedException {
        seat("balcony");
        var chamber = seat("chamber");
        hub.tell(TestEdge.JULIET, chamber, HANDLED);

        assertThat(next()).isEqualTo("chamber told " + Client.EPOCH);
    }

    @Test
    void an_owner_that_speaks_to_nobody_is_told() {
        var gone = seat("balcony");
        hub.leave(gone);
        hub.tell(TestEdge.JULIET, gone, HANDLED);

        assertThat(owners.all(UserSession.Detach.class))
                .containsExactly(new UserSession.Detach(gone, Client.EPOCH, false, 0));
    }

    @Test
    void what_was_meant_for_the_hub_before_reaches_nobody() {
        var address = seat("balcony");
        var before = new EdgeAddress(address.node(), 4, address.connection());
        hub.tell(TestEdge.JULIET, before, HANDLED);

        assertThat(heard).isEmpty();
        assertThat(owners.all(UserSession.Detach.class)).hasSize(1);
    }

    @Test
    void owners_of_other_nodes_reach_it_through_a_batch() throws InterruptedException {
        var balcony = seat("balcony");
        var chamber = seat("chamber");
        KIT.spawn(hub.behavior())
                .tell(new EdgeBatch(
                        5,
                        List.of(
                                new EdgeBatch.Item(balcony.connection(), TestEdge.JULIET, HANDLED),
                                new EdgeBatch.Item(chamber.connection(), TestEdge.JULIET, HANDLED))));

        assertThat(next()).startsWith("balcony");
        assertThat(next()).startsWith("chamber");
    }

    @Test
    void a_connection_is_woken_when_it_asked_for_it() throws InterruptedException {
        hub.wakeAt(seat("balcony"), clock.instant().plusSeconds(1).toEpochMilli());
        KIT.spawn(hub.behavior());
        clock.advance(Duration.ofSeconds(2));

        assertThat(next()).isEqualTo("balcony woken");
    }

    @Test
    void a_node_that_stops_tells_its_connections_and_is_done_when_they_are_gone() throws InterruptedException {
        seat("balcony");
        seat("chamber");
        var done = hub.shutDown(4);
        assertThat(done.toCompletableFuture()).isNotDone();
        KIT.spawn(hub.behavior());

        assertThat(List.of(next(), next())).containsExactlyInAnyOrder("balcony shut down", "chamber shut down");
        done.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Test
    void when_owners_have_moved_every_connection_turns_to_its_own_again() throws InterruptedException {
        seat("balcony");
        KIT.spawn(hub.behavior());
        hub.ownersMoved(100);

        assertThat(next()).isEqualTo("balcony moved");
    }

    @Test
    void when_a_domain_is_gone_every_connection_looks_for_its_own() throws InterruptedException {
        seat("balcony");
        KIT.spawn(hub.behavior());
        hub.domainsChanged(100);

        assertThat(next()).isEqualTo("balcony looks for its domain");
    }

    @Test
    void what_is_for_one_far_node_leaves_as_one_batch_in_order() {
        var probe = KIT.<Object>createTestProbe();
        var runs = new ArrayList<Runnable>();
        var far = new FarNodes(_ -> probe.ref(), runs::add, Parcels.get(KIT.system()));
        for (var connection = 1; connection <= 3; connection++) {
            far.tell(TestEdge.JULIET, new EdgeAddress("mantua:2552", 9, connection), HANDLED);
        }
        assertThat(runs).hasSize(1);
        runs.getFirst().run();

        var batch = (EdgeBatch) probe.receiveMessage();
        assertThat(batch.incarnation()).isEqualTo(9);
        assertThat(batch.items()).extracting(EdgeBatch.Item::connection).containsExactly(1L, 2L, 3L);
    }

    @Test
    void a_batch_is_for_one_incarnation_and_mostly_fits_one_message() {
        var probe = KIT.<Object>createTestProbe();
        var runs = new ArrayList<Runnable>();
        var far = new FarNodes(_ -> probe.ref(), runs::add, Parcels.get(KIT.system()));
        var heavy = new EdgeMessage.Outbound(1, 1, List.of(Client.message("x".repeat(FarNodes.BATCH_BYTES / 2))));
        far.tell(TestEdge.JULIET, new EdgeAddress("mantua:2552", 9, 1), HANDLED);
        far.tell(TestEdge.JULIET, new EdgeAddress("mantua:2552", 10, 2), heavy);
        far.tell(TestEdge.JULIET, new EdgeAddress("mantua:2552", 10, 3), heavy);
        runs.getFirst().run();

        assertThat(List.of(
                        sizeOf(probe.receiveMessage()), sizeOf(probe.receiveMessage()), sizeOf(probe.receiveMessage())))
                .containsExactly(1, 1, 1);
    }

    @Test
    void what_waits_for_a_far_node_is_bounded() {
        var probe = KIT.<Object>createTestProbe();
        var runs = new ArrayList<Runnable>();
        var far = new FarNodes(_ -> probe.ref(), runs::add, Parcels.get(KIT.system()));
        var heavy = new EdgeMessage.Outbound(1, 1, List.of(Client.message("x".repeat(1_000_000))));
        for (var connection = 1; connection <= 20; connection++) {
            far.tell(TestEdge.JULIET, new EdgeAddress("mantua:2552", 9, connection), heavy);
        }
        runs.getFirst().run();

        for (var i = 0; i < FarNodes.WAITING_BYTES_MAX / 1_000_200; i++) {
            probe.receiveMessage();
        }
        probe.expectNoMessage(Duration.ZERO);
    }

    private static int sizeOf(Object batch) {
        return ((EdgeBatch) batch).items().size();
    }
}
