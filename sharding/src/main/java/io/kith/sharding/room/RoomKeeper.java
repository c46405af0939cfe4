package io.kith.sharding.room;

import com.google.protobuf.InvalidProtocolBufferException;
import io.kith.persistence.archive.Archive;
import io.kith.persistence.archive.Row;
import io.kith.persistence.roomindex.RoomEntry;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.log.Chronicle;
import io.kith.sharding.room.relay.FromRelay;
import io.kith.sharding.room.relay.Holding;
import io.kith.sharding.room.relay.Mark;
import io.kith.sharding.room.relay.RelayItem;
import io.kith.sharding.room.relay.ToRelay;
import io.kith.sharding.session.Backoff;
import io.kith.sharding.session.Delivery;
import io.kith.sharding.session.Epochs;
import io.kith.sharding.session.PeerLinks;
import io.kith.sharding.session.UserSession;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// A room with all that carries what it says, free of actors: takes commands in turns, and acts through [RoomCarrier].
///
/// It begins by asking the nodes what their relays remember: whoever is in the room stays in it, gets the rows that the
/// room's life before had no time to say, and notices nothing. Until all have answered, [#ANSWER_WITHIN] at most,
/// what comes is kept, [#HELD_MAX] of it; what is more is dropped, and sent again by those who keep it.
final class RoomKeeper implements RoomOutside {

    /// Relays that do not answer are asked again after this time.
    private static final Duration ASK_AGAIN = Duration.ofMillis(750);

    /// So often before the room begins without their answers. Turns are counted, and not time: while this node stands
    /// still, nobody's answer is late.
    private static final int ASKED_MAX = 4;

    /// How long answers of relays are waited for.
    static final Duration ANSWER_WITHIN = ASK_AGAIN.multipliedBy(ASKED_MAX);

    /// Commands kept while relays are asked.
    static final int HELD_MAX = 1_000;

    /// Rows that one relay is told that it missed; beyond them clients have the archive.
    static final int MISSED_ROWS_MAX = 10_000;

    /// How often a relay's rows are read again because others were told more meanwhile.
    private static final int CATCH_UPS_MAX = 20;

    private static final Logger LOG = LoggerFactory.getLogger(RoomKeeper.class);
    private static final Chronicle CHRONICLE = Chronicle.of(RoomKeeper.class);

    private final Jid room;
    private final RoomServices services;
    private final RoomCarrier world;
    private final Epochs epochs;
    private final PeerLinks peers;
    private final RelayLinks links;
    private final RoomLog log;
    private final RoomMachine machine;
    private final RoomOrders orders;
    private final Deque<Object> held = new ArrayDeque<>(0);
    private final Map<String, Recollection> asking = new HashMap<>(0);
    private final IndexWriter index;
    private final RoomState stored;
    private final Defects defects;
    private Recollection recollection;
    private boolean headKnown;
    private boolean recalling;
    private boolean live;
    private int asked;
    private boolean expired;
    private boolean outdated;

    /// @param defects of the lives before, and of this one
    RoomKeeper(Jid room, RoomState state, RoomServices services, RoomCarrier world, Defects defects) {
        this.defects = defects;
        this.room = room;
        this.services = services;
        this.world = world;
        this.stored = state;
        this.epochs = new Epochs(services.clock(), services.random());
        this.peers = new PeerLinks(room, services.owners(), epochs, this::onDelivery);
        this.links = new RelayLinks(room, services.relays(), epochs, this::ask);
        this.log = new RoomLog(state, room.toString(), services, world);
        this.index = new IndexWriter(room, services.index(), world);
        this.machine = new RoomMachine(room, services.terms(), this);
        this.orders = new RoomOrders(machine);
        this.recollection = new Recollection(epochs.next(), services.nodes().get());
    }

    // How it begins.

    /// @param unstored what the life before was writing when it broke off, in its order: it may have been
    ///     shown, so it is stored under its ids before anything else happens
    void start(List<Row> unstored) {
        askAll();
        log.eraseOf(stored);
        log.open(() -> log.finish(unstored, () -> {
            headKnown = true;
            recall();
        }));
        recall();
    }

    private void askAll() {
        for (var node : recollection.silent()) {
            services.relays().tell(node, new ToRelay.Ask(room, recollection.epoch()));
        }
        world.later(ASK_AGAIN, () -> {
            expired |= ++asked >= ASKED_MAX;
            recall();
            if (live || recalling) {
                return;
            }
            if (outdated) {
                outdated = false;
                recollection = new Recollection(epochs.next(), services.nodes().get());
            }
            askAll();
        });
    }

    /// Goes on once all that is to be known is known.
    private void recall() {
        if (!recalling && headKnown && (expired || recollection.isComplete())) {
            recalling = true;
            if (!recollection.isComplete()) {
                try (var _ = about()) {
                    LOG.info("{} begins without the answers of {}", room, recollection.silent());
                }
            }
            log.above(recollection.lastId());
            missed(new ArrayDeque<>(recollection.seated().entrySet()), new LinkedHashMap<>());
        }
    }

    /// Reads for one node after the other what its relay has not heard.
    private void missed(Deque<Map.Entry<String, Long>> nodes, Map<String, List<Row>> rows) {
        var next = nodes.poll();
        if (next == null) {
            live(rows);
            return;
        }
        rowsAfter(next.getValue(), new ArrayList<>(), found -> {
            rows.put(next.getKey(), found);
            missed(nodes, rows);
        });
    }

    private void rowsAfter(long id, List<Row> found, Consumer<List<Row>> then) {
        log.read(id, Archive.PAGE_MAX, rows -> {
            found.addAll(rows);
            if (rows.size() < Archive.PAGE_MAX || found.size() >= MISSED_ROWS_MAX) {
                then.accept(found);
            } else {
                rowsAfter(rows.getLast().id(), found, then);
            }
        });
    }

    private void live(Map<String, List<Row>> rows) {
        rows.values().forEach(some -> some.forEach(row -> log.above(row.id())));
        machine.loaded(stored);
        rows.forEach((node, missed) -> {
            links.open(node, false, recollection.of(node).lastId());
            tellMissed(node, missed);
        });
        if (stored.exists()) {
            var departed = recollection.departed();
            machine.departed(departed.last(), departed.floor(), recollection.heardByAll());
            var occupants = recollection.occupants();
            machine.adopt(occupants.present(), occupants.lingering());
        }
        rows.forEach((node, missed) -> {
            var holding = recollection.of(node);
            reopen(new Reopening(node, holding, false, holding.lastId(), missed));
            settle(node);
        });
        recollection.silent().forEach(this::askBeforeSaying);
        live = true;
        while (!held.isEmpty()) {
            take(held.removeFirst());
        }
    }

    private void tellMissed(String node, Collection<Row> rows) {
        for (var row : rows) {
            links.to(node, new RelayItem.Say(row.id(), Stanza.parse(row.stanza())));
        }
    }

    /// A node that is told anew how things are.
    ///
    /// @param anew whether its relay knows nothing, or may not know all that the one before knew
    /// @param heardUpTo its clients have been told all up to this id
    /// @param rows that some of them have missed
    private record Reopening(String node, Holding holding, boolean anew, long heardUpTo, Collection<Row> rows) {

        /// Whether the client was let in, or has come back, and its relay may not have heard so.
        boolean isUnheard(Seat seat) {
            return seat.entered() > heardUpTo;
        }

        boolean has(Seat seat) {
            return !anew
                    && !isUnheard(seat)
                    && holding.seats().stream()
                            .anyMatch(there -> there.full().equals(seat.full())
                                    && there.edge().equals(seat.edge()));
        }
    }

    /// Brings a relay in line with the room.
    private void reopen(Reopening of) {
        var node = of.node();
        machine.joining().open(node);
        for (var held : of.holding().seats()) {
            if (!machine.joining().isAt(held)) {
                var isElsewhere = machine.occupant(held.full()).isPresent();
                var last = isElsewhere
                        ? List.<Stanza>of()
                        : List.of(machine.leaving().lastWord(held.full(), held.nick()));
                if (of.anew()) {
                    relay(node, new RelayItem.Seat(mint(), held.full(), held.edge(), held.nick(), held.mark()));
                }
                relay(node, new RelayItem.Unseat(mint(), held.full(), last));
            }
        }
        seatsOn(node, (occupant, seat) -> {
            if (!of.has(seat)) {
                seat(of, occupant, seat);
            }
        });
        if (!machine.occupants().hasSeatsOn(node)) {
            close(node);
        }
    }

    private void seatsOn(String node, BiConsumer<Occupant, Seat> each) {
        for (var occupant : List.copyOf(machine.everybody())) {
            for (var seat : List.copyOf(occupant.seats())) {
                var edge = seat.edge();
                if (seat.isLive() && edge != null && edge.node().equals(node)) {
                    each.accept(occupant, seat);
                }
            }
        }
    }

    /// A client of which its relay does not know. What it was to be told is lost, if the relay has not heard it.
    private void seat(Reopening of, Occupant occupant, Seat seat) {
        var full = seat.full();
        if (of.isUnheard(seat) && seat.from() == 0) {
            var joining = machine.joining();
            relay(of.node(), of.anew() ? joining.welcomeAgain(occupant, full) : joining.welcome(occupant, full));
            return;
        }
        var isBack = of.isUnheard(seat);
        var missed = isBack
                ? new Reseating(machine).missed(occupant, seat.from(), of.rows())
                : Optional.of(List.<RelayItem>of());
        var edge = Objects.requireNonNull(seat.edge());
        var id = mint();
        if (isBack && !of.anew()) {
            machine.occupants()
                    .move(
                            occupant,
                            seat.at(edge, id, seat.from(), seat.sight())); // rows that are later are told before
        }
        var nick = occupant.nick();
        var mark = seat.mark();
        relay(
                of.node(),
                isBack && missed.isPresent()
                        ? new RelayItem.Seat(id, full, edge, nick, mark, seat.from(), seat.sight(), missed.get())
                        : new RelayItem.Seat(id, full, edge, nick, mark));
        if (missed.isEmpty()) {
            var words = Stanza.presence(occupant.address(), null, "unavailable");
            machine.leaving().depart(occupant, full, words, Because.of(333));
        }
    }

    private boolean isSeated(Jid full, EdgeAddress edge) {
        return machine.occupant(full)
                .flatMap(occupant -> occupant.seat(full))
                .filter(seat -> edge.equals(seat.edge()))
                .isPresent();
    }

    /// Its relay may have seats, which have not heard what was said last: whoever enters there waits until it has
    /// answered, or is gone.
    private void askBeforeSaying(String node) {
        links.hold(node, mint());
        ask(node);
    }

    /// A relay can't be told all any more, or lives without a link: what does it hold?
    private void ask(String node) {
        var question = new Recollection(epochs.next(), List.of(node));
        asking.put(node, question);
        services.relays().tell(node, new ToRelay.Ask(room, question.epoch()));
        world.later(ANSWER_WITHIN, () -> {
            if (asking.get(node) != question || question.isComplete()) {
                return;
            }
            if (services.nodes().get().contains(node)) {
                ask(node);
            } else {
                nodeGone(node);
            }
        });
    }

    private void nodeGone(String node) {
        asking.remove(node);
        links.forget(node);
        machine.nodeGone(node);
    }

    private void answered(String node, Recollection question) {
        var holding = question.of(node);
        var isAnew = holding.lastId() == 0 || links.wasBeginning(node);
        var heardUpTo = isAnew ? links.heardUpTo(node) : holding.lastId();
        var of = new Reopening(node, holding, isAnew, heardUpTo, List.of());
        catchUp(question, of, from(of), new ArrayList<>(), 0);
    }

    /// Somebody on that node may have missed what is behind this id.
    private long from(Reopening of) {
        var least = new AtomicLong(of.heardUpTo());
        seatsOn(of.node(), (_, seat) -> {
            if (of.isUnheard(seat) && seat.from() > 0) {
                least.accumulateAndGet(seat.from(), Math::min);
            }
        });
        return least.get();
    }

    /// Others are told rows while these are read: until memory has all that has gone out meanwhile.
    private void catchUp(Recollection question, Reopening of, long from, List<Row> before, int times) {
        rowsAfter(lastOf(before, from), before, rows -> {
            if (asking.get(of.node()) != question) {
                return;
            }
            var mayGoOn = times < CATCH_UPS_MAX;
            if (from(of) < from && mayGoOn) {
                catchUp(question, of, from(of), new ArrayList<>(), times + 1);
            } else if (!isKeptBehind(lastOf(rows, from)) && mayGoOn) {
                catchUp(question, of, from, rows, times + 1);
            } else {
                asking.remove(of.node());
                goOn(new Reopening(of.node(), of.holding(), of.anew(), of.heardUpTo(), withKept(rows, from)));
            }
        });
    }

    /// What is being written now goes out to this node too, and what changes among the occupants leaves behind that.
    private void goOn(Reopening of) {
        var node = of.node();
        links.open(node, of.anew(), of.heardUpTo());
        if (of.anew()) {
            // who heard now how others are would take what came before for old
            of.holding().seats().forEach(held -> unseat(of, held.full()));
            reopen(of);
            behindRows(node, () -> tellAgain(of));
            changedSince(of);
        } else {
            enteredAgain(of);
            tellMissed(node, missedByAll(of.rows(), of));
            changedSince(of);
            reopen(of);
        }
        settle(node);
    }

    /// The clients of a relay that is no more go on where they are. How far each is its connection knows, which takes
    /// nothing twice.
    private void tellAgain(Reopening of) {
        var rows = new ArrayList<>(of.rows());
        if (isKeptBehind(lastOf(rows, of.heardUpTo()))) {
            tellMissed(of.node(), missedByAll(withKept(rows, of.heardUpTo()), of));
        } else {
            links.lose(of.node());
        }
    }

    private static List<Row> missedByAll(Collection<Row> rows, Reopening of) {
        return rows.stream().filter(row -> row.id() > of.heardUpTo()).toList();
    }

    private void changedSince(Reopening of) {
        machine.herald().again(of.heardUpTo()).forEach(item -> relay(of.node(), item));
    }

    /// Who has left and come in again on the same connection gets what it has missed with its welcome, and not before.
    private void enteredAgain(Reopening of) {
        seatsOn(of.node(), (_, seat) -> {
            if (of.isUnheard(seat)) {
                unseat(of, seat.full());
            }
        });
    }

    private void unseat(Reopening of, Jid full) {
        links.to(of.node(), new RelayItem.Unseat(of.heardUpTo(), full, List.of()));
    }

    private void settle(String node) {
        behindRows(node, () -> links.settle(node));
    }

    private static long lastOf(List<Row> rows, long otherwise) {
        return rows.isEmpty() ? otherwise : rows.getLast().id();
    }

    /// Whether memory has all that has gone out behind that row.
    private boolean isKeptBehind(long id) {
        return log.released() <= id || machine.history().after(id).isPresent();
    }

    /// With those that have gone out since they were read; of two forms of a row the newer one.
    private List<Row> withKept(List<Row> rows, long from) {
        var all = new TreeMap<Long, Row>();
        rows.forEach(row -> all.put(row.id(), row));
        machine.history().keptAfter(from).stream()
                .filter(row -> row.id() <= log.released())
                .forEach(row -> all.put(row.id(), row));
        return List.copyOf(all.values());
    }

    /// Runs behind the rows that wait, unless that node is told anew before how things are.
    private void behindRows(String node, Runnable work) {
        var life = links.life(node);
        log.behindRows(() -> {
            if (links.life(node) == life) {
                work.run();
            }
        });
    }

    // What comes.

    /// One command, one turn.
    void handle(Object command) {
        if (live || command instanceof FromRelay) {
            take(command);
        } else if (held.size() < HELD_MAX) {
            held.addLast(command);
        }
        endTurn();
    }

    /// Work that was put off.
    void turn(Runnable work) {
        work.run();
        endTurn();
    }

    /// Events are stored.
    void persisted(RoomState state, List<Runnable> thens) {
        log.follow(state);
        thens.forEach(Runnable::run);
        endTurn();
    }

    /// A turn has broken off, and what is in memory may be half of a change. The request behind it is remembered: it
    /// was not confirmed, comes again, and is refused then.
    ///
    /// @return false if there was none
    boolean broke(RuntimeException defect) {
        var culprit = machine.current();
        if (culprit == null) {
            return false;
        }
        defects.add(culprit.stanza(), culprit.mark());
        try (var _ = about()) {
            LOG.error(
                    "{} begins anew from its journal: it broke on {} {} of {}",
                    room,
                    culprit.stanza().kind().elementName(),
                    culprit.stanza().id(),
                    culprit.from(),
                    defect);
        }
        return true;
    }

    private void take(Object command) {
        switch (command) {
            case UserSession.Deliver deliver -> peers.onDeliver(deliver);
            case UserSession.DeliverAnnounced announced -> peers.onAnnounced(announced);
            case UserSession.DeliverConfirmed confirmed -> peers.onConfirmed(confirmed);
            case UserSession.DeliverGap gap -> peers.onGap(gap);
            case UserSession.EdgeGone gone -> nodeGone(gone.node());
            case RoomOrder order -> orders.take(order);
            case FromRelay message -> fromRelay(message);
            default -> {
                try (var _ = about()) {
                    LOG.warn("{} is told {}", room, command.getClass());
                }
            }
        }
    }

    private void fromRelay(FromRelay message) {
        switch (message) {
            case FromRelay.Confirmed confirmed -> links.confirmed(confirmed);
            case FromRelay.Missing missing -> {
                services.terms().counters().gaps.increment();
                outdated |= missing.epoch() > recollection.epoch();
                links.missing(missing);
            }
            case FromRelay.Held answer -> held(answer);
            case FromRelay.Alive alive -> {
                // one whose last seat is being taken away is not asked: who enters there now would lose its welcome
                if (live && !links.has(alive.node()) && !asking.containsKey(alive.node())) {
                    askBeforeSaying(alive.node());
                }
            }
            case FromRelay.Dormant dormant -> {
                if (live && isSeated(dormant.full(), dormant.edge())) {
                    machine.dormant(dormant.full());
                } else if (live) {
                    machine.unheard(dormant.edge(), dormant.full());
                }
            }
        }
    }

    private void held(FromRelay.Held answer) {
        try {
            var question = asking.get(answer.node());
            if (question != null) {
                var isKnown = question.isComplete();
                question.heard(answer);
                if (!isKnown && question.isComplete()) {
                    answered(answer.node(), question);
                }
            } else if (!live) {
                recollection.heard(answer);
                recall();
            }
        } catch (InvalidProtocolBufferException unknown) {
            try (var _ = about()) {
                LOG.warn("{} can't be told what {} remembers", room, answer.node(), unknown);
            }
        }
    }

    /// The context of lines that every reader gets.
    private MDC.MDCCloseable about() {
        return MDC.putCloseable(Chronicle.ROOM, room.toString());
    }

    private void onDelivery(Jid from, Delivery delivery, Runnable done) {
        var stanza = delivery.stanza();
        if (CHRONICLE.traces()) {
            CHRONICLE.roomStanza(room, delivery.trace(), "at its room:", stanza);
        }
        var mark = new Mark(delivery.session(), delivery.n());
        if (defects.has(stanza, mark)) {
            if (!stanza.isError() && !stanza.isResponse()) {
                send(stanza.error(StanzaError.INTERNAL_SERVER_ERROR), false, () -> {});
            }
            done.run();
            return;
        }
        if (stanza.isMessage() && stanza.isType("groupchat") && !log.hasRoomFor(stanza.size())) {
            services.terms().counters().behind.increment();
            send(stanza.error(StanzaError.RESOURCE_CONSTRAINT), false, () -> {});
            done.run();
            return;
        }
        // where occupants are is known to relays alone: until they have heard it, it can be lost with the room
        Runnable handled = stanza.isPresence() ? () -> whenHeard(done) : done;
        machine.fromOwner(from, stanza, delivery.via(), mark, handled);
    }

    /// A second or so has passed. Says whether the next one is wanted.
    boolean tick() {
        var now = now();
        var waiting = peers.tick(now);
        waiting |= links.tick(now);
        if (live) {
            if (!services.domains().hostsRooms(room.domain())) {
                machine.unserved();
            }
            waiting |= machine.tick();
        }
        endTurn();
        return waiting || !isIdle();
    }

    /// Whether nobody is in it and nothing is under way.
    boolean isIdle() {
        return live
                && machine.isIdle()
                && asking.isEmpty()
                && !log.isBusy()
                && !index.isBusy()
                && links.isAtRest()
                && peers.isAtRest();
    }

    /// Whether there is such a room.
    boolean exists() {
        return machine.state().exists();
    }

    /// What was given to be stored in the log of this room, and is not known to be stored.
    List<Row> unstored(RoomState state) {
        return log.unstored(state);
    }

    /// It ends here; who is in the room stays in it, for relays remember. Owners that follow it turn to its next life.
    /// What was decided is said, also when a later turn broke off.
    void stop() {
        machine.followers().part();
        endTurn();
        log.stop();
    }

    private void endTurn() {
        peers.flush();
        links.flush();
    }

    // What the room does.

    @Override
    public Instant now() {
        return services.clock().instant();
    }

    @Override
    public long mint() {
        return log.mint();
    }

    @Override
    public void persist(List<RoomEvent> events, Runnable then) {
        for (var event : events) {
            if (event instanceof RoomEvent.Created created) {
                CHRONICLE.room(room, "is made by {}", created.by());
            } else if (event instanceof RoomEvent.Destroyed destroyed) {
                CHRONICLE.room(room, "is destroyed by {}", destroyed.by());
            }
        }
        world.persist(events, then);
    }

    @Override
    public void append(Row row, RelayItem said, Runnable out, Runnable stored, Runnable impossible) {
        if (CHRONICLE.traces() && !row.session().isEmpty()) {
            CHRONICLE.roomStored(room, Chronicle.trace(row.session(), row.n()), row.id());
        }
        Runnable leaves = () -> {
            links.toAll(said);
            out.run();
        };
        log.append(row, leaves, stored, impossible);
    }

    @Override
    public void behindRows(Runnable turn) {
        log.behindRows(turn);
    }

    @Override
    public void relay(RelayItem item) {
        log.behindRows(() -> links.toAll(item));
    }

    @Override
    public void relay(String node, RelayItem item) {
        behindRows(node, () -> links.to(node, item));
    }

    @Override
    public void whenHeard(Runnable then) {
        log.behindRows(() -> links.whenHeard(then));
    }

    @Override
    public void whenHeard(String node, Runnable then) {
        log.behindRows(() -> links.whenHeard(node, then));
    }

    @Override
    public void whenErased(Runnable then) {
        log.whenErased(then);
    }

    @Override
    public void close(String node) {
        behindRows(node, () -> links.close(node));
    }

    @Override
    public boolean reaches(Jid user) {
        return services.domains().hosts(user.domain());
    }

    @Override
    public void send(Stanza stanza, boolean store, Runnable done) {
        send(stanza, store, store ? log.mint() : 0, done);
    }

    @Override
    public void send(Stanza stanza, long id, Runnable done) {
        send(stanza, true, id, done);
    }

    /// @param id what the recipient's owner recognises it by when it comes again
    private void send(Stanza stanza, boolean store, long id, Runnable done) {
        var to = stanza.to();
        if (to == null || !reaches(to)) {
            done.run();
        } else if (!peers.send(to.bare(), new Delivery(stanza, id, store), done)) {
            if (store) {
                world.later(Backoff.MAX, () -> send(stanza, true, id, done));
            } else {
                done.run(); // whoever takes nothing can do without
            }
        }
    }

    @Override
    public boolean tell(Stanza stanza) {
        var to = stanza.to();
        return to != null && reaches(to) && peers.send(to.bare(), new Delivery(stanza, 0, false), () -> {});
    }

    @Override
    public void read(long afterId, int limit, Consumer<List<Row>> turn) {
        log.read(afterId, limit, turn);
    }

    @Override
    public void tail(int limit, Consumer<List<Row>> turn) {
        log.tail(limit, turn);
    }

    @Override
    public void replace(Row row, Runnable done) {
        log.replace(row, done);
    }

    @Override
    public void index(RoomEntry entry) {
        index.put(entry);
    }

    @Override
    public void unindex() {
        index.remove();
    }

    @Override
    public <T> void await(CompletionStage<T> stage, BiConsumer<@Nullable T, @Nullable Throwable> turn) {
        world.await(stage, turn);
    }

    @Override
    public void later(Duration delay, Runnable turn) {
        world.later(delay, turn);
    }
}
