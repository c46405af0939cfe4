package io.kith.node.transcript;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.xml.Element;
import java.io.EOFException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/// An occupant of one room who obeys XEP-0198 to the letter, on one thread: resumes after a loss, at another node where
/// its own is gone; where it can't resume it binds anew, enters again, and says again what was not acknowledged, under
/// the same `origin-id`s. Keeps what it has heard.
final class RoomGoer implements Runnable {

    private static final int UNACKNOWLEDGED_MAX = 10;
    private static final int REQUEST_EVERY = 3;
    private static final Duration LOOK = Duration.ofMillis(40);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final Duration RETRY = Duration.ofMillis(300);
    private static final Duration PAUSE_MAX = Duration.ofMillis(250);

    private final NodesStage stage;
    private final String room;
    private final String name;
    private final Random random;
    private final boolean speaks;
    private int node;
    private volatile boolean sending;
    private volatile boolean leaving;
    private volatile boolean here;

    // Of its own thread alone.
    private final Deque<String> unacknowledged = new ArrayDeque<>(); // of messages the id, "" for all else
    private Client client;
    private String previd = "";
    private long acknowledgedCount;
    private long handled;
    private int number;
    private int sinceRequest;
    private long nextAt;

    // Guarded by this.
    private final List<String> acknowledged = new ArrayList<>();
    private final Map<String, String> heard = new LinkedHashMap<>(); // by stanza-id
    private final List<String> seenGone = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private int heardBefore;
    private int entries;
    private int cuts;
    private int waiting;

    /// @param node where it is first
    RoomGoer(NodesStage stage, String room, String name, int node, boolean speaks, Random random) {
        this.stage = stage;
        this.room = room;
        this.name = name;
        this.node = node;
        this.speaks = speaks;
        this.random = random;
        this.client = connect();
    }

    /// Makes a room that stays when nobody is in it (XEP-0045 §10.1.3).
    static void found(Client founder, String room) {
        founder.send("<presence to='" + room + "/founder'><x xmlns='" + Namespaces.MUC + "'/></presence>");
        until(founder, element -> element.name().equals("presence"));
        founder.send("<iq type='set' id='made' to='" + room
                + "'><query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'>"
                + "<field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#roomconfig</value></field>"
                + "<field var='muc#roomconfig_persistentroom'><value>1</value></field>"
                + "<field var='allow_subscription'><value>1</value></field></x></query></iq>");
        var made = until(founder, element -> element.name().equals("iq"));
        if (!made.attributeOr("type", "").equals("result")) {
            throw new AssertionError(made.toXml());
        }
        founder.send("<presence type='unavailable' to='" + room + "/founder'/>");
        until(founder, element -> element.attributeOr("type", "").equals("unavailable"));
    }

    private static Element until(Client client, Predicate<Element> wanted) {
        while (true) {
            var element = client.next();
            if (wanted.test(element)) {
                return element;
            }
        }
    }

    private Client connect() {
        return Client.authenticate(stage.listener(node), stage.domain(), name);
    }

    @Override
    public void run() {
        while (!leaving) {
            try {
                if (!resume()) {
                    bind();
                }
                here = true;
                live();
            } catch (EOFException | UncheckedIOException cut) {
                here = false;
                reconnect();
            }
        }
        client.disconnect();
    }

    private void reconnect() {
        synchronized (this) {
            cuts++;
        }
        client.close();
        while (true) {
            node = node % stage.nodes() + 1;
            try {
                client = connect();
                return;
            } catch (UncheckedIOException | AssertionError notYet) {
                LockSupport.parkNanos(RETRY.toNanos()); // its account is on its way to another node
            }
        }
    }

    private void live() throws EOFException {
        while (!leaving) {
            if (speaks && sending && unacknowledged.size() < UNACKNOWLEDGED_MAX && System.nanoTime() >= nextAt) {
                nextAt = System.nanoTime() + random.nextLong(PAUSE_MAX.toNanos());
                say(name + "-" + number++);
            } else if (!unacknowledged.isEmpty() && (!sending || unacknowledged.size() == UNACKNOWLEDGED_MAX)) {
                client.send("<r xmlns='" + Namespaces.SM + "'/>");
            }
            for (var next = client.next(LOOK); next.isPresent(); next = client.next(Duration.ZERO)) {
                take(next.get());
            }
            waits(unacknowledged.size());
        }
    }

    private void say(String id) {
        client.send(message(id));
        unacknowledged.addLast(id);
        if (++sinceRequest >= REQUEST_EVERY) {
            sinceRequest = 0;
            client.send("<r xmlns='" + Namespaces.SM + "'/>");
        }
    }

    private String message(String id) {
        return "<message type='groupchat' to='" + room + "' id='" + id + "'><body>" + id
                + "</body><origin-id xmlns='urn:xmpp:sid:0' id='" + id + "'/></message>";
    }

    private boolean resume() throws EOFException {
        if (previd.isEmpty()) {
            return false;
        }
        client.send("<resume xmlns='" + Namespaces.SM + "' h='" + handled + "' previd='" + previd + "'/>");
        var answer = until(
                element -> element.name().equals("resumed") || element.name().equals("failed"));
        answer.attribute("h").map(Long::parseLong).ifPresent(this::acknowledge);
        if (answer.name().equals("failed")) {
            return false;
        }
        unacknowledged.stream().filter(id -> !id.isEmpty()).map(this::message).forEach(client::send);
        return true;
    }

    private void bind() throws EOFException {
        try {
            client.bind("home");
        } catch (AssertionError refused) {
            throw new UncheckedIOException(new EOFException(refused.getMessage())); // no owner yet: it comes back
        }
        client.send("<enable xmlns='" + Namespaces.SM + "' resume='true'/>");
        previd = until(element -> element.name().equals("enabled")).attributeOr("id", "");
        handled = 0;
        acknowledgedCount = 0;
        var again = unacknowledged.stream().filter(id -> !id.isEmpty()).toList();
        unacknowledged.clear();
        unacknowledged.addLast("");
        unacknowledged.addLast("");
        client.send("<presence/><presence to='" + room + "/" + name + "'><x xmlns='" + Namespaces.MUC
                + "'><history maxstanzas='0'/></x></presence>");
        var entered = until(element -> element.name().equals("presence") && isMine(element));
        synchronized (this) {
            entries++;
            heardBefore = heard.size();
            if (!entered.attributeOr("type", "").isEmpty()) {
                wrong.add("not let in: " + entered.toXml());
            }
        }
        again.forEach(this::say);
    }

    private Element until(Predicate<Element> wanted) throws EOFException {
        while (true) {
            var element = client.next(ANSWER);
            if (element.isEmpty()) {
                throw new EOFException(name + " hears nothing any more");
            }
            take(element.get());
            if (wanted.test(element.get())) {
                return element.get();
            }
        }
    }

    private void take(Element element) {
        switch (element.name()) {
            case "r" -> client.send("<a xmlns='" + Namespaces.SM + "' h='" + handled + "'/>");
            case "a" -> acknowledge(Long.parseLong(element.attributeOr("h", "0")));
            case "message" -> {
                handled++;
                hear(element);
            }
            case "presence" -> {
                handled++;
                see(element);
            }
            case "iq" -> handled++;
            default -> {
                // of stream management; who waits for it sees it
            }
        }
    }

    private synchronized void hear(Element message) {
        if (message.attributeOr("type", "").equals("error")) {
            wrong.add(message.toXml());
            return;
        }
        var body = message.child("body").map(Element::text);
        if (body.isEmpty()) {
            return;
        }
        var id = message.child("stanza-id", Namespaces.STANZA_ID).flatMap(each -> each.attribute("id"));
        if (id.isEmpty()) {
            wrong.add("without an id: " + message.toXml());
        } else if (heard.putIfAbsent(id.get(), body.get()) != null && cuts == 0) {
            wrong.add("twice: " + message.toXml());
        }
    }

    private synchronized void see(Element presence) {
        switch (presence.attributeOr("type", "")) {
            case "unavailable" -> {
                if (isMine(presence)) {
                    wrong.add("put out: " + presence.toXml());
                }
                seenGone.add(nick(presence));
            }
            case "error" -> wrong.add(presence.toXml());
            default -> {
                // somebody is there
            }
        }
    }

    private boolean isMine(Element presence) {
        return nick(presence).equals(name);
    }

    private static String nick(Element presence) {
        var from = presence.attributeOr("from", "");
        return from.substring(from.indexOf('/') + 1);
    }

    private void acknowledge(long h) {
        for (; acknowledgedCount < h && !unacknowledged.isEmpty(); acknowledgedCount++) {
            var id = unacknowledged.removeFirst();
            if (!id.isEmpty()) {
                synchronized (this) {
                    acknowledged.add(id);
                }
            }
        }
    }

    private synchronized void waits(int count) {
        waiting = count;
    }

    // For the test.

    @Override
    public synchronized String toString() {
        return name + " in " + room + " at node " + node + ", entered " + entries + ", cut off " + cuts + ", heard "
                + heard.size() + (here ? ", here" : "") + ", wrong: " + wrong;
    }

    String name() {
        return name;
    }

    String room() {
        return room;
    }

    boolean speaks() {
        return speaks;
    }

    /// Whether it is connected and in the room.
    boolean isHere() {
        return here;
    }

    void speak(boolean yes) {
        sending = yes;
    }

    /// It ends its stream.
    void leave() {
        leaving = true;
    }

    synchronized List<String> acknowledged() {
        return List.copyOf(acknowledged);
    }

    synchronized boolean waitsForNothing() {
        return waiting == 0;
    }

    /// Whether it has entered once only, and was never cut off for longer than it could resume.
    synchronized boolean stayed() {
        return entries == 1;
    }

    synchronized boolean wasCut() {
        return cuts > 0;
    }

    /// The ids of all that it has heard, in that order.
    synchronized List<String> heard() {
        return List.copyOf(heard.keySet());
    }

    /// Those since it entered last.
    synchronized List<String> heardSinceEntry() {
        return heard().subList(heardBefore, heard.size());
    }

    synchronized Optional<String> lastHeard() {
        return heard.isEmpty() ? Optional.empty() : Optional.of(heard().getLast());
    }

    synchronized List<String> seenGone() {
        return List.copyOf(seenGone);
    }

    /// What should not have happened; empty when all is well.
    synchronized List<String> wrong() {
        return List.copyOf(wrong);
    }
}
