package io.kith.sharding.room;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.kith.persistence.Stores;
import io.kith.persistence.archive.Archive;
import io.kith.persistence.archive.LogIds;
import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.Sight;
import io.kith.sharding.feature.Xep;
import io.kith.sharding.link.Gap;
import io.kith.sharding.room.relay.FromRelay;
import io.kith.sharding.room.relay.RelayEnd;
import io.kith.sharding.room.relay.ToRelay;
import io.kith.sharding.routing.LocalDomains;
import io.kith.sharding.session.Delivery;
import io.kith.sharding.session.Epochs;
import io.kith.sharding.session.PeerLinks;
import io.kith.sharding.session.Unstored;
import io.kith.sharding.session.UserSession;
import io.kith.sharding.session.Via;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/// A room, the relays of three nodes and the owners of twelve users in one thread, over a network that loses, doubles
/// and delays. The room dies now and then and begins elsewhere; clients lose their connections and resume on other
/// nodes. In the end everybody has heard everything once and in one order, and the log has each message once.
final class RoomModelTest {

    private static final Jid ROOM = Jid.parse("coven@conference.verona.example");
    private static final int USERS = 12;
    private static final int GUESTS = 4;
    private static final int NODES = 3;
    private static final int MESSAGES = 15;

    /// Milliseconds between two signs of life of a relay.
    private static final int PERIOD = 50;

    private static final Set<String> READS = Set.of("after", "tail", "head");

    private record Event(Instant at, long order, Runnable work) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparingLong(Event::order));
    private final List<RoomEvent> journal = new ArrayList<>();
    private final Map<String, RelayEnd> relays = new HashMap<>();
    private final Map<Jid, User> users = new LinkedHashMap<>();
    private final Map<Jid, User> guests = new LinkedHashMap<>();
    private final Map<Long, User> connections = new HashMap<>();
    private Instant now = Instant.parse("2026-11-01T12:00:00Z");
    private Instant quietFrom = now;
    private long order;
    private long connected;
    private long ticked;
    private int breaks;
    private final Set<String> busy = new HashSet<>();
    private boolean storm;
    private boolean rough;
    private boolean fragile;
    private boolean outages;
    private boolean away;
    private int failedChanges;
    private Random random = new Random(0);
    private @Nullable Life life;
    private @Nullable RoomServices services;
    private @Nullable Stores stores;

    @ParameterizedTest
    @ValueSource(
            longs = {101, 106, 112, 353, 617, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void everybody_hears_everything_once_and_in_one_order(long seed) {
        talk(seed);
    }

    /// Relays crash too, and links to them become so full that nothing more is kept for them.
    @ParameterizedTest
    @MethodSource("rough")
    void also_when_relays_die_and_fall_behind(long seed) {
        rough = true;
        talk(seed);
    }

    /// Some in a row, and those that have found something. `-Drooms.model.seeds=300` takes more.
    static LongStream rough() {
        return LongStream.concat(
                LongStream.rangeClosed(1, Integer.getInteger("rooms.model.seeds", 20)), LongStream.of(54, 66, 94, 127));
    }

    /// Requests break it, when they come or when they have changed something, while rows are being written: but for
    /// them it is as if they had not been.
    @ParameterizedTest
    @MethodSource("rough")
    void also_when_requests_break_the_room(long seed) {
        fragile = true;
        var log = (Logger) LoggerFactory.getLogger(RoomKeeper.class);
        log.setLevel(Level.OFF); // which tells of each break at length
        try {
            talk(seed);
        } finally {
            log.setLevel(null);
        }

        assertThat(breaks).isNotZero();
    }

    /// The store is away now and then, so that messages go live before they are stored, and the room can't journal what
    /// changes: nothing appears under two ids.
    @ParameterizedTest
    @MethodSource("rough")
    void also_when_the_store_is_away_for_a_while(long seed) {
        outages = true;
        talk(seed);

        assertThat(failedChanges).isNotZero();
    }

    private void talk(long seed) {
        opened(seed);
        users.values().forEach(User::join);
        pass(Duration.ofSeconds(10));
        users.values()
                .forEach(user -> assertThat(user.isIn).as(user.full + " is in").isTrue());

        storm = true;
        if (fragile) {
            user(0).say(breaking());
        }
        if (outages) {
            outage();
        }
        for (var number = 0; number < MESSAGES; number++) {
            for (var user : users.values()) {
                user.say(message(user.full.local() + "-" + number));
                chance(user);
                pass(Duration.ofMillis(random.nextInt(200)));
            }
        }
        storm = false;
        for (var user : users.values()) {
            if (!user.isConnected()) {
                user.resume();
            }
        }
        pass(Duration.ofSeconds(30));

        users.values()
                .forEach(user -> assertThat(
                                user.told.stream().filter(Stanza::isError).filter(told -> !isOfDefect(told)))
                        .as(user.full + " is refused")
                        .isEmpty());
        var logged = logged();
        assertThat(logged).hasSize(USERS * MESSAGES).doesNotHaveDuplicates();
        users.values().forEach(user -> {
            assertThat(user.unacked).as(user.full + " waits").isZero();
            assertThat(user.heard).as(user.full.toString()).isEqualTo(logged);
        });
        var there = new TreeSet<String>();
        users.values().forEach(user -> there.add(user.full.local()));
        guests.values().stream().filter(guest -> guest.wantsIn).forEach(guest -> there.add(guest.full.local()));
        users.values()
                .forEach(user -> assertThat(user.seen)
                        .as("whom " + user.full + " sees, seed " + seed)
                        .isEqualTo(there));
    }

    /// Relays say all the time that they have seats, also while the last of them is being taken away.
    @Test
    void who_leaves_and_comes_straight_back_is_let_in_each_time() {
        var first = opened(1);
        var guest = guests.values().stream()
                .filter(one -> one.node != first.node)
                .findFirst()
                .orElseThrow();
        for (var times = 0; times < PERIOD * 5; times++) {
            guest.comesOrGoes();
            pass(Duration.ofMillis(3_000 + (PERIOD + times / 5 - now.toEpochMilli() % PERIOD) % PERIOD));
            assertThat(guest.entries).as("after " + times + " times").isEqualTo(times + 1);
            guest.comesOrGoes();
            pass(Duration.ofMillis(times % 5));
        }
    }

    /// It is alone in a room that was never configured, which ends with it (XEP-0045 §10.1.3), and finds another one of
    /// that name each time; also when the relay of its node is asked meanwhile what it holds.
    @ParameterizedTest
    @MethodSource("rough")
    void who_ends_a_room_by_leaving_it_and_enters_at_once_makes_it_anew(long seed) {
        begin(seed);
        var guest = List.copyOf(guests.values()).getFirst();
        for (var times = 0; times < 20; times++) {
            var left = times;
            guest.comesOrGoes();
            if (random.nextBoolean()) {
                at(Duration.ofMillis(random.nextInt(60)), () -> fallsBehind("node" + guest.node));
            }
            until(() -> guest.isIn);
            pass(Duration.ofMillis(random.nextInt(PERIOD)));
            guest.comesOrGoes();
            until(() -> guest.lastWords.size() > left);
            pass(Duration.ofMillis(random.nextInt(PERIOD)));
        }

        assertThat(guest.roomsMade).isEqualTo(20);
        assertThat(guest.lastWords).hasSize(20);
        assertThat(guest.told).isEmpty();
    }

    /// The room has let it in and dies before it learns that the relay knows: the owner says it again to the next one.
    @Test
    void an_entry_that_comes_again_in_the_next_life_is_no_second_one() {
        var first = opened(1);
        var guest = List.copyOf(guests.values()).getFirst();
        guest.comesOrGoes();
        while (guest.entries == 0) {
            pass(Duration.ofMillis(1));
        }
        life = null;
        first.say(message("who's there?"));
        pass(Duration.ofSeconds(10));

        assertThat(guest.entries).isEqualTo(1);
        assertThat(guest.heard).containsExactly("who's there?");
        assertThat(guest.unacked).isZero();
    }

    /// All are in and have heard "one"; the room begins anew for "two" while a node is busy.
    private User inALifeThatWaitsForABusyNode(long seed) {
        var first = opened(seed);
        users.values().forEach(User::join);
        pass(Duration.ofSeconds(10));
        first.say(message("one"));
        pass(Duration.ofSeconds(1));

        life = null;
        busy.add("node1");
        first.say(message("two"));
        return first;
    }

    /// The room begins without the answers of a node that is busy for longer than anybody waits: who is there is not
    /// gone.
    @Test
    void who_is_on_a_node_that_answers_late_stays_in_the_room() {
        var first = inALifeThatWaitsForABusyNode(1);
        pass(RoomKeeper.ANSWER_WITHIN.plusSeconds(2));
        assertThat(first.heard).containsExactly("one", "two");
        busy.clear();
        pass(Duration.ofSeconds(10));
        first.say(message("three"));
        pass(Duration.ofMinutes(3));

        users.values().forEach(user -> {
            assertThat(user.heard).as(user.full.toString()).containsExactly("one", "two", "three");
            assertThat(user.seen).as("whom " + user.full + " sees").hasSize(USERS);
        });
    }

    /// Then somebody enters on that node, whose relay has seats of which the room does not know yet.
    @ParameterizedTest
    @MethodSource("rough")
    void who_is_on_a_node_that_answers_late_misses_nothing_when_somebody_enters_there_meanwhile(long seed) {
        var first = inALifeThatWaitsForABusyNode(seed);
        pass(RoomKeeper.ANSWER_WITHIN);
        var guest = guests.values().stream()
                .filter(one -> one.node == 1)
                .findFirst()
                .orElseThrow();
        pass(Duration.ofMillis(random.nextInt(1_000)));
        guest.comesOrGoes();
        pass(Duration.ofMillis(random.nextInt(1_000)));
        first.say(message("three"));
        pass(Duration.ofMillis(random.nextInt(1_000)));
        busy.clear();
        pass(Duration.ofSeconds(10));
        first.say(message("four"));
        pass(Duration.ofMinutes(3));

        users.values()
                .forEach(user ->
                        assertThat(user.heard).as(user.full.toString()).containsExactly("one", "two", "three", "four"));
        assertThat(guest.isIn).isTrue();
        assertThat(guest.heard).endsWith("four");
        users.values()
                .forEach(user ->
                        assertThat(user.seen).as("whom " + user.full + " sees").hasSize(USERS + 1));
    }

    /// Whatever comes first: the loss of its connection, the kick, or the client on another node.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void who_is_kicked_while_it_is_away_hears_so_once_when_it_is_back(long seed) {
        var first = opened(seed);
        for (var guest : guests.values()) {
            guest.comesOrGoes();
            pass(Duration.ofSeconds(5));
            at(Duration.ofMillis(random.nextInt(20)), guest::drop);
            at(Duration.ofMillis(random.nextInt(20)), () -> first.say(kick(guest.full.local())));
            at(Duration.ofMillis(20 + random.nextInt(20)), guest::resume);
            pass(Duration.ofSeconds(5));

            assertThat(guest.lastWords).as(guest.full.toString()).hasSize(1);
            assertThat(guest.lastWords.getFirst().toXml())
                    .contains("'307'", "a plague")
                    .doesNotContain("333");
            assertThat(guest.unacked).isZero();
        }
    }

    /// What may happen at any time.
    private void chance(User user) {
        if (rough) {
            misfortune("node" + random.nextInt(NODES));
        }
        switch (random.nextInt(30)) {
            case 3, 4, 5 ->
                List.copyOf(guests.values()).get(random.nextInt(GUESTS)).comesOrGoes();
            case 0 -> {
                if (fragile) {
                    user.say(breaking());
                } else if (outages) {
                    outage();
                } else if (isQuiet()) {
                    life = null; // the room's node is gone
                    at(Duration.ofMillis(random.nextInt(4_000)), this::live);
                }
            }
            case 1, 2 -> {
                if (user.isConnected()) {
                    user.drop();
                    at(Duration.ofMillis(random.nextInt(5_000)), () -> {
                        if (!user.isConnected()) {
                            user.resume();
                        }
                    });
                }
            }
            default -> {
                // a quiet moment
            }
        }
    }

    private void outage() {
        away = true;
        user(0).say(change());
        at(Duration.ofMillis(500 + random.nextInt(3_000)), () -> away = false);
    }

    private void misfortune(String node) {
        switch (random.nextInt(40)) {
            case 0, 1 -> {
                if (isQuiet()) {
                    relays.remove(node);
                }
            }
            case 2 -> fallsBehind(node);
            default -> {
                // nothing is amiss
            }
        }
    }

    private void fallsBehind(String node) {
        toRoom(new FromRelay.Missing(ROOM, node, new Epochs(() -> now, random).next(), Gap.UNKNOWN));
    }

    /// What a relay and the room remember of each other is lost only when both die at once: before they have found each
    /// other again over a network that loses questions too.
    private boolean isQuiet() {
        if (rough && now.isBefore(quietFrom)) {
            return false;
        }
        quietFrom = now.plusSeconds(12);
        return true;
    }

    private List<String> logged() {
        var state = RoomState.NONE;
        for (var event : journal) {
            state = state.after(event);
        }
        return stores().archive().after(state.uid(), state.buckets(), 0, 1_000).toCompletableFuture().join().stream()
                .map(row -> body(Stanza.parse(row.stanza())))
                .filter(body -> !body.isEmpty())
                .toList();
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

    /// The room as its first user has made it; nobody else is in it.
    private User opened(long seed) {
        begin(seed);
        var first = user(0);
        first.join();
        pass(Duration.ofSeconds(8));
        first.say(configuration());
        pass(Duration.ofSeconds(2));
        return first;
    }

    private void begin(long seed) {
        random = new Random(seed);
        stores = Stores.inMemory(new Random(seed), () -> now);
        services = new RoomServices(
                PlainTerms.of(new Random(seed), new Fragile()),
                fragile || outages ? slow(stores.archive()) : sometimesSilent(stores.archive()),
                stores.roomIndex(),
                new LogIds(1, () -> now),
                new Unstored(1L << 30),
                (account, message) -> send(() -> {
                    var user = users.getOrDefault(account, guests.get(account));
                    if (user != null) {
                        user.hears(message);
                    }
                }),
                (node, message) -> send(() -> toRelay(node, message)),
                () -> List.of("node0", "node1", "node2"),
                Duration.ofSeconds(300),
                new Verona(),
                () -> now,
                new Random(seed),
                () -> away);
        for (var number = 0; number < USERS; number++) {
            var user = new User(number);
            users.put(user.full.bare(), user);
        }
        for (var number = 0; number < GUESTS; number++) {
            var guest = new User(USERS + number);
            guests.put(guest.full.bare(), guest);
        }
        ticks();
    }

    /// Reads fail now and then in a storm.
    private Archive sometimesSilent(Archive archive) {
        return (Archive) Proxy.newProxyInstance(
                Archive.class.getClassLoader(), new Class<?>[] {Archive.class}, (_, method, arguments) -> {
                    if (storm && READS.contains(method.getName()) && random.nextInt(100) < 20) {
                        return CompletableFuture.failedFuture(new IllegalStateException("the store is silent"));
                    }
                    return method.invoke(archive, arguments);
                });
    }

    /// Rows are there some time after they were given, if the store is.
    private Archive slow(Archive archive) {
        return (Archive) Proxy.newProxyInstance(
                Archive.class.getClassLoader(), new Class<?>[] {Archive.class}, (_, method, arguments) -> {
                    if (!method.getName().equals("append")) {
                        return method.invoke(archive, arguments);
                    }
                    var stored = new CompletableFuture<Void>();
                    at(Duration.ofMillis(random.nextInt(60)), () -> {
                        if (away) {
                            stored.completeExceptionally(new IllegalStateException("the store is away"));
                            return;
                        }
                        try {
                            ((CompletionStage<?>) method.invoke(archive, arguments))
                                    .thenRun(() -> stored.complete(null));
                        } catch (ReflectiveOperationException impossible) {
                            throw new LinkageError(impossible.getMessage(), impossible);
                        }
                    });
                    return stored;
                });
    }

    /// Breaks when it is asked for, or when what was asked for is journalled.
    private static final class Fragile implements RoomAspect {

        @Override
        public List<Xep> xeps() {
            return List.of();
        }

        @Override
        public void install(RoomHooks hooks) {
            hooks.iq("set", "urn:broken", "now", (_, _) -> {
                throw new IllegalStateException("broken at once");
            });
            hooks.iq("set", "urn:broken", "later", (room, request) -> {
                var changed = new RoomEvent.VCardChanged(request.from().bare().toString(), room.now(), "");
                room.change(List.of(changed), () -> {
                    throw new IllegalStateException("broken later");
                });
            });
        }
    }

    private Stanza breaking() {
        var name = random.nextBoolean() ? "now" : "later";
        return Stanza.parse("<iq type='set' id='broken' to='" + ROOM + "'><" + name + " xmlns='urn:broken'/></iq>");
    }

    private static boolean isOfDefect(Stanza error) {
        return error.id().equals("broken") && RoomClient.conditionOf(error).equals("internal-server-error");
    }

    private Stores stores() {
        if (stores == null) {
            throw new IllegalStateException();
        }
        return stores;
    }

    private User user(int number) {
        return List.copyOf(users.values()).get(number);
    }

    private void ticks() {
        at(Duration.ofMillis(PERIOD), this::ticks);
        List.copyOf(relays.entrySet()).forEach(entry -> {
            if (!busy.contains(entry.getKey())) {
                entry.getValue().tick();
            }
        });
        if (++ticked % 20 == 0) {
            users.values().forEach(User::tick);
            guests.values().forEach(User::tick);
        }
        if (life != null && !life.isOver) {
            life.keeper.tick();
        }
    }

    private void toRoom(Object message) {
        if (life == null) {
            live();
        }
        if (life != null) {
            var now = life;
            if (!now.isOver) {
                now.run(() -> now.keeper.handle(message));
            }
        }
    }

    private void live() {
        if (life == null && services != null) {
            var state = RoomState.NONE;
            for (var event : journal) {
                state = state.after(event);
            }
            var next = new Life(state, services, new Defects());
            life = next;
            next.keeper.start(List.of());
        }
    }

    private void toRelay(String node, ToRelay message) {
        if (busy.contains(node)) {
            at(Duration.ofMillis(PERIOD), () -> toRelay(node, message));
            return;
        }
        var relay = relays.get(node);
        if (relay == null && message instanceof ToRelay.Ask ask) {
            send(() -> toRoom(new FromRelay.Held(
                    ROOM,
                    node,
                    ask.epoch(),
                    0,
                    1,
                    io.kith.sharding.room.relay.RelayBytes.parts(io.kith.sharding.room.relay.Holding.NOTHING)
                            .getFirst())));
        } else if (relay != null || !(message instanceof ToRelay.Close)) {
            var there = relays.computeIfAbsent(
                    node, name -> new RelayEnd(ROOM, name, this::write, (_, answer) -> send(() -> toRoom(answer))));
            there.take(message);
            if (there.isOver()) {
                there.tick();
                relays.remove(node);
            }
        }
    }

    private boolean write(EdgeAddress edge, Jid occupant, long id, Sight sight, List<Stanza> stanzas, boolean last) {
        var user = connections.get(edge.connection());
        if (user == null) {
            return false;
        }
        user.gets(id, sight, stanzas, last);
        return true;
    }

    /// Over the network.
    private void send(Runnable arrival) {
        if (storm && random.nextInt(100) < 5) {
            return;
        }
        at(Duration.ofMillis(storm ? random.nextInt(40) : 1), arrival);
        if (storm && random.nextInt(100) < 3) {
            at(Duration.ofMillis(random.nextInt(80)), arrival);
        }
    }

    private void at(Duration in, Runnable work) {
        events.add(new Event(now.plus(in), order++, work));
    }

    private void pass(Duration time) {
        var end = now.plus(time);
        while (!events.isEmpty() && !events.peek().at().isAfter(end)) {
            var next = events.remove();
            now = next.at();
            next.work().run();
        }
        now = end;
    }

    /// Lets time pass until it is so, a minute at most.
    private void until(BooleanSupplier isSo) {
        var end = now.plus(Duration.ofMinutes(1));
        while (!isSo.getAsBoolean()) {
            assertThat(now).isBefore(end);
            pass(Duration.ofMillis(1));
        }
    }

    private static Stanza message(String text) {
        return Stanza.parse(("<message type='groupchat' to='" + ROOM + "'><body>" + text + "</body></message>")
                .getBytes(StandardCharsets.UTF_8));
    }

    private Stanza change() {
        return Stanza.parse("<message type='groupchat' to='" + ROOM + "'><subject>" + random.nextInt(1_000)
                + "</subject></message>");
    }

    private static Stanza configuration() {
        return Stanza.parse(("<iq type='set' id='c' to='" + ROOM
                        + "'><query xmlns='http://jabber.org/protocol/muc#owner'>"
                        + "<x xmlns='jabber:x:data' type='submit'/></query></iq>")
                .getBytes(StandardCharsets.UTF_8));
    }

    private static Stanza kick(String nick) {
        return Stanza.parse(("<iq type='set' id='k' to='" + ROOM
                        + "'><query xmlns='http://jabber.org/protocol/muc#admin'><item nick='" + nick
                        + "' role='none'><reason>a plague</reason></item></query></iq>")
                .getBytes(StandardCharsets.UTF_8));
    }

    /// The presence that tells a client that it is in (XEP-0045 §7.2.2).
    private static boolean isEntry(Stanza stanza) {
        return stanza.isPresence()
                && stanza.isType("")
                && RoomClient.codes(stanza).contains(110);
    }

    private static String body(Stanza stanza) {
        return stanza.child("body", Namespaces.CLIENT).map(body -> body.text()).orElse("");
    }

    /// One life of the room.
    private final class Life implements RoomCarrier {

        private final RoomKeeper keeper;
        private final RoomServices services;
        private final Defects defects;
        private RoomState state;
        private boolean isOver;

        Life(RoomState state, RoomServices services, Defects defects) {
            this.state = state;
            this.services = services;
            this.defects = defects;
            this.keeper = new RoomKeeper(ROOM, state, services, this, defects);
        }

        /// Until the journal can be read nothing is taken in.
        private void recover() {
            if (away) {
                at(Duration.ofMillis(100), this::recover);
            } else {
                next();
            }
        }

        /// As the actor does when it has recovered.
        void next() {
            var next = new Life(state, services, defects);
            life = next;
            var unstored = keeper.unstored(state);
            keeper.stop();
            next.keeper.start(unstored);
        }

        /// As the actor does.
        void run(Runnable turn) {
            try {
                turn.run();
            } catch (IllegalStateException defect) {
                if (!keeper.broke(defect)) {
                    throw defect;
                }
                breaks++;
                next();
            }
        }

        @Override
        public void persist(List<RoomEvent> some, Runnable then) {
            at(Duration.ofMillis(random.nextInt(10)), () -> {
                if (life == this && !isOver && away) {
                    failedChanges++;
                    isOver = true;
                    recover();
                } else if (life == this && !isOver) {
                    journal.addAll(some);
                    for (var event : some) {
                        state = state.after(event);
                    }
                    run(() -> keeper.persisted(state, List.of(then)));
                }
            });
        }

        @Override
        public void later(Duration delay, Runnable turn) {
            at(delay, () -> {
                if (life == this && !isOver) {
                    run(() -> keeper.turn(turn));
                }
            });
        }

        @Override
        public <T> void await(CompletionStage<T> stage, BiConsumer<@Nullable T, @Nullable Throwable> turn) {
            stage.whenComplete((value, failure) -> at(Duration.ofMillis(random.nextInt(30)), () -> {
                if (life == this && !isOver) {
                    run(() -> keeper.turn(() -> turn.accept(value, failure)));
                }
            }));
        }
    }

    /// A user with an owner and one client.
    private final class User {

        private final Jid full;
        private final PeerLinks peers;
        private final List<String> heard = new ArrayList<>();
        private final Set<Long> ids = new HashSet<>();
        private final List<Stanza> told = new ArrayList<>();
        private int node;
        private long connection;
        private long position;
        private Sight sight = Sight.UNKNOWN;
        private long n;
        private int unacked;
        private boolean isIn;
        private boolean wantsIn;
        private int entries;
        private int roomsMade;
        private final List<Stanza> lastWords = new ArrayList<>();
        private final Set<String> seen = new TreeSet<>();

        User(int number) {
            full = Jid.parse("user" + number + "@verona.example/home");
            node = number % NODES;
            peers = new PeerLinks(
                    full.bare(),
                    (_, message) -> send(() -> toRoom(message)),
                    new Epochs(() -> now, random),
                    (_, delivery, done) -> {
                        told.add(delivery.stanza());
                        isToldLast(delivery.stanza());
                        done.run();
                    });
            connect();
        }

        private void connect() {
            connection = ++connected;
            connections.put(connection, this);
        }

        boolean isConnected() {
            return connections.get(connection) == this;
        }

        EdgeAddress edge() {
            return new EdgeAddress("node" + node, 1, connection);
        }

        void join() {
            var join = Stanza.parse(("<presence from='" + full + "' to='" + ROOM + "/" + full.local()
                            + "'><x xmlns='http://jabber.org/protocol/muc'/></presence>")
                    .getBytes(StandardCharsets.UTF_8));
            sends(new Delivery(join, 0, false, new Via(edge()), session(), ++n));
        }

        /// A guest, who says nothing.
        void comesOrGoes() {
            wantsIn = !wantsIn;
            heard.clear();
            if (wantsIn) {
                join();
            } else {
                var word = Stanza.presence(full, ROOM.withResource(full.local()), "unavailable");
                sends(new Delivery(word, 0, false, null, session(), ++n));
            }
        }

        void say(Stanza stanza) {
            sends(new Delivery(stanza.withFrom(full), 0, true, null, session(), ++n));
        }

        private String session() {
            return "session-" + full;
        }

        private void sends(Delivery delivery) {
            unacked++;
            assertThat(peers.send(ROOM, delivery, () -> unacked--)).isTrue();
            peers.flush();
        }

        void drop() {
            connections.remove(connection);
        }

        void resume() {
            node = random.nextInt(NODES);
            connect();
            if (!lastWords.isEmpty()) {
                return; // that waited for it, and it has no room to come back to
            }
            var back = Stanza.presence(full, ROOM.withResource(full.local()), "");
            sends(new Delivery(back, 0, false, new Via(edge(), position, sight)));
        }

        private void isToldLast(Stanza stanza) {
            if (stanza.isPresence() && stanza.isType("unavailable")) {
                lastWords.add(stanza);
            }
        }

        private void entersBy(Stanza self) {
            entries++;
            if (!isIn && RoomClient.codes(self).contains(201)) {
                roomsMade++;
            }
            isIn = true;
        }

        void hears(UserSession.Wire message) {
            switch (message) {
                case UserSession.Deliver deliver -> peers.onDeliver(deliver);
                case UserSession.DeliverAnnounced announced -> peers.onAnnounced(announced);
                case UserSession.DeliverConfirmed confirmed -> peers.onConfirmed(confirmed);
                case UserSession.DeliverGap gap -> peers.onGap(gap);
                default -> throw new AssertionError(message);
            }
            peers.flush();
        }

        void tick() {
            peers.tick(now);
            peers.flush();
        }

        void gets(long id, Sight sightWithIt, List<Stanza> stanzas, boolean last) {
            if (id <= position) {
                return;
            }
            sight = sightWithIt;
            if (guests.containsKey(full.bare())) {
                position = id;
                stanzas.stream().filter(RoomModelTest::isEntry).forEach(this::entersBy);
                stanzas.stream()
                        .map(RoomModelTest::body)
                        .filter(body -> !body.isEmpty())
                        .forEach(heard::add);
                assertThat(heard).as("what %s hears of one stay", full).doesNotHaveDuplicates();
                if (last) {
                    position = 0;
                    isIn = false;
                    stanzas.forEach(this::isToldLast);
                    heard.clear();
                }
                return;
            }
            assertThat(last).as(full + " is put out").isFalse();
            position = id;
            isIn = true;
            for (var stanza : stanzas) {
                var from = stanza.from();
                if (stanza.isPresence() && from != null && stanza.isType("unavailable")) {
                    seen.remove(from.resource());
                } else if (stanza.isPresence() && from != null) {
                    seen.add(from.resource());
                }
                if (stanza.isMessage() && !body(stanza).isEmpty()) {
                    assertThat(ids.add(id)).isTrue();
                    heard.add(body(stanza));
                }
            }
        }
    }
}
