package io.kith.node.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.persistence.Stores;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.StanzaId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The node on which rooms live dies while people talk in them: every acknowledged message is in its room's log once,
/// all hear the same in the same order without a gap, and whoever was on another node notices nothing else.
///
/// A run with other pauses and places, or with those that failed, has `-Dkith.rooms.seed=N`.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class RoomOrderTest {

    private static final long SEED = Long.getLong("kith.rooms.seed", 4);
    private static final int NODES = 3;
    private static final int ROOMS = 5;
    private static final int OCCUPANTS = 100;
    private static final int SPEAKERS = 20;
    private static final int MESSAGES_BEFORE = 8;
    private static final int MESSAGES_AFTER = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Rooms stay where they were made until that node dies, which is found out sooner than usual; a machine that
    /// stands
    /// still for as long makes nobody give up a node that lives.
    static final List<String> SETTINGS = List.of(
            "akka.cluster.sharding.rebalance-interval = 300s",
            "akka.cluster.sharding.updating-state-timeout = 1s",
            "akka.cluster.failure-detector.heartbeat-interval = 300ms",
            "akka.cluster.failure-detector.acceptable-heartbeat-pause = 3s");

    private final List<RecordedRooms> records = new ArrayList<>();
    private final NodesStage stage = NodesStage.of(
                    1,
                    clock -> {
                        var stores = RecordedRooms.in(Stores.inMemory(new Random(SEED), clock));
                        records.add((RecordedRooms) stores.archive());
                        return stores;
                    },
                    UnaryOperator.identity(),
                    SETTINGS)
            .next();
    private final List<RoomGoer> all = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    @AfterEach
    void stop() throws InterruptedException {
        all.forEach(RoomGoer::leave);
        for (var thread : threads) {
            thread.join(PATIENCE);
        }
        stage.close();
    }

    @Test
    void nothing_acknowledged_is_lost_or_doubled_and_all_hear_the_same_when_the_node_of_the_rooms_dies() {
        stage.account("nurse");
        try (var founder = Client.connect(stage.listener(1), stage.domain(), "nurse", "founding")) {
            rooms().forEach(room -> RoomGoer.found(founder, room));
        }
        stage.add();
        stage.add();
        everybodyEnters();

        all.forEach(goer -> goer.speak(true));
        await(() -> speakers().stream().allMatch(goer -> goer.acknowledged().size() >= MESSAGES_BEFORE), "first acks");
        stage.kill(1);
        var then = sizes();
        LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
        assertThat(sizes()).as("rooms that were on the node that died").isEqualTo(then);
        stage.giveUp(1);
        var before = speakers().stream()
                .collect(Collectors.toMap(
                        RoomGoer::name, goer -> goer.acknowledged().size()));
        await(() -> all.stream().allMatch(RoomGoer::isHere), "everybody is there again");
        await(
                () -> speakers().stream()
                        .allMatch(goer -> goer.acknowledged().size()
                                >= Objects.requireNonNull(before.get(goer.name())) + MESSAGES_AFTER),
                "more acks");
        all.forEach(goer -> goer.speak(false));
        await(() -> all.stream().allMatch(RoomGoer::waitsForNothing), "the last acks");
        await(() -> all.stream().allMatch(this::hasHeardTheLast), "the last messages");

        rooms().forEach(this::everythingIsInOrderIn);
        rooms().forEach(this::nobodyElseIsIn);
    }

    private void everybodyEnters() {
        for (var number = 0; number < OCCUPANTS; number++) {
            var name = "goer" + number;
            stage.account(name);
            var goer = new RoomGoer(
                    stage,
                    rooms().get(number % ROOMS),
                    name,
                    1 + (number / ROOMS) % NODES,
                    number < SPEAKERS,
                    new Random(SEED * OCCUPANTS + number));
            all.add(goer);
            threads.add(Thread.ofVirtual().name(name).start(goer));
        }
        await(() -> all.stream().allMatch(RoomGoer::isHere), "everybody enters");
    }

    private void everythingIsInOrderIn(String room) {
        var log = records.getFirst().of(room);
        var ids = log.keySet().stream().map(StanzaId::text).toList();
        assertThat(log.values()).as("the log of " + room).doesNotHaveDuplicates();
        var stayed =
                in(room).stream().filter(RoomGoer::stayed).map(RoomGoer::name).toList();
        assertThat(in(room).stream()
                        .filter(goer -> !goer.wrong().isEmpty())
                        .collect(Collectors.toMap(RoomGoer::name, RoomGoer::wrong)))
                .as("what occupants of " + room + " suffered")
                .isEmpty();
        for (var goer : in(room)) {
            assertThat(log.values()).as("acknowledged to " + goer.name()).containsAll(goer.acknowledged());
            assertThat(goer.seenGone()).as("whom " + goer.name() + " saw leave").doesNotContainAnyElementsOf(stayed);
            if (goer.stayed()) {
                assertThat(goer.heard()).as("what " + goer.name() + " heard").isEqualTo(ids);
            } else {
                var since = goer.heardSinceEntry();
                assertThat(ids).as("what " + goer.name() + " heard").containsSubsequence(goer.heard());
                assertThat(since)
                        .as("what " + goer.name() + " heard after it came back")
                        .isEqualTo(ids.subList(ids.size() - since.size(), ids.size()));
            }
        }
        assertThat(stayed).as("who stayed in " + room).hasSizeGreaterThanOrEqualTo(in(room).size() / 2);
    }

    /// Somebody who comes now sees all who are there, and when they leave, all are gone.
    private void nobodyElseIsIn(String room) {
        try (var nurse = Client.connect(stage.listener(2), stage.domain(), "nurse", room)) {
            nurse.send("<presence to='" + room + "/nurse'><x xmlns='" + Namespaces.MUC + "'/></presence>");
            var names = in(room).stream().map(RoomGoer::name).collect(Collectors.toCollection(TreeSet::new));
            assertThat(seen(nurse, "", nick -> nick.equals("nurse"))).containsExactlyInAnyOrderElementsOf(names);
            in(room).forEach(RoomGoer::leave);
            var left = new TreeSet<String>();
            seen(nurse, "unavailable", nick -> {
                left.add(nick);
                return left.equals(names);
            });
        }
    }

    /// The nicks of presences of this type, until one ends it, which is not among them.
    private static List<String> seen(Client client, String type, Predicate<String> last) {
        var seen = new ArrayList<String>();
        while (true) {
            var element = client.next();
            if (element.name().equals("presence")
                    && element.attributeOr("type", "").equals(type)) {
                var from = element.attributeOr("from", "");
                var nick = from.substring(from.indexOf('/') + 1);
                if (last.test(nick)) {
                    return seen;
                }
                seen.add(nick);
            }
        }
    }

    /// Of the newest in its room's log.
    private List<String> lacks(RoomGoer goer) {
        var newest = new ArrayList<>(records.getFirst().of(goer.room()).entrySet());
        return newest.reversed().stream()
                .limit(MESSAGES_BEFORE)
                .filter(said -> !goer.heard().contains(StanzaId.text(said.getKey())))
                .map(Map.Entry::getValue)
                .toList();
    }

    private boolean hasHeardTheLast(RoomGoer goer) {
        var log = records.getFirst().of(goer.room());
        return !log.isEmpty() && goer.lastHeard().equals(Optional.of(StanzaId.text(log.lastKey())));
    }

    /// How much is in the log of each room.
    private List<Integer> sizes() {
        return rooms().stream().map(room -> records.getFirst().of(room).size()).toList();
    }

    private List<String> rooms() {
        return IntStream.range(0, ROOMS)
                .mapToObj(number -> "hall" + number + "@conference." + stage.domain())
                .toList();
    }

    private List<RoomGoer> in(String room) {
        return all.stream().filter(goer -> goer.room().equals(room)).toList();
    }

    private List<RoomGoer> speakers() {
        return all.stream().filter(RoomGoer::speaks).toList();
    }

    private void await(BooleanSupplier condition, String what) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "not within " + PATIENCE + ", seed " + SEED + ": " + what + "; not yet, or wrong: "
                                + all.stream()
                                        .filter(goer -> !hasHeardTheLast(goer)
                                                || !goer.wrong().isEmpty())
                                        .limit(5)
                                        .map(goer -> goer + ", lacks " + lacks(goer))
                                        .toList());
            }
            LockSupport.parkNanos(20_000_000);
        }
    }
}
