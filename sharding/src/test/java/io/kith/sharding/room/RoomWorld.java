package io.kith.sharding.room;

import io.kith.persistence.archive.Row;
import io.kith.persistence.roomindex.RoomEntry;
import io.kith.proto.form.FormField;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaId;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.room.relay.Mark;
import io.kith.sharding.room.relay.RelayItem;
import io.kith.sharding.session.FollowWord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One room, its relays and its clients in one thread, with a clock that stands until it is moved.
public final class RoomWorld implements RoomOutside {

    public static final Jid ROOM = Jid.parse("coven@conference.verona.example");
    static final Instant START = Instant.parse("2026-11-01T12:00:00Z");

    public final List<RoomEvent> journal = new ArrayList<>();
    public final TreeMap<Long, Row> log = new TreeMap<>();
    /// A turn that was put off.
    private record Later(Instant at, Runnable work) {}

    /// What went to users outside the room's traffic, with whom no client is.
    public final List<Stanza> mail = new ArrayList<>();

    final Map<String, RelayModel> relays = new LinkedHashMap<>();
    final Map<Jid, RoomClient> clients = new HashMap<>();
    /// What owners answer at once to what they are sent.
    public Consumer<Stanza> answers = _ -> {};

    /// Ids of what owners keep.
    private final Set<Long> kept = new HashSet<>();
    /// Users whose owners take nothing.
    final Set<Jid> deaf = new HashSet<>();

    final List<String> closed = new ArrayList<>();
    private final Deque<Runnable> held = new ArrayDeque<>();
    private final List<Later> later = new ArrayList<>();
    public final RoomCounters counters = new RoomCounters();
    public final RoomMachine room;
    public @Nullable RoomEntry listed;
    public RoomState state = RoomState.NONE;
    public int reads;
    boolean storeIsDown;
    public boolean storeIsSlow;
    /// What waits for rows that are written anew, when these writes take long.
    public @Nullable List<Runnable> replacing;
    private @Nullable SharedPaces invitations;
    private Instant now = START;
    private long head;
    private long connections;
    private long n;
    private String session = "s";

    public RoomWorld(RoomAspect... aspects) {
        this(RoomLimits.DEFAULT, RoomCreation.FREE, List.of(aspects));
    }

    public RoomWorld(RoomLimits limits, RoomAspect... aspects) {
        this(limits, RoomCreation.FREE, List.of(aspects));
    }

    public RoomWorld(RoomLimits limits, RoomCreation creation, List<RoomAspect> aspects) {
        room = machine(limits, creation, aspects);
        room.loaded(RoomState.NONE);
    }

    /// Another room of the same node, or another life of this one.
    RoomMachine machine(RoomLimits limits, RoomCreation creation, List<RoomAspect> aspects) {
        var terms = new RoomTerms(
                new Random(7),
                () -> limits,
                (_, user) -> user.local().equals("prince"),
                creation,
                invitations(limits),
                RoomConfig.DEFAULT,
                Aspects.of(aspects),
                counters);
        return new RoomMachine(ROOM, terms, this);
    }

    /// The room's next life, elsewhere, over what is stored of this one; its clients have other sessions.
    public RoomWorld another(RoomAspect... aspects) {
        var next = new RoomWorld(aspects);
        next.log.putAll(log);
        next.state = state;
        next.head = head;
        next.session = session + "+";
        next.room.loaded(state);
        return next;
    }

    private SharedPaces invitations(RoomLimits limits) {
        var known = invitations;
        if (known == null) {
            known = new SharedPaces(Pace.INVITATIONS, () -> limits, counters);
            invitations = known;
        }
        return known;
    }

    /// A client of that user, on a node of that name.
    public RoomClient client(String user, String resource, String node) {
        var full = Jid.parse(user + "@verona.example/" + resource);
        var client = new RoomClient(this, full, new EdgeAddress(node, 1, ++connections));
        clients.put(full, client);
        return client;
    }

    public RoomClient client(String user) {
        return client(user, "balcony", "one");
    }

    /// A room of that owner, configured as it is by default, with the owner in it.
    public RoomClient opened(String owner) {
        var client = client(owner);
        client.joins(owner);
        client.submits();
        client.took();
        return client;
    }

    /// The same, where everybody may subscribe.
    public RoomClient openedToListeners(String owner) {
        var client = opened(owner);
        client.submits(FormField.of(MucSub.FOR_ALL.name(), "1"));
        client.took();
        return client;
    }

    RelayModel relayOn(String node) {
        return Objects.requireNonNull(relays.get(node), node);
    }

    /// The row with that id, as a message.
    public Stanza kept(long id) {
        return Stanza.parse(Objects.requireNonNull(log.get(id), "row").stanza());
    }

    EdgeAddress newConnection(String node) {
        return new EdgeAddress(node, 1, ++connections);
    }

    void takes(Jid owner, Stanza stanza, io.kith.sharding.session.@Nullable Via via, Runnable done) {
        room.fromOwner(owner, stanza, via, new Mark(session, ++n), done);
    }

    public void passes(Duration time) {
        now = now.plus(time);
        List.copyOf(later).stream().filter(turn -> !now.isBefore(turn.at())).forEach(turn -> {
            later.remove(turn);
            turn.work().run();
        });
        room.tick();
    }

    /// The user's owner asks to be told from that id on.
    public void follows(Jid user, long after) {
        says(user, new FollowWord.Follow(1, after, 100));
    }

    /// A word of a user's owner.
    public void says(Jid user, FollowWord word) {
        takes(user, word.message(user, ROOM), null, () -> {});
    }

    /// Whether rows can't be written.
    public void storeFails(boolean fails) {
        storeIsDown = fails;
    }

    /// Lets slow writes finish.
    public void settles() {
        while (!held.isEmpty()) {
            held.remove().run();
        }
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public long mint() {
        head = Math.max(head + 1, StanzaId.of(now, 1, 0));
        return head;
    }

    @Override
    public void persist(List<RoomEvent> events, Runnable then) {
        slowly(() -> {
            journal.addAll(events);
            for (var event : events) {
                state = state.after(event);
            }
            then.run();
        });
    }

    @Override
    public void append(Row row, RelayItem said, Runnable out, Runnable stored, Runnable impossible) {
        if (storeIsDown) {
            impossible.run();
            return;
        }
        slowly(() -> {
            log.put(row.id(), row);
            relays.values().forEach(relay -> relay.takes(said));
            out.run();
            stored.run();
        });
    }

    @Override
    public void behindRows(Runnable turn) {
        slowly(turn);
    }

    @Override
    public boolean tell(Stanza stanza) {
        if (!deaf.contains(stanza.to())) {
            mail.add(stanza);
            return true;
        }
        return false;
    }

    @Override
    public void relay(RelayItem item) {
        slowly(() -> relays.values().forEach(relay -> relay.takes(item)));
    }

    @Override
    public void relay(String node, RelayItem item) {
        slowly(() -> relays.computeIfAbsent(node, _ -> new RelayModel(this)).takes(item));
    }

    @Override
    public void whenHeard(Runnable then) {
        slowly(then);
    }

    @Override
    public void whenHeard(String node, Runnable then) {
        slowly(then);
    }

    @Override
    public void whenErased(Runnable then) {
        slowly(then);
    }

    @Override
    public void close(String node) {
        slowly(() -> {
            relays.remove(node);
            closed.add(node);
        });
    }

    @Override
    public boolean reaches(Jid user) {
        return user.domain().equals("verona.example");
    }

    @Override
    public void send(Stanza stanza, boolean store, Runnable done) {
        var client = clients.get(stanza.to());
        if (client == null) {
            mail.add(stanza);
            answers.accept(stanza);
        } else {
            client.gets(stanza);
        }
        done.run();
    }

    @Override
    public void send(Stanza stanza, long id, Runnable done) {
        if (kept.add(id)) {
            send(stanza, true, done);
        } else {
            done.run();
        }
    }

    @Override
    public void read(long afterId, int limit, Consumer<List<Row>> turn) {
        reads++;
        turn.accept(log.tailMap(afterId, false).values().stream().limit(limit).toList());
    }

    @Override
    public void tail(int limit, Consumer<List<Row>> turn) {
        reads++;
        var newest = log.descendingMap().values().stream().limit(limit).toList();
        turn.accept(newest.reversed());
    }

    @Override
    public void replace(Row row, Runnable done) {
        if (replacing != null) {
            replacing.add(() -> {
                log.put(row.id(), row);
                done.run();
            });
            return;
        }
        log.put(row.id(), row);
        done.run();
    }

    @Override
    public void index(RoomEntry entry) {
        listed = entry;
    }

    @Override
    public void unindex() {
        listed = null;
    }

    @Override
    public <T> void await(CompletionStage<T> stage, BiConsumer<@Nullable T, @Nullable Throwable> turn) {
        stage.whenComplete(turn);
    }

    @Override
    public void later(Duration delay, Runnable turn) {
        later.add(new Later(now.plus(delay), turn));
    }

    private void slowly(Runnable work) {
        if (storeIsSlow || !held.isEmpty()) {
            held.add(work);
        } else {
            work.run();
        }
    }
}
