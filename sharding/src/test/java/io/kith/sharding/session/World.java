package io.kith.sharding.session;

import io.kith.persistence.Stores;
import io.kith.persistence.account.AccountRecord;
import io.kith.persistence.account.AccountState;
import io.kith.persistence.archive.LogIds;
import io.kith.persistence.faults.Faults;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.EdgeMessage;
import io.kith.sharding.edge.Edges;
import io.kith.sharding.feature.Feature;
import io.kith.sharding.feature.FeatureChain;
import io.kith.sharding.feature.FeatureFailures;
import io.kith.sharding.presence.DirectPresences;
import io.kith.sharding.presence.Presences;
import io.kith.sharding.roster.RosterLimits;
import io.kith.sharding.routing.LocalDomains;
import io.kith.sharding.routing.Router;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Many owners and clients in one thread, with a clock that jumps from event to event and a
/// network that may delay, lose
/// and repeat. The same seed gives the same run.
final class World {

    static final String DOMAIN = "verona.example";
    static final String ROOMS = "conference." + DOMAIN;

    /// A room service is at a domain of its own.
    static final LocalDomains DOMAINS = new LocalDomains() {
        @Override
        public boolean hosts(String domain) {
            return domain.equals(DOMAIN);
        }

        @Override
        public boolean hostsRooms(String domain) {
            return domain.equals(ROOMS);
        }
    };

    static final Jid ROOM = new Jid("coven", ROOMS, "");

    /// How bad the network is, in a thousand messages; none by default.
    record Weather(int lost, int repeated, int delayMillisMax) {
        static final Weather FAIR = new Weather(0, 0, 0);
    }

    static final long UNSTORED_MAX = 1 << 20;

    private record Event(Instant at, long order, Runnable work) {}

    private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");

    final Random random;
    final Faults faults = new Faults(by -> work -> at(by, work));
    final SessionCounters counters = new SessionCounters();
    final AccountLimits limits = new AccountLimits(AccountLimits.Limits.OFF);
    final Stores stores;
    final Services services;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparingLong(Event::order));
    private final Map<Jid, House> houses = new LinkedHashMap<>();
    private final Map<Jid, Hall> halls = new HashMap<>();
    /// Rooms that answer, in the place of halls.
    final Map<Jid, Consumer<UserSession.Wire>> rooms = new HashMap<>();

    private final Map<EdgeAddress, Client> clients = new HashMap<>();
    private final Map<EdgeAddress, LastWord> lastWords = new HashMap<>();
    private final Map<Object, Instant> lastArrival = new HashMap<>();
    Weather weather = Weather.FAIR;
    /// How owners tell of presence; to be set before they live.
    Function<Consumer<Stanza>, Presences> presences = outlet -> new DirectPresences(
            outlet,
            (connection, full) ->
                    toOwner(connection, full.bare(), new UserSession.Saw(connection, full, List.of(), 0, 0)));
    /// Bounds the rows under way of all owners together.
    final Unstored unstored = new Unstored(UNSTORED_MAX);

    boolean storeIsDown;
    private Instant now = START;
    private long order;
    private long connections;

    World(long seed, Feature... features) {
        random = new Random(seed);
        stores = faults.around(Stores.inMemory(new Random(seed), () -> now));
        Edges edges = (jid, to, message) -> toEdge(to, message, answer -> toOwner(to, jid, answer));
        services = new Services(
                stores,
                new LogIds(1, () -> now),
                edges,
                FeatureChain.of(List.of(features), new FeatureFailures()),
                new Router(DOMAINS),
                outlet -> presences.apply(outlet),
                RosterLimits.DEFAULT,
                unstored,
                limits,
                counters,
                () -> now,
                random,
                () -> storeIsDown);
    }

    static Jid jid(String name) {
        return new Jid(name, DOMAIN, "");
    }

    Instant now() {
        return now;
    }

    /// Makes an account.
    Jid account(String name) {
        var jid = jid(name);
        stores.accounts().create(jid, List.of());
        return jid;
    }

    /// A client of this account, connected and bound.
    Client connect(String name, String resource) {
        var client = client(name, resource);
        client.attach();
        settle();
        return client;
    }

    Client client(String name, String resource) {
        return new Client(this, jid(name), resource);
    }

    EdgeAddress newConnection(Client client, String node) {
        var address = new EdgeAddress(node, 1, ++connections);
        clients.put(address, client);
        return address;
    }

    /// A connection has said its last word, and its hub keeps it.
    void part(EdgeAddress address, LastWord word) {
        lastWords.put(address, word);
    }

    void forget(EdgeAddress address) {
        clients.remove(address);
    }

    /// Runs until nothing happens before the next second's tick of anybody.
    void settle() {
        var end = now.plusMillis(900);
        while (!events.isEmpty() && !events.peek().at().isAfter(end)) {
            step();
        }
    }

    /// Lets time pass.
    void pass(Duration time) {
        var end = now.plus(time);
        while (!events.isEmpty() && !events.peek().at().isAfter(end)) {
            step();
        }
        now = end;
    }

    private void step() {
        var event = events.remove();
        now = event.at();
        event.work().run();
    }

    void at(Duration delay, Runnable work) {
        events.add(new Event(now.plus(delay), ++order, work));
    }

    /// The owner's node dies, or the account moves: what it had in memory is gone.
    void ownerDies(String name) {
        var house = houses.remove(jid(name));
        if (house != null) {
            house.dead = true;
        }
    }

    void ownerMoves(String name) {
        var house = houses.get(jid(name));
        if (house != null && house.owner != null) {
            house.owner.stop();
            ownerDies(name);
        }
    }

    /// A node with connections is gone for good.
    void edgeDies(String node) {
        clients.forEach((address, client) -> {
            if (address.node().equals(node)) {
                client.connectionLost(address);
            }
        });
        clients.keySet().removeIf(address -> address.node().equals(node));
        lastWords.forEach((address, word) -> {
            if (address.node().equals(node)) {
                word.lose();
            }
        });
        houses.keySet().forEach(jid -> toOwner(this, jid, new UserSession.EdgeGone(node, 1)));
    }

    @Nullable
    Owner owner(String name) {
        var house = houses.get(jid(name));
        return house == null ? null : house.owner;
    }

    void toOwner(Object from, Jid account, UserSession.Wire message) {
        carry(List.of(from, account), () -> {
            var room = rooms.get(account);
            if (room != null) {
                room.accept(message);
            } else if (account.domain().equals(ROOMS)) {
                halls.computeIfAbsent(account, Hall::new).take(message);
            } else {
                houses.computeIfAbsent(account, House::new).take(message);
            }
        });
    }

    /// What a room has heard of owners, in order.
    List<Stanza> heardIn(Jid room) {
        return halls.computeIfAbsent(room, Hall::new).heard;
    }

    /// A room says something to one user.
    void says(Jid room, Stanza stanza, Jid account) {
        var hall = halls.computeIfAbsent(room, Hall::new);
        hall.links.send(account, new Delivery(stanza, 0, false), () -> {});
        hall.links.flush();
    }

    /// A room as owners see it: it takes what comes over links.
    private final class Hall {

        private final List<Stanza> heard = new ArrayList<>();
        private final PeerLinks links;

        Hall(Jid room) {
            links = new PeerLinks(
                    room,
                    (account, message) -> toOwner(room, account, message),
                    new Epochs(() -> now, random),
                    (_, delivery, done) -> {
                        heard.add(delivery.stanza());
                        done.run();
                    });
        }

        void take(UserSession.Wire message) {
            switch (message) {
                case UserSession.Deliver deliver -> links.onDeliver(deliver);
                case UserSession.DeliverAnnounced announced -> links.onAnnounced(announced);
                case UserSession.DeliverConfirmed confirmed -> links.onConfirmed(confirmed);
                default -> throw new IllegalStateException("no word for a room: " + message);
            }
            links.flush();
        }
    }

    private void toEdge(EdgeAddress to, EdgeMessage message, Consumer<UserSession.Wire> owner) {
        carry(to, () -> {
            var client = clients.get(to);
            var word = lastWords.get(to);
            if (client != null) {
                client.hear(to, message);
            } else if (word != null) {
                word.told(message);
            } else if (message.epoch() > 0
                    && !(message instanceof EdgeMessage.Closed
                            || message instanceof EdgeMessage.Moving
                            || message instanceof EdgeMessage.Parted)) {
                owner.accept(new UserSession.Detach(to, message.epoch(), false, 0)); // as a hub answers
            }
        });
    }

    /// Akka keeps the order between two ends, and may lose; a proxy between nodes may repeat.
    private void carry(Object path, Runnable arrival) {
        if (weather.lost() > 0 && random.nextInt(1_000) < weather.lost()) {
            return;
        }
        var delay = weather.delayMillisMax() == 0 ? 0 : random.nextInt(weather.delayMillisMax());
        var at = now.plusMillis(delay);
        var last = lastArrival.get(path);
        at = last != null && last.isAfter(at) ? last : at;
        lastArrival.put(path, at);
        events.add(new Event(at, ++order, arrival));
        if (weather.repeated() > 0 && random.nextInt(1_000) < weather.repeated()) {
            events.add(new Event(at, ++order, arrival));
        }
    }

    /// The place of one account's owner: loads it, then carries it.
    private final class House implements Outside {

        private final Jid jid;
        private final java.util.ArrayDeque<UserSession.Wire> waiting = new java.util.ArrayDeque<>();
        private @Nullable Owner owner;
        private boolean dead;

        House(Jid jid) {
            this.jid = jid;
            load();
        }

        private void load() {
            stores.accounts()
                    .find(jid)
                    .thenCompose(found -> stores.states()
                            .load(found.orElseThrow().uid())
                            .thenApply(state -> Map.entry(found.get(), state)))
                    .whenComplete((loaded, failure) -> at(Duration.ZERO, () -> {
                        if (dead) {
                            return;
                        }
                        if (failure != null) {
                            at(Duration.ofMillis(100), this::load);
                        } else {
                            begin(loaded.getKey(), loaded.getValue());
                        }
                    }));
        }

        private void begin(AccountRecord account, AccountState state) {
            owner = new Owner(account, state, services, this, new Epochs(() -> now, random));
            while (!waiting.isEmpty()) {
                owner.handle(waiting.removeFirst());
            }
            at(Duration.ofSeconds(1), this::tick);
        }

        private void tick() {
            if (!dead && owner != null) {
                owner.tick();
                at(Duration.ofSeconds(1), this::tick);
            }
        }

        void take(UserSession.Wire message) {
            if (owner == null) {
                waiting.addLast(message);
            } else {
                owner.handle(message);
            }
        }

        @Override
        public void tellEdge(EdgeAddress to, EdgeMessage message) {
            toEdge(to, message, answer -> toOwner(to, jid, answer));
        }

        @Override
        public void tellOwner(Jid account, UserSession.Wire message) {
            toOwner(jid, account, message);
        }

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public void later(Duration delay, Runnable turn) {
            at(delay, () -> turn(turn));
        }

        @Override
        public <T> void await(CompletionStage<T> stage, BiConsumer<@Nullable T, @Nullable Throwable> turn) {
            stage.whenComplete((value, failure) -> at(Duration.ZERO, () -> turn(() -> turn.accept(value, failure))));
        }

        private void turn(Runnable work) {
            if (!dead && owner != null) {
                owner.turn(work);
            }
        }
    }
}
