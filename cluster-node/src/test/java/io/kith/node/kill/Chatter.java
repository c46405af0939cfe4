package io.kith.node.kill;

import io.kith.proto.stanza.Stanza;
import io.kith.proto.stream.StreamFrame;
import io.kith.proto.stream.StreamMachine;
import io.kith.proto.xml.Element;
import io.kith.proto.xml.XmlLimits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A client that obeys XEP-0198 to the letter, on one thread: it sends numbered messages as long as
/// few are unacknowledged, answers the server's requests, resumes after a loss, and where it can't,
/// binds anew and sends again what was not acknowledged, with the same `origin-id`s and in the same
/// order.
@SuppressWarnings("NonAtomicVolatileUpdate") // each is written by one thread and read by others
final class Chatter implements Runnable {

    private static final String SM = "urn:xmpp:sm:3";
    private static final int UNACKNOWLEDGED_MAX = 20;
    private static final int REQUEST_EVERY = 5;
    private static final Duration PACE = Duration.ofMillis(4);
    private static final Duration RETRY = Duration.ofMillis(200);
    private static final int READ_MILLIS = 20;
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final InetSocketAddress server;
    private final String name;
    private final String peer;
    private final String domain;
    private final Ledger sent;
    private final Ledger received;
    private final String run;

    private volatile boolean sending = true;
    private volatile boolean running = true;

    private record Numbered(int number, String xml) {}

    private final Deque<Numbered> unacknowledged = new ArrayDeque<>();
    private final Deque<StreamFrame> frames = new ArrayDeque<>();
    private volatile int waiting;
    private int nextNumber;
    /// The `h` that acknowledges everything before the oldest in [#unacknowledged].
    private long outBase;
    private long inHandled;
    private boolean resumable;
    private String previd = "";
    private final AtomicInteger resumed = new AtomicInteger();
    private final AtomicInteger rebound = new AtomicInteger();
    private @Nullable Socket socket;
    private StreamMachine machine = new StreamMachine(XmlLimits.DEFAULT);

    Chatter(
            InetSocketAddress server,
            String domain,
            String name,
            String peer,
            String run,
            Ledger sent,
            Ledger received) {
        this.server = server;
        this.domain = domain;
        this.name = name;
        this.peer = peer;
        this.run = run;
        this.sent = sent;
        this.received = received;
    }

    void stopSending() {
        sending = false;
    }

    void stop() {
        running = false;
    }

    /// Whether everything that was sent is acknowledged; to be asked once sending has stopped.
    boolean nothingUnacknowledged() {
        return waiting == 0;
    }

    int resumed() {
        return resumed.get();
    }

    int rebound() {
        return rebound.get();
    }

    @Override
    public void run() {
        while (running) {
            try {
                connect();
                chat();
            } catch (IOException _) {
                pause(RETRY); // The server was killed: that is what this is about.
            } finally {
                close();
            }
        }
    }

    private void chat() throws IOException {
        var sinceRequest = 0;
        while (running) {
            if (sending && unacknowledged.size() < UNACKNOWLEDGED_MAX) {
                var message = new Numbered(nextNumber, message(nextNumber));
                nextNumber++;
                unacknowledged.addLast(message);
                write(message.xml());
                if (++sinceRequest >= REQUEST_EVERY) {
                    sinceRequest = 0;
                    write("<r xmlns='" + SM + "'/>");
                }
                pause(PACE);
            } else if (!unacknowledged.isEmpty()) {
                write("<r xmlns='" + SM + "'/>");
            }
            read();
            while (!frames.isEmpty()) {
                take(frames.removeFirst());
            }
            waiting = unacknowledged.size();
        }
    }

    private String message(int number) {
        return "<message type='chat' to='" + peer + "@" + domain + "' id='" + run + "-" + name + "-" + number
                + "'><body>"
                + number + "</body><origin-id xmlns='urn:xmpp:sid:0' id='" + run + "-" + name + "-" + number
                + "'/></message>";
    }

    private void take(StreamFrame frame) throws IOException {
        switch (frame) {
            case StreamFrame.StanzaFrame(var stanza) -> take(stanza);
            case StreamFrame.Nonza(var nonza) -> take(nonza);
            case StreamFrame.Close _, StreamFrame.Error _ -> throw new IOException("stream ended: " + frame);
            case StreamFrame.Open _, StreamFrame.Keepalive _ -> {}
        }
    }

    private void take(Stanza stanza) {
        inHandled++;
        if (stanza.isError()) {
            sent.refused(stanza.element().toXml());
            return;
        }
        var body = stanza.child("body", "jabber:client").map(Element::text).orElse("");
        if (stanza.kind() != Stanza.Kind.MESSAGE || body.isEmpty()) {
            return;
        }
        var id = stanza.child("stanza-id", "urn:xmpp:sid:0")
                .flatMap(element -> element.attribute("id"))
                .orElse("");
        received.received(Integer.parseInt(body), id);
    }

    private void take(Element nonza) throws IOException {
        switch (nonza.name()) {
            case "r" -> write("<a xmlns='" + SM + "' h='" + inHandled + "'/>");
            case "a" -> acknowledge(Long.parseLong(nonza.attributeOr("h", "0")));
            default -> {}
        }
    }

    private void acknowledge(long h) {
        for (; outBase < h && !unacknowledged.isEmpty(); outBase++) {
            sent.acknowledged(unacknowledged.removeFirst().number());
        }
    }

    private void connect() throws IOException {
        var fresh = new Socket();
        socket = fresh;
        fresh.connect(server, 2_000);
        fresh.setTcpNoDelay(true);
        fresh.setSoTimeout(READ_MILLIS);
        frames.clear();
        machine = new StreamMachine(XmlLimits.DEFAULT);
        open();
        var plain = Base64.getEncoder().encodeToString(("\0" + name + "\0" + name).getBytes(StandardCharsets.UTF_8));
        write("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>" + plain + "</auth>");
        expect(frame ->
                frame instanceof StreamFrame.Nonza(var nonza) && nonza.name().equals("success"));
        machine.reset(XmlLimits.DEFAULT);
        open();
        if (resumable) {
            write("<resume xmlns='" + SM + "' h='" + inHandled + "' previd='" + previd + "'/>");
            var answer = ((StreamFrame.Nonza) expect(frame -> frame instanceof StreamFrame.Nonza)).element();
            if (answer.attribute("h").isPresent()) {
                acknowledge(Long.parseLong(answer.attributeOr("h", "0")));
            }
            if (answer.name().equals("resumed")) {
                resumed.incrementAndGet();
                resend();
                return;
            }
        }
        bind();
        resend();
    }

    private void bind() throws IOException {
        resumable = false;
        write("<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>" + name
                + "</resource></bind></iq>");
        expect(frame -> frame instanceof StreamFrame.StanzaFrame(var stanza)
                && stanza.id().equals("bind"));
        write("<enable xmlns='" + SM + "' resume='true'/>");
        var enabled = ((StreamFrame.Nonza) expect(frame -> frame instanceof StreamFrame.Nonza)).element();
        if (!enabled.name().equals("enabled")) {
            throw new IOException("not enabled: " + enabled.toXml());
        }
        rebound.incrementAndGet();
        resumable = true;
        previd = enabled.attributeOr("id", "");
        inHandled = 0;
        write("<presence/>");
        outBase = 1; // Presence is the first stanza that the server handles; the oldest message is the next.
    }

    private void resend() throws IOException {
        for (var message : unacknowledged) {
            write(message.xml());
        }
        write("<r xmlns='" + SM + "'/>");
    }

    private void open() throws IOException {
        write("<?xml version='1.0'?><stream:stream to='" + domain
                + "' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>");
        expect(frame ->
                frame instanceof StreamFrame.Nonza(var nonza) && nonza.name().equals("features"));
    }

    private StreamFrame expect(Predicate<StreamFrame> wanted) throws IOException {
        var deadline = System.nanoTime() + ANSWER.toNanos();
        while (System.nanoTime() < deadline) {
            while (!frames.isEmpty()) {
                var frame = frames.removeFirst();
                if (wanted.test(frame)) {
                    return frame;
                }
                if (frame instanceof StreamFrame.Close || frame instanceof StreamFrame.Error) {
                    throw new IOException("stream ended");
                }
                if (frame instanceof StreamFrame.Nonza(var nonza)
                        && nonza.name().equals("failure")) {
                    throw new IOException("refused: " + nonza.toXml());
                }
            }
            read();
        }
        throw new IOException("no answer within " + ANSWER);
    }

    private void read() throws IOException {
        var chunk = new byte[16_384];
        try {
            var count = open(socket).getInputStream().read(chunk);
            if (count < 0) {
                throw new IOException("cut");
            }
            machine.feed(chunk, 0, count, frames::addLast);
        } catch (SocketTimeoutException _) {
            // Nothing came within READ_MILLIS: the loop goes on sending.
        }
    }

    private void write(String xml) throws IOException {
        open(socket).getOutputStream().write(xml.getBytes(StandardCharsets.UTF_8));
    }

    private static Socket open(@Nullable Socket socket) throws IOException {
        if (socket == null) {
            throw new IOException("not connected");
        }
        return socket;
    }

    private void close() {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException _) {
            // It is gone already.
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
