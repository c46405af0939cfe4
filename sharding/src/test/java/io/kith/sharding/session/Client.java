package io.kith.sharding.session;

import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.xml.Element;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.EdgeMessage;
import io.kith.sharding.edge.Out;
import io.kith.sharding.edge.RoomPosition;
import io.kith.sharding.link.Announcement;
import io.kith.sharding.link.LinkReceiver;
import io.kith.sharding.link.Received;
import io.kith.sharding.presence.DirectedPresence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A client and the connection it has, with stream management if it is asked for: what an edge
/// does, as far as an owner sees it.
final class Client {

    private record Sent(long n, Stanza stanza) {}

    private static final int RESUME_SECONDS = 300;

    final Jid account;
    final List<Stanza> got = new ArrayList<>();
    final List<EdgeMessage> heard = new ArrayList<>();

    /// When it got each body.
    final Map<String, List<Instant>> times = new LinkedHashMap<>();

    /// When it found itself without a session.
    final List<Instant> losses = new ArrayList<>();

    private final World world;
    private final String resource;
    private String node = "west";

    @Nullable
    EdgeAddress edge;

    long epoch;

    @Nullable
    Jid full;

    String sessionId = "";
    long handled;
    long accepted;
    long n;
    boolean takes = true;
    boolean refused;
    private boolean failed;
    private long resentUpTo;

    /// Between an attempt to resume and the last message that it sends again because that failed.
    boolean recovers;

    boolean manages;
    private long base = -1;
    private final Deque<Sent> unhandled = new ArrayDeque<>();
    private LinkReceiver<Out> inbox = new LinkReceiver<>();
    private final Deque<Out> unacked = new ArrayDeque<>();
    private long acked;
    private long h;
    private long givenLogId;
    private String note = "";
    List<Jid> shutOut = List.of();
    private @Nullable Stanza presence;
    private final DirectedPresence directed = new DirectedPresence();
    private boolean ticking;
    private boolean moving;
    private UserSession.@Nullable Reattach offer;

    /// The rooms that it is in, as its connection knows them.
    final List<RoomPosition> rooms = new ArrayList<>();

    private boolean asking;
    private int waited;
    /// Comes back by itself whenever it finds itself without a session, and is available again.
    boolean persistent;
    boolean deaf;

    Client(World world, Jid account, String resource) {
        this.world = world;
        this.account = account;
        this.resource = resource;
    }

    Client on(String otherNode) {
        node = otherNode;
        return this;
    }

    void attach() {
        if (edge == null || !failed) { // else it binds on the connection on which it could not resume
            edge = world.newConnection(this, node);
        }
        failed = false;
        epoch = 0;
        asking = true;
        tell(new UserSession.Attach(edge, account, resource, "", 0));
        if (!ticking) {
            ticking = true;
            tick();
        }
    }

    /// Turns stream management on, resumable for five minutes.
    void manage() {
        manages = true;
        base = n;
        tell(new UserSession.EnableResume(here(), epoch, base, RESUME_SECONDS));
        world.settle();
    }

    long send(String xml) {
        var stanza = Stanza.parse(xml);
        if (stanza.isPresence() && stanza.to() == null) {
            presence = stanza.isType("") ? stanza : null;
        }
        var to = stanza.to();
        if (stanza.isPresence() && to != null) {
            directed.sends(stanza, to);
        }
        unhandled.addLast(new Sent(++n, stanza));
        if (epoch > 0) {
            tell(new UserSession.Inbound(here(), epoch, n, List.of(stanza)));
        }
        return n;
    }

    void say(String to, String id) {
        send("<message to='" + World.jid(to) + "' type='chat' id='" + id + "'><body>" + id + "</body>"
                + "<origin-id xmlns='urn:xmpp:sid:0' id='" + id + "'/></message>");
    }

    /// As clients do that know no origin-id.
    void sayPlainly(String to, String id) {
        send("<message to='" + World.jid(to) + "' type='chat' id='" + id + "'><body>" + id + "</body></message>");
    }

    /// The network goes; the connection notices and parks the session.
    void drop() {
        var was = here();
        part(new UserSession.Park(
                was,
                heardEpoch(),
                base,
                RESUME_SECONDS,
                inbox.accepted(),
                acked,
                List.copyOf(unacked),
                false,
                List.copyOf(rooms)));
        world.forget(was);
        edge = null;
        epoch = 0;
    }

    /// Its connection has this from a room, which is the last that it hears of it, and the client has not.
    void isWritten(Stanza word) {
        unacked.add(new Out(word, 0));
        rooms.removeIf(each -> each.occupant().equals(word.from()));
    }

    /// As the next connection, on another node, which has heard nothing of it.
    void forgetsPresence() {
        presence = null;
        directed.undo(Stanza.parse("<presence/>"), _ -> true);
    }

    void leave() {
        part(new UserSession.Detach(here(), heardEpoch(), true, inbox.accepted() - unacked.size()));
        world.forget(here());
        edge = null;
        epoch = 0;
    }

    private void part(UserSession.Wire word) {
        var rest = unhandled.stream()
                .filter(sent -> sent.n() > handled)
                .map(Sent::stanza)
                .toList();
        world.part(here(), new LastWord(world, this, offer(), rest, word, moving));
        offer = null;
        moving = false;
    }

    /// Comes back on a new connection with what it has had.
    void resume() {
        recovers = true;
        resentUpTo = Long.MAX_VALUE;
        edge = world.newConnection(this, node);
        epoch = 0;
        asking = true;
        tell(new UserSession.Resume(edge, account, sessionId, h, 0));
    }

    /// It is the same client as that one, which has not noticed that its network is gone.
    void knows(Client itself) {
        sessionId = itself.sessionId;
        h = itself.h;
    }

    /// The node with the connection is gone.
    void connectionLost(EdgeAddress address) {
        if (address.equals(edge)) {
            edge = null;
            epoch = 0;
            moving = false;
            offer = null;
        }
    }

    /// Takes what it has not taken so far.
    void takeAll() {
        takes = true;
        while (!unacked.isEmpty()) {
            take(unacked.removeFirst());
        }
        confirm();
    }

    /// The bodies got, in order.
    List<String> bodies() {
        return got.stream().flatMap(stanza -> stanza.body().stream()).toList();
    }

    /// The bodies of what it got copies of that others got, in order.
    List<String> copies() {
        return got.stream()
                .flatMap(stanza -> copied(stanza).stream())
                .flatMap(message -> message.child("body").stream())
                .map(Element::text)
                .toList();
    }

    /// What this is a copy of that another device, or nobody, got.
    static Optional<Element> copied(Stanza stanza) {
        return stanza.child("received", Namespaces.CARBONS)
                .flatMap(received -> received.child("forwarded", Namespaces.FORWARD))
                .flatMap(forwarded -> forwarded.child("message", Namespaces.CLIENT));
    }

    Stanza last() {
        return got.getLast();
    }

    void hear(EdgeAddress at, EdgeMessage message) {
        if (deaf) {
            return;
        }
        if (!at.equals(edge)) {
            if (message instanceof EdgeMessage.Attached || message instanceof EdgeMessage.Resumed) {
                world.toOwner(at, account, new UserSession.Detach(at, message.epoch(), false, 0));
            }
            return;
        }
        heard.add(message);
        switch (message) {
            case EdgeMessage.Attached(var began, var bound, var id) -> {
                if (asking && began != epoch) { // else it was said twice
                    begin(began, 1);
                    full = bound;
                    sessionId = id;
                    unacked.clear();
                    acked = 0;
                    h = 0;
                    givenLogId = 0;
                    note = "";
                    renumber();
                }
            }
            case EdgeMessage.Reattached(var began, var taken) -> {
                if (moving) {
                    begin(began, offer().untakenLogIds().size() + 1L);
                    offer = null;
                    accepted = taken;
                    again(taken);
                }
            }
            case EdgeMessage.Resumed resumed -> {
                if (asking && resumed.epoch() != epoch) {
                    resumed(resumed);
                }
            }
            case EdgeMessage.Outbound outbound -> {
                if (outbound.epoch() == epoch) {
                    received(inbox.receive(epoch, outbound.firstSeq(), outbound.items()));
                }
            }
            case EdgeMessage.Announced at0 -> {
                if (at0.epoch() == epoch) {
                    received(inbox.announced(new Announcement(epoch, at0.since(), at0.base(), at0.last())));
                }
            }
            case EdgeMessage.Handled now -> {
                if (now.epoch() == epoch) {
                    accepted = Math.max(accepted, now.accepted());
                    handled = Math.max(handled, now.handled());
                    recovers &= handled < resentUpTo;
                    while (!unhandled.isEmpty() && unhandled.peekFirst().n() <= handled) {
                        unhandled.removeFirst();
                    }
                }
            }
            case EdgeMessage.InboundGap gap -> {
                if (gap.epoch() == epoch) {
                    again(gap.from() - 1);
                }
            }
            case EdgeMessage.ParkPlease please -> {
                if (please.epoch() == epoch) {
                    drop();
                }
            }
            case EdgeMessage.Moving moving -> {
                if (moving.epoch() == epoch) {
                    reattach();
                }
            }
            case EdgeMessage.Parted _ -> {
                // its hub hears that
            }
            case EdgeMessage.Remember remember -> note = remember.note();
            case EdgeMessage.ShutOut(var _, var occupants) -> shutOut = occupants;
            case EdgeMessage.Closed closed -> {
                if (closed.epoch() == epoch) {
                    world.forget(at);
                    edge = null;
                    epoch = 0;
                    refused = true;
                }
            }
            case EdgeMessage.AttachRefused _ -> {
                if (asking || moving) {
                    refused = true;
                }
            }
            case EdgeMessage.ResumeFailed(var known) -> {
                if (asking) {
                    refused = true;
                    failed = true;
                    unhandled.removeIf(sent -> known >= 0 && sent.n() <= base + known);
                }
            }
        }
    }

    private void begin(long began, long firstSeq) {
        epoch = began;
        refused = false;
        moving = false;
        waited = 0;
        inbox = new LinkReceiver<>(began, firstSeq);
    }

    private void resumed(EdgeMessage.Resumed resumed) {
        begin(resumed.epoch(), resumed.replay().size() + 1L);
        recovers = false;
        note = resumed.memory().note();
        presence = resumed.memory().presence();
        directed.restore(resumed.memory().directed());
        acked = resumed.outAcked();
        unacked.clear();
        unacked.addAll(resumed.replay());
        handled = resumed.handled();
        while (!unhandled.isEmpty() && unhandled.peekFirst().n() <= handled) {
            unhandled.removeFirst();
        }
        if (takes) {
            takeAll();
        }
        accepted = handled;
        again(handled);
    }

    void reattach() {
        epoch = 0;
        moving = true;
        var offered = offer();
        offer = offered;
        tell(offered);
    }

    /// The same until it is answered.
    private UserSession.Reattach offer() {
        var made = offer;
        if (made != null) {
            return made;
        }
        var untaken = unacked.stream().map(Out::logId).toList();
        return new UserSession.Reattach(
                here(),
                heardEpoch(),
                sessionId,
                full == null ? account : full,
                resource,
                base,
                base >= 0 ? 300 : 0,
                handled,
                givenLogId,
                untaken,
                false,
                note,
                presence,
                directed.all(),
                rooms);
    }

    private long heardEpoch() {
        return heard.stream().mapToLong(EdgeMessage::epoch).max().orElse(1);
    }

    /// A new session begins: messages that the old one had not acknowledged are sent again under
    /// new numbers.
    private void renumber() {
        var again = new ArrayList<>(unhandled);
        unhandled.clear();
        n = 0;
        accepted = 0;
        handled = 0;
        base = manages ? 0 : -1;
        if (manages) {
            tell(new UserSession.EnableResume(here(), epoch, 0, RESUME_SECONDS));
        }
        if (persistent) {
            send("<presence/>");
        }
        for (var sent : again) {
            if (sent.stanza().isMessage()) {
                unhandled.addLast(new Sent(++n, sent.stanza()));
                tell(new UserSession.Inbound(here(), epoch, n, List.of(sent.stanza())));
            }
        }
        resentUpTo = n;
    }

    private void again(long after) {
        for (var sent : unhandled) {
            if (sent.n() > after) {
                tell(new UserSession.Inbound(here(), epoch, sent.n(), List.of(sent.stanza())));
            }
        }
    }

    private void received(Received<Out> what) {
        switch (what) {
            case Received.Accept<Out>(var items) -> {
                for (var item : items) {
                    givenLogId = Math.max(givenLogId, item.logId());
                    if (takes) {
                        take(item);
                    } else {
                        unacked.addLast(item);
                    }
                }
                confirm();
            }
            case Received.Missing<Out>(var gap) -> tell(new UserSession.OutboundGap(here(), epoch, gap.from()));
            case Received.Duplicate<Out> _ -> confirm();
            case Received.Early<Out> _, Received.StaleEpoch<Out> _ -> {
                // asked for, or not ours
            }
        }
    }

    private void take(Out out) {
        got.add(out.stanza());
        out.stanza()
                .body()
                .ifPresent(body ->
                        times.computeIfAbsent(body, _ -> new ArrayList<>()).add(world.now()));
        acked++;
        h++;
    }

    private void confirm() {
        if (epoch > 0) {
            tell(new UserSession.Taken(here(), epoch, inbox.accepted(), inbox.accepted() - unacked.size()));
        }
    }

    private void tick() {
        if (epoch > 0 && edge != null) {
            again(handled < n ? Math.min(accepted, n - 1) : n); // the last again, to be told how far it is
            confirm();
        } else if (moving && edge != null && ++waited < 5) {
            reattach();
        } else if (persistent && (edge == null || refused || ++waited >= 5)) {
            comeBack();
        }
        world.at(Duration.ofSeconds(1), this::tick);
    }

    /// First as the session it had, if it had any; then as a new one.
    private void comeBack() {
        losses.add(world.now());
        waited = 0;
        moving = false;
        offer = null;
        if (failed && refused && edge != null) {
            refused = false;
            attach();
            return;
        }
        failed = false;
        refused = false;
        if (edge != null) {
            world.forget(edge);
            edge = null;
        }
        if (manages && !sessionId.isEmpty()) {
            resume();
        } else {
            attach();
        }
    }

    EdgeAddress here() {
        if (edge == null) {
            throw new IllegalStateException("not connected");
        }
        return edge;
    }

    private void tell(UserSession.Wire message) {
        world.toOwner(edge == null ? this : edge, account, message);
    }

    @Override
    public String toString() {
        return full + " at " + edge + " in " + epoch + (refused ? " refused" : "") + (moving ? " moving" : "")
                + ", handled " + handled + " accepted " + accepted + " of " + n;
    }
}
