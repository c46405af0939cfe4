package io.kith.sharding.room;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import com.typesafe.config.ConfigFactory;
import io.kith.persistence.Stores;
import io.kith.persistence.archive.LogIds;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.feature.Xep;
import io.kith.sharding.routing.LocalDomains;
import io.kith.sharding.session.Delivery;
import io.kith.sharding.session.Unstored;
import io.kith.sharding.session.UserSession;
import io.kith.sharding.session.Via;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// A room that breaks on a request goes on without it.
final class RoomDefectsTest {

    private static final ActorTestKit KIT = ActorTestKit.create(EventSourcedBehaviorTestKit.config()
            .withFallback(ConfigFactory.parseString("akka.loglevel = WARNING"))
            .withFallback(ConfigFactory.load()));
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
    private static final Jid ROOM = Jid.parse("coven@conference.verona.example");
    private static final Jid ROMEO = Jid.parse("romeo@verona.example/garden");

    private final TestProbe<Object> owner = KIT.createTestProbe(Object.class);
    private final ActorRef<Object> room;
    private long epoch;

    RoomDefectsTest() {
        var stores = Stores.inMemory(new Random(1), () -> NOON);
        var counters = new RoomCounters();
        var terms = new RoomTerms(
                new Random(1),
                () -> RoomLimits.DEFAULT,
                (_, _) -> false,
                RoomCreation.FREE,
                new SharedPaces(Pace.INVITATIONS, () -> RoomLimits.DEFAULT, counters),
                RoomConfig.DEFAULT,
                Aspects.of(List.of(new Broken())),
                counters);
        var services = new RoomServices(
                terms,
                stores.archive(),
                stores.roomIndex(),
                new LogIds(1, () -> NOON),
                new Unstored(1L << 30),
                (_, message) -> owner.ref().tell(message),
                (_, _) -> {},
                List::of,
                Duration.ofMinutes(5),
                new Verona(),
                () -> NOON,
                new Random(1),
                () -> false);
        var shard = KIT.createTestProbe(ClusterSharding.ShardCommand.class);
        room = KIT.spawn(Room.create(ROOM, services, shard.ref()));
    }

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    /// Breaks on whoever enters, when the room it makes is journalled, and on an IQ.
    private static final class Broken implements RoomAspect {

        @Override
        public List<Xep> xeps() {
            return List.of();
        }

        @Override
        public void install(RoomHooks hooks) {
            hooks.mayJoin((_, _) -> {
                throw new IllegalStateException("broken on entering");
            });
            hooks.iq("set", "urn:broken", "broken", (_, _) -> {
                throw new IllegalStateException("broken on a request");
            });
            hooks.iq("get", "urn:whole", "whole", (_, request) -> request.result());
        }
    }

    private record Verona() implements LocalDomains {

        @Override
        public boolean hosts(String domain) {
            return domain.equals("verona.example");
        }

        @Override
        public boolean hostsRooms(String domain) {
            return domain.equals("conference.verona.example");
        }
    }

    @Test
    void what_breaks_it_is_refused_once_it_comes_again_and_others_are_served() {
        var entering =
                "<presence id='e' to='" + ROOM + "/romeo'><x xmlns='http://jabber.org/protocol/muc'/></presence>";
        assertThat(RoomClient.conditionOf(answer(entering, new Via(new EdgeAddress("one", 1, 1)))))
                .isEqualTo("internal-server-error");
        assertThat(RoomClient.conditionOf(
                        answer("<iq type='set' id='b' to='" + ROOM + "'><broken xmlns='urn:broken'/></iq>", null)))
                .isEqualTo("internal-server-error");

        var served = answer("<iq type='get' id='w' to='" + ROOM + "'><whole xmlns='urn:whole'/></iq>", null);
        assertThat(served.type())
                .as("of the room that was made: " + served.toXml())
                .isEqualTo("result");
    }

    /// Sends it, as its owner does, again and again until it is answered and confirmed.
    private Stanza answer(String xml, @Nullable Via via) {
        var delivery = new Delivery(Stanza.parse(xml).withFrom(ROMEO), 0, false, via, "session", ++epoch);
        var answer = new AtomicReference<@Nullable Stanza>();
        var isConfirmed = new AtomicBoolean();
        owner.awaitAssert(() -> {
            room.tell(new UserSession.DeliverAnnounced(ROMEO.bare(), epoch, epoch, 1, 0));
            room.tell(new UserSession.Deliver(ROMEO.bare(), epoch, 1, List.of(delivery)));
            while (answer.get() == null || !isConfirmed.get()) {
                switch (owner.receiveMessage(Duration.ofMillis(300))) {
                    case UserSession.Deliver told ->
                        told.items().stream()
                                .map(Delivery::stanza)
                                .filter(stanza ->
                                        stanza.id().equals(delivery.stanza().id())) // not an earlier one again
                                .forEach(answer::set);
                    case UserSession.DeliverConfirmed confirmed ->
                        isConfirmed.set(confirmed.epoch() == epoch && confirmed.stored() == 1);
                    default -> {
                        // where the links stand
                    }
                }
            }
            return null;
        });
        return Objects.requireNonNull(answer.get());
    }
}
