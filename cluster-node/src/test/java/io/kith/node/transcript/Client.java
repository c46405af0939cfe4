package io.kith.node.transcript;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.stream.StreamFrame;
import io.kith.proto.stream.StreamMachine;
import io.kith.proto.xml.Element;
import io.kith.proto.xml.XmlLimits;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A bare client of the transcripts: one socket, PLAIN, bind; it does nothing of its own accord but answer the runner's
/// barrier pings.
final class Client implements AutoCloseable {

    /// How long a stanza that must come may take: generous, because nothing that passes waits for it.
    static final Duration PATIENCE = Duration.ofSeconds(20);

    static final String BARRIER = "kith-barrier-";

    private final String name;
    private final String domain;
    private final Socket socket;
    private final StreamMachine machine = new StreamMachine(XmlLimits.DEFAULT);
    private final BlockingQueue<StreamFrame> arrived = new LinkedBlockingQueue<>();
    private final Deque<Element> ahead = new ArrayDeque<>();
    private String fullJid = "";

    /// Stanzas that have come since stream management began.
    private final AtomicInteger handled = new AtomicInteger();

    private volatile boolean acknowledges;
    private volatile boolean cut;

    private Client(String name, String domain, Socket socket) {
        this.name = name;
        this.domain = domain;
        this.socket = socket;
    }

    static Client connect(InetSocketAddress server, String domain, String name, String resource) {
        var client = authenticate(server, domain, name);
        client.bind(resource);
        return client;
    }

    /// Logged in, without a session.
    static Client authenticate(InetSocketAddress server, String domain, String name) {
        try {
            var socket = new Socket();
            socket.connect(server, (int) PATIENCE.toMillis());
            socket.setTcpNoDelay(true);
            var client = new Client(name, domain, socket);
            Thread.ofVirtual().name("transcript-" + name).start(client::read);
            client.login();
            return client;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    String name() {
        return name;
    }

    String fullJid() {
        return fullJid;
    }

    /// It says by itself how much has come when the server asks (XEP-0198 §4).
    Client acknowledging() {
        acknowledges = true;
        return this;
    }

    /// It will resume the session of that one.
    Client after(Client dropped) {
        fullJid = dropped.fullJid;
        handled.set(dropped.handled.get());
        return this;
    }

    private void login() {
        open();
        var plain = Base64.getEncoder().encodeToString(("\0" + name + "\0" + name).getBytes(StandardCharsets.UTF_8));
        send("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>" + plain + "</auth>");
        expectNonza("success");
        machine.reset(XmlLimits.DEFAULT);
        open();
    }

    void bind(String resource) {
        send("<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>" + resource
                + "</resource></bind></iq>");
        var bound = next();
        fullJid = bound.child("bind", "urn:ietf:params:xml:ns:xmpp-bind")
                .flatMap(bind -> bind.child("jid"))
                .map(Element::text)
                .orElseThrow(() -> new AssertionError(name + " could not bind: " + bound.toXml()));
    }

    private void open() {
        send("<?xml version='1.0'?><stream:stream to='" + domain
                + "' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>");
        var header = take();
        if (!(header instanceof StreamFrame.Open)) {
            throw new AssertionError(name + " expected a stream header, came " + header);
        }
        expectNonza("features");
    }

    private void expectNonza(String wanted) {
        var frame = take();
        if (!(frame instanceof StreamFrame.Nonza(Element element))
                || !element.name().equals(wanted)) {
            throw new AssertionError(name + " expected <" + wanted + "/>, came " + frame);
        }
    }

    void send(String xml) {
        try {
            socket.getOutputStream().write(xml.getBytes(StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// The next element, stanza or not, that is no barrier of the runner's.
    Element next() {
        return ahead.isEmpty() ? element(take()) : ahead.removeFirst();
    }

    /// The next element if one has come.
    @Nullable
    Element arrived() {
        var frame = ahead.isEmpty() ? arrived.poll() : null;
        return frame == null || frame instanceof StreamFrame.Close ? ahead.pollFirst() : element(frame);
    }

    /// The next element, or none when nothing comes in this time.
    ///
    /// @throws EOFException when the stream or the connection has ended
    Optional<Element> next(Duration within) throws EOFException {
        try {
            var frame = arrived.poll(within.toMillis(), TimeUnit.MILLISECONDS);
            if (frame instanceof StreamFrame.Close) {
                throw new EOFException(name + " is cut");
            }
            return Optional.ofNullable(frame).map(this::element);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /// The answer to what has gone out under `id`; everything that comes before is kept for later calls of [#next].
    Element waitFor(String id) {
        while (true) {
            var element = element(take());
            if (element.attributeOr("id", "").equals(id)) {
                return element;
            }
            ahead.addLast(element);
        }
    }

    @Nullable
    Element unexpected() {
        return ahead.pollFirst();
    }

    /// Whether the server ends the stream, with whatever it says before it.
    void waitForEnd() {
        while (!(take() instanceof StreamFrame.Close)) {
            // What a dying stream still carries is of no interest here.
        }
    }

    private Element element(StreamFrame frame) {
        return switch (frame) {
            case StreamFrame.StanzaFrame(var stanza) -> stanza.element();
            case StreamFrame.Nonza(var element) -> element;
            case StreamFrame.Open _, StreamFrame.Close _, StreamFrame.Keepalive _, StreamFrame.Error _ ->
                throw new AssertionError(name + " expected an element, came " + frame);
        };
    }

    private StreamFrame take() {
        try {
            var frame = arrived.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (frame == null) {
                throw new AssertionError(name + " waited " + PATIENCE.toSeconds() + " s and nothing came");
            }
            return frame;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private void read() {
        var chunk = new byte[16_384];
        try {
            for (var count = socket.getInputStream().read(chunk);
                    count >= 0;
                    count = socket.getInputStream().read(chunk)) {
                machine.feed(chunk, 0, count, this::arrive);
            }
        } catch (IOException _) {
            // Cut: the same as an end to whoever waits.
        }
        arrived.add(new StreamFrame.Close());
    }

    private void arrive(StreamFrame frame) {
        if (cut || frame instanceof StreamFrame.Keepalive) {
            return; // a reader that is being interrupted may still read
        }
        if (acknowledges && frame instanceof StreamFrame.Nonza(Element element) && element.is("r", Namespaces.SM)) {
            send("<a xmlns='" + Namespaces.SM + "' h='" + handled + "'/>");
            return;
        }
        if (frame instanceof StreamFrame.Nonza(Element element) && element.is("enabled", Namespaces.SM)) {
            handled.set(0);
        } else if (frame instanceof StreamFrame.StanzaFrame) {
            handled.incrementAndGet();
        }
        if (frame instanceof StreamFrame.StanzaFrame(var stanza)
                && stanza.id().startsWith(BARRIER)
                && stanza.type().equals("get")) {
            send("<iq type='result' id='" + stanza.id() + "' to='" + stanza.from() + "'/>");
            return;
        }
        arrived.add(frame);
    }

    void drop() {
        if (socket.isClosed()) {
            return;
        }
        cut = true;
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    void disconnect() {
        send("</stream:stream>");
        waitForEnd();
        drop();
    }

    @Override
    public void close() {
        drop();
    }
}
