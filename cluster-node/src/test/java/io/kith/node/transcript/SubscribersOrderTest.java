package io.kith.node.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.persistence.Stores;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.StanzaId;
import io.kith.proto.xml.Element;
import java.io.EOFException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Users who get the messages of rooms without joining them (`urn:xmpp:mucsub:0`), when a node dies on which one of the
/// rooms lives, the owners of some of these users, and one of their clients.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class SubscribersOrderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration RETRY = Duration.ofMillis(300);
    private static final Duration LOOK = Duration.ofMillis(100);

    private final List<RecordedRooms> records = new ArrayList<>();
    private final NodesStage stage = NodesStage.of(
                    1,
                    clock -> {
                        var stores = RecordedRooms.in(Stores.inMemory(new Random(1), clock));
                        records.add((RecordedRooms) stores.archive());
                        return stores;
                    },
                    UnaryOperator.identity(),
                    RoomOrderTest.SETTINGS)
            .next();
    private final String hall = "hall@conference." + stage.domain();
    private final String garden = "garden@conference." + stage.domain();
    private final List<Thread> threads = new ArrayList<>();
    private final List<RoomGoer> speakers = new ArrayList<>();
    private final List<Subscriber> subscribers = new ArrayList<>();

    @AfterEach
    void stop() throws InterruptedException {
        speakers.forEach(RoomGoer::leave);
        for (var thread : threads) {
            thread.join(PATIENCE);
        }
        subscribers.forEach(subscriber -> subscriber.client.close());
        stage.close();
    }

    @Test
    void every_message_comes_to_each_of_them_under_one_id_and_once_where_no_owner_died() throws Exception {
        stage.account("founder");
        try (var founder = Client.connect(stage.listener(1), stage.domain(), "founder", "founding")) {
            RoomGoer.found(founder, hall);
            var paris = subscriber("paris", 1); // so is its owner
            paris.subscribe(hall);
            paris.client.disconnect();
            stage.add();
            stage.add();
            RoomGoer.found(founder, garden);
            paris.subscribe(garden, 2);
        }
        var tybalt = subscriber("tybalt", 3);
        tybalt.subscribe(hall);
        tybalt.subscribe(garden);
        var benvolio = subscriber("benvolio", 1);
        benvolio.subscribe(hall);
        benvolio.subscribe(garden);
        var inHall = speaker("romeo", hall, 2);
        var inGarden = speaker("juliet", garden, 3);
        await(() -> acknowledged(inHall) >= 5 && acknowledged(inGarden) >= 5, "first acknowledgements");

        stage.kill(1);
        stage.giveUp(1);
        benvolio.comesBack(2);
        var before = acknowledged(inHall);
        await(() -> acknowledged(inGarden) >= 20, "what is said in the garden, meanwhile");
        inGarden.speak(false);
        await(() -> acknowledged(inHall) >= before + 5, "what is said in the hall, on another node");
        inHall.speak(false);
        await(() -> speakers.stream().allMatch(RoomGoer::waitsForNothing), "the last acknowledgements");

        for (var room : List.of(hall, garden)) {
            var log = new LinkedHashMap<String, String>();
            records.getFirst().of(room).forEach((id, body) -> log.put(StanzaId.text(id), body));
            for (var subscriber : subscribers) {
                var came = subscriber.until(room, List.copyOf(log.keySet()).getLast());
                assertThat(new LinkedHashSet<>(came))
                        .as("what %s was given of %s", subscriber.name, room)
                        .containsExactlyElementsOf(log.keySet());
                assertThat(subscriber.bodies(room)).isEqualTo(log);
            }
            assertThat(tybalt.came(room))
                    .as("an owner that lives gives all once")
                    .doesNotHaveDuplicates();
        }
    }

    private Subscriber subscriber(String name, int node) {
        stage.account(name);
        var subscriber = new Subscriber(name, node);
        subscribers.add(subscriber);
        return subscriber;
    }

    private RoomGoer speaker(String name, String room, int node) {
        stage.account(name);
        var speaker = new RoomGoer(stage, room, name, node, true, new Random(node));
        speakers.add(speaker);
        threads.add(Thread.ofVirtual().name(name).start(speaker));
        speaker.speak(true);
        return speaker;
    }

    private static int acknowledged(RoomGoer speaker) {
        return speaker.acknowledged().size();
    }

    private void await(BooleanSupplier condition, String what) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + PATIENCE + ": " + what + "; " + speakers);
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    /// A user with one client, which is available and keeps what it is given.
    private final class Subscriber {

        private final String name;
        private final List<Element> events = new ArrayList<>();
        private Client client;

        Subscriber(String name, int node) {
            this.name = name;
            this.client = connect(node);
        }

        private Client connect(int node) {
            var connected = Client.connect(stage.listener(node), stage.domain(), name, "phone");
            connected.send("<presence/>");
            return connected;
        }

        void subscribe(String room, int node) {
            client = connect(node);
            subscribe(room);
        }

        void subscribe(String room) {
            client.send("<iq type='set' id='subscribes' to='" + room + "'><subscribe xmlns='" + Namespaces.MUCSUB
                    + "' nick='" + name + "'><event node='urn:xmpp:mucsub:nodes:messages'/></subscribe></iq>");
            var answer = client.next();
            while (!answer.attributeOr("id", "").equals("subscribes")) {
                keep(answer);
                answer = client.next();
            }
            assertThat(answer.attributeOr("type", "")).as(answer.toXml()).isEqualTo("result");
        }

        /// Its node has died; it takes what had come, and logs in at another one.
        void comesBack(int node) {
            try {
                while (true) {
                    client.next(LOOK).ifPresent(this::keep);
                }
            } catch (EOFException cut) {
                client.close();
            }
            for (var tries = 0; ; tries++) {
                try {
                    client = connect(node);
                    return;
                } catch (UncheckedIOException | AssertionError notYet) {
                    if (tries * RETRY.toMillis() > PATIENCE.toMillis()) {
                        throw notYet;
                    }
                    LockSupport.parkNanos(RETRY.toNanos()); // its account is on its way to another node
                }
            }
        }

        /// Takes what comes until it has that message of a room; the ids of all that it has of it, in that order.
        List<String> until(String room, String last) throws EOFException {
            var deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!came(room).contains(last)) {
                client.next(LOOK).ifPresent(this::keep);
                if (System.nanoTime() > deadline) {
                    throw new AssertionError(name + " lacks the last message of " + room + ", has " + came(room));
                }
            }
            return came(room);
        }

        private void keep(Element element) {
            assertThat(element.attributeOr("type", "")).as(element.toXml()).isNotEqualTo("error");
            if (element.child("event", Namespaces.PUBSUB_EVENT).isPresent()) {
                events.add(element);
            }
        }

        List<String> came(String room) {
            return of(room).stream().map(event -> event.attributeOr("id", "")).toList();
        }

        /// What each id stands for.
        Map<String, String> bodies(String room) {
            var bodies = new LinkedHashMap<String, String>();
            for (var event : of(room)) {
                var body = event.child("event", Namespaces.PUBSUB_EVENT)
                        .flatMap(inside -> inside.child("items"))
                        .flatMap(items -> items.child("item"))
                        .flatMap(item -> item.child("message", Namespaces.CLIENT))
                        .flatMap(message -> message.child("body"))
                        .map(Element::text)
                        .orElse("");
                assertThat(bodies.putIfAbsent(event.attributeOr("id", ""), body))
                        .isIn(null, body);
            }
            return bodies;
        }

        private List<Element> of(String room) {
            return events.stream()
                    .filter(event -> event.attributeOr("from", "").equals(room))
                    .toList();
        }
    }
}
