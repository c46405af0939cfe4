package io.kith.node.edge;

import io.kith.node.edge.xep.Parcel;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stream.StreamError;
import io.kith.proto.stream.StreamError.Condition;
import io.kith.proto.stream.StreamFrame;
import io.kith.proto.stream.StreamHeader;
import io.kith.proto.stream.StreamMachine;
import io.kith.proto.xml.Element;
import io.kith.proto.xml.XmlLimits;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.EdgeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One client's connection, from its first byte to its last: negotiation, session and end (RFC 6120), with
/// no socket in it. Bytes and the owner's messages go in; [#output] and what is said to the owner come out.
///
/// Whoever carries it calls one method at a time, writes [#output] whenever the socket takes bytes, reads
/// only while [#reads], and calls [#tick] at [#deadline]. Input that may not be handled yet is held, at most
/// one read of it. What waits to be written is bounded by `Outbox`, what the client may run ahead by
/// `Credit` and `Requests`. Who lets more wait than `Outbox.BYTES_MAX` and takes nothing for [#DRAINS_WITHIN] is cut
/// off, and so is at once for whom more waits than ever may (`Outbox.isOver`).
///
/// It is long because it is one table: what each thing that can happen means in each phase.
final class Connection implements Negotiation.Outcome {

    /// What is read between two looks at the credit.
    static final int PIECE_BYTES = 4_096;

    /// What is written at once, give or take one stanza.
    static final int WRITE_BYTES = 64 * 1024;

    /// The same while more than `Outbox.BYTES_MAX` waits: a slow link shows by each that it takes something.
    static final int LONG_WRITE_BYTES = 16 * 1024;

    static final Duration BUSY_TICK = Duration.ofSeconds(1);

    /// How long the socket may take nothing while more than `Outbox.BYTES_MAX` waits for it.
    static final Duration DRAINS_WITHIN = Duration.ofSeconds(15);

    private static final byte[] NOTHING = {};

    private enum Phase {
        /// There is no session yet: see `Negotiation`.
        NEGOTIATION,
        SESSION,
        /// The client has closed its stream: what it sent before is handled, then ours is closed too.
        FINISHING,
        /// Our stream is closed; what is queued is still written.
        CLOSING,
        /// The socket is to be closed.
        OVER
    }

    private final Edge edge;
    private final EdgeAddress address;
    private final Carrier carrier;
    private final StreamMachine machine = new StreamMachine(XmlLimits.BEFORE_AUTHENTICATION);
    private final Outbox outbox = new Outbox();
    private final Transport transport;
    private final Pace pace;
    private Phase phase = Phase.NEGOTIATION;
    private @Nullable Negotiation negotiation; // until there is a session
    private @Nullable ClientSession session;
    private @Nullable SessionStream stream;
    private byte @Nullable [] held;
    private boolean detachClean;
    private Instant since;
    private @Nullable Instant writingSince;

    /// @param peer where the client is, as throttles count it
    /// @param directTls whether TLS comes before the first stream (XEP-0368)
    Connection(Edge edge, EdgeAddress address, String peer, boolean directTls, Carrier carrier) {
        this.edge = edge;
        this.address = address;
        this.carrier = carrier;
        this.transport = new Transport(edge.tls());
        this.pace = new Pace(edge.rates());
        this.since = edge.clock().instant();
        this.negotiation = new Negotiation(edge, address, peer, transport, machine, outbox, this);
        say("connected from {}", peer);
        if (directTls && !transport.startTls("", NOTHING)) {
            phase = Phase.OVER;
        }
    }

    // What the carrier tells.

    /// The socket read these bytes; they are not kept.
    void received(byte[] bytes, int offset, int length) {
        if (phase == Phase.OVER || length == 0) {
            return;
        }
        if (stream != null) {
            stream.heard(edge.clock().instant());
        }
        pace.read(length, edge.clock().millis());
        if (!transport.received(bytes, offset, length, this::plaintext)) {
            breakOff();
            return;
        }
        afterInput();
    }

    /// The client will send nothing more. Without `</stream:stream>` before, it is lost.
    void inputEnded() {
        switch (phase) {
            case NEGOTIATION, SESSION -> lose();
            case FINISHING, CLOSING, OVER -> {}
        }
    }

    /// The socket is gone.
    void lost() {
        lose();
    }

    /// The owner says something.
    void told(EdgeMessage message) {
        switch (phase) {
            case NEGOTIATION -> {
                if (negotiation != null) {
                    negotiation.told(message);
                }
            }
            case SESSION, FINISHING -> {
                if (stream != null) {
                    stream.told(message, edge.clock().instant());
                }
                finish();
            }
            case CLOSING, OVER -> Returned.to(edge.owners(), address, message);
        }
        afterInput();
    }

    /// Others show this to the client, or a room says it. It may come before the owner's own word that the session goes
    /// on here.
    void shown(Letters.Beside beside) {
        switch (phase) {
            case NEGOTIATION -> {
                if (negotiation != null && !negotiation.shown(beside)) {
                    lose();
                }
            }
            case SESSION, FINISHING -> {
                if (session != null) {
                    session.shown(beside);
                }
            }
            case CLOSING, OVER -> {
                // nobody sees it any more
            }
        }
        afterInput();
    }

    /// The node stops: the client is told, its session waits for it elsewhere.
    void shutDown() {
        end(StreamError.of(Condition.SYSTEM_SHUTDOWN));
    }

    /// The owner is, or may be, another one than before.
    void ownerMoved() {
        if (isAttached() && session != null) {
            session.reattach(edge.clock().instant());
        } else if (negotiation != null) {
            negotiation.ownerMoved();
        }
    }

    /// Who is in a domain that is served no longer has to go (RFC 6120 §4.9.3.5).
    void domainsChanged() {
        var domain = session != null ? session.full.domain() : negotiation != null ? negotiation.domain() : "";
        if (!domain.isEmpty() && !edge.domains().hosts(domain)) {
            end(StreamError.of(Condition.HOST_GONE));
        }
    }

    /// [#deadline] has come.
    void tick() {
        var now = edge.clock().instant();
        if (writingSince != null && isOver(writingSince, edge.settings().takesWithin(), now)) {
            say("takes nothing any more");
            lose();
            return;
        }
        cutIfTooSlow();
        switch (phase) {
            // An owner that does not answer is waited for until here, or until a node has died.
            case NEGOTIATION -> {
                if (negotiation == null || isOver(since, negotiation.within(), now)) {
                    end(StreamError.of(Condition.CONNECTION_TIMEOUT));
                }
            }
            case SESSION -> {
                if (stream != null) {
                    if (!isHeard()) {
                        stream.notHeard(now);
                    }
                    stream.tick(now);
                }
            }
            case FINISHING -> {
                if (isOver(since, edge.settings().finishesWithin(), now)) {
                    close(true);
                }
            }
            case CLOSING -> {
                if (isOver(since, edge.settings().closesWithin(), now)) {
                    lose();
                }
            }
            case OVER -> {}
        }
        if (pace.resumes(edge.clock().millis()) || isBehind()) {
            afterInput();
        }
    }

    // What the carrier asks.

    /// What to write next; empty when there is nothing. Follow it by [#written] once the socket has taken it.
    byte[] output() {
        if (phase == Phase.OVER) {
            return NOTHING;
        }
        var out = transport.encode(transport.canSend() ? chunks() : List.of(), isLast());
        if (out == null) {
            lose();
            return NOTHING;
        }
        if (out.length > 0) {
            writingSince = edge.clock().instant();
        }
        return out;
    }

    /// The socket has taken what [#output] gave.
    void written() {
        writingSince = null;
        if (session != null) {
            session.written();
        }
        if (phase == Phase.CLOSING && outbox.isEmpty() && session != null) {
            session.leave(detachClean);
        }
        if (isBehind()) {
            afterInput();
        }
    }

    /// Whether more input is wanted: only from who takes our answers.
    boolean reads() {
        return switch (phase) {
            case NEGOTIATION -> isNegotiable() && outbox.isEmpty();
            case SESSION -> isHeard();
            case FINISHING, CLOSING -> true; // to be dropped, so that our last words arrive
            case OVER -> false;
        };
    }

    /// Whether our direction ends with what [#output] gave last.
    boolean isDone() {
        return phase == Phase.OVER || (phase == Phase.CLOSING && outbox.isEmpty() && transport.isClosed());
    }

    /// Whether the socket is to be closed, whatever is in it.
    boolean isOver() {
        return phase == Phase.OVER;
    }

    /// What waits to be written.
    Outbox outbox() {
        return outbox;
    }

    /// Whether the client has a session.
    boolean hasSession() {
        return phase == Phase.SESSION;
    }

    /// Whether the client is too fast, and reading waits for a while.
    boolean isPaused() {
        return pace.isPaused();
    }

    /// When to call [#tick] at the latest.
    Instant deadline() {
        return pace.deadline(ownDeadline());
    }

    private Instant ownDeadline() {
        var now = edge.clock().instant();
        return switch (phase) {
            case NEGOTIATION -> negotiation == null ? now : since.plus(negotiation.within());
            case SESSION ->
                stream == null || writingSince != null || !isHeard()
                        ? now.plus(BUSY_TICK)
                        : stream.deadline(now.plus(BUSY_TICK));
            case FINISHING -> since.plus(edge.settings().finishesWithin());
            case CLOSING -> since.plus(edge.settings().closesWithin());
            case OVER -> Instant.MAX;
        };
    }

    // Bytes in.

    private void plaintext(byte[] bytes, int offset, int length) {
        var before = held;
        if (before != null || !mayPump()) {
            held = joined(before, bytes, offset, length);
            return;
        }
        var used = pump(bytes, offset, offset + length);
        if (used < offset + length && !isInputOver()) {
            held = joined(null, bytes, used, offset + length - used);
        }
    }

    /// Hands on what came together, then goes on with held input.
    private void afterInput() {
        handOn();
        while (held != null && mayPump()) {
            var bytes = held;
            held = null;
            plaintext(bytes, 0, bytes.length);
            handOn();
        }
        cutIfTooSlow();
        if (held == null && transport.isClosedByPeer()) {
            inputEnded();
        }
        pace.unhandled(phase == Phase.OVER || session == null ? 0 : session.inbound.unhandledBytes());
    }

    private void handOn() {
        var in = session;
        if (phase == Phase.FINISHING && in != null) {
            in.flushInbound();
        } else if (phase == Phase.SESSION && in != null) {
            if (outbox.isPausing()) {
                in.keepInbound();
            } else {
                in.flushInbound(edge.clock().millis());
            }
            if (in.inbound.keepsSome() && in.sm.isFull() && !in.inbound.hasCredit()) {
                in.flushInbound(); // or neither of us would ever go on
            }
        }
    }

    /// Whether something of what has been read waits here.
    private boolean isBehind() {
        return held != null || (session != null && session.inbound.keepsSome());
    }

    private boolean mayPump() {
        return switch (phase) {
            case NEGOTIATION -> isNegotiable();
            case SESSION -> isHeard();
            case FINISHING, CLOSING, OVER -> true;
        };
    }

    private boolean isNegotiable() {
        return negotiation != null && negotiation.isListening() && !pace.isPaused();
    }

    /// Whether the session may say more. Where the list of what is not acknowledged is full, acknowledgements are all
    /// that helps: then more is read, though not handed on.
    private boolean isHeard() {
        return session != null
                && !pace.isPaused()
                && session.inbound.hasCredit()
                && (session.sm.isFull()
                        || !(outbox.isPausing() || session.asksMuch(edge.clock().millis())));
    }

    private void cutIfTooSlow() {
        if (phase != Phase.OVER && outbox.isLong() && (session == null || outbox.isOver(edge.traffic()) || isStuck())) {
            tooSlow();
        }
    }

    /// The client lets too much wait.
    void tooSlow() {
        if (phase == Phase.OVER) {
            return;
        }
        say("is too slow: {} bytes wait for it", outbox.bytes());
        if (phase != Phase.SESSION || isStuck()) {
            lose();
            return;
        }
        leave(); // with all that waits, which may be resumed
        outbox.clear();
        end(new StreamError(Condition.RESOURCE_CONSTRAINT, "too slow for what is sent to you"));
    }

    private boolean isStuck() {
        return writingSince != null
                && isOver(writingSince, DRAINS_WITHIN, edge.clock().instant());
    }

    /// Feeds the machine, piece by piece, until it may not go on; before a session a piece holds one element
    /// at most.
    private int pump(byte[] bytes, int from, int to) {
        var at = from;
        while (at < to && mayPump() && !isInputOver()) {
            var end = phase == Phase.SESSION ? Math.min(at + PIECE_BYTES, to) : afterNextTag(bytes, at, to);
            var tlsBefore = transport.isTls();
            machine.feed(bytes, at, end - at, this::onFrame);
            at = end;
            if (transport.isTls() != tlsBefore) {
                return to; // RFC 6120 §5.4.3.3: what was pipelined behind <starttls/> in the clear is not to be trusted
            }
        }
        return at;
    }

    private static int afterNextTag(byte[] bytes, int from, int to) {
        for (var i = from; i < to; i++) {
            if (bytes[i] == '>') {
                return i + 1;
            }
        }
        return to;
    }

    private static byte[] joined(byte @Nullable [] before, byte[] bytes, int offset, int length) {
        var had = before == null ? 0 : before.length;
        var all = new byte[had + length];
        if (before != null) {
            System.arraycopy(before, 0, all, 0, had);
        }
        System.arraycopy(bytes, offset, all, had, length);
        return all;
    }

    private void onFrame(StreamFrame frame) {
        switch (frame) {
            case StreamFrame.Open(var header) -> {
                if (negotiation != null) {
                    negotiation.received(header);
                }
            }
            case StreamFrame.StanzaFrame(var stanza) -> onStanza(stanza);
            case StreamFrame.Nonza(var element) -> onElement(element);
            case StreamFrame.Close() -> onClose();
            case StreamFrame.Keepalive() -> {}
            case StreamFrame.Error(var error) -> end(error);
        }
    }

    private void onStanza(Stanza stanza) {
        if (phase == Phase.SESSION && session != null) {
            edge.traffic().received(stanza);
            pace.stanza();
            if (!session.received(stanza)) {
                end(new StreamError(Condition.POLICY_VIOLATION, "too many stanzas at once"));
                return;
            }
            ConnectionLog.received(session, stanza);
        } else if (negotiation != null) {
            negotiation.received(stanza);
        }
    }

    private void onElement(Element element) {
        if (element.is("error", Namespaces.STREAM)) {
            say("ends its stream with an error");
            close(false); // RFC 6120 §4.9.1.1: nothing is to be said to that
        } else if (phase == Phase.SESSION && stream != null) {
            stream.received(element);
        } else if (negotiation != null) {
            negotiation.received(element);
        }
    }

    // What comes of the negotiation.

    @Override
    public boolean startTls(String domain) {
        if (transport.startTls(domain, Transport.concatenated(chunks()))) {
            return true;
        }
        lose();
        return false;
    }

    @Override
    public <T> void whenDone(CompletionStage<T> stage, Consumer<T> then) {
        carrier.whenDone(stage, found -> {
            if (phase == Phase.NEGOTIATION) {
                then.accept(found);
                afterInput();
            }
        });
    }

    @Override
    public void begin(ClientSession begun) {
        session = begun;
        stream = new SessionStream(begun, outbox, edge.settings(), edge.clock().instant(), this);
        phase = Phase.SESSION;
        since = Instant.EPOCH; // one for all: a session has no end until its stream has one
        edge.traffic().began();
        negotiation = null;
    }

    // The end.

    /// RFC 6120 §4.4: the client ends its direction only. What came before is handled, and answered, first.
    private void onClose() {
        say("closes its stream");
        if (phase != Phase.SESSION || session == null) {
            close(true);
            return;
        }
        phase = Phase.FINISHING;
        since = edge.clock().instant();
        session.flushInbound();
        finish();
    }

    /// Closes our stream too, once the owner has handled all that the client sent.
    private void finish() {
        if (phase == Phase.FINISHING && session != null && session.inbound.isSettled()) {
            close(true);
        }
    }

    /// Whether there is a session that the owner speaks to.
    private boolean isAttached() {
        return phase == Phase.SESSION || phase == Phase.FINISHING;
    }

    private boolean isInputOver() {
        return phase == Phase.FINISHING || phase == Phase.CLOSING || phase == Phase.OVER;
    }

    /// Closes our stream behind what is queued.
    ///
    /// @param clean whether the client wanted it
    private void close(boolean clean) {
        if (phase == Phase.CLOSING || phase == Phase.OVER) {
            return;
        }
        outbox.add(StreamHeader.closeTag());
        detachClean = clean;
        if (!clean) {
            leave();
        }
        phase = Phase.CLOSING;
        since = edge.clock().instant();
        held = null;
        stopNegotiation();
    }

    @Override
    public void close() {
        close(false);
    }

    private void end(StreamError error) {
        end(error, null);
    }

    @Override
    public void end(StreamError error, @Nullable Element detail) {
        if (phase == Phase.CLOSING || phase == Phase.OVER) {
            return;
        }
        say("is ended: {}", error.condition().elementName());
        if (!transport.canSend()) {
            lose();
            return;
        }
        if (negotiation != null) {
            negotiation.open();
        }
        var bytes = error.toBytes();
        outbox.add(detail == null ? bytes : withDetail(error, detail));
        close(false);
    }

    private static byte[] withDetail(StreamError error, Element detail) {
        var plain = new String(error.toBytes(), StandardCharsets.UTF_8);
        return plain.replace("</stream:error>", detail.toXml() + "</stream:error>")
                .getBytes(StandardCharsets.UTF_8);
    }

    private void leave() {
        if (isAttached() && session != null) {
            session.flushInbound();
            session.leave(phase == Phase.FINISHING);
        }
    }

    /// Nothing more can be said but TLS's own last word.
    private void breakOff() {
        say("breaks the rules of TLS");
        leave();
        outbox.clear();
        held = null;
        stopNegotiation();
        phase = Phase.CLOSING;
        since = edge.clock().instant();
    }

    /// The socket is of no use any more.
    private void lose() {
        if (phase == Phase.OVER) {
            return;
        }
        say(phase == Phase.CLOSING ? "is closed" : "is lost");
        leave();
        if (phase == Phase.CLOSING && session != null) {
            session.leave(detachClean);
        }
        phase = Phase.OVER;
        pace.unhandled(0);
        outbox.clear();
        held = null;
        stopNegotiation();
    }

    private void stopNegotiation() {
        if (negotiation != null) {
            negotiation.stop();
            negotiation = null;
        }
    }

    private void say(String words, Object... values) {
        ConnectionLog.say(address, session, words, values);
    }

    // Bytes out.

    private boolean isLast() {
        return phase == Phase.CLOSING && outbox.isEmpty();
    }

    /// The next part of the queue; what is taken out is as good as written.
    private List<byte[]> chunks() {
        var chunks = new ArrayList<byte[]>();
        var bytes = 0;
        var most = outbox.isLong() ? LONG_WRITE_BYTES : WRITE_BYTES;
        var in = session;
        for (var entry = outbox.peek(); entry != null && bytes < most; entry = outbox.peek()) {
            if (entry instanceof Parcel parcel && in != null) {
                if (in.sm.counts(parcel) && in.sm.isFull()) {
                    break;
                }
                in.writing(parcel);
                edge.traffic().sent(parcel.out().stanza());
                ConnectionLog.sent(in, parcel);
            }
            var next = Outbox.bytesOf(entry);
            chunks.add(next);
            bytes += next.length;
            outbox.remove();
        }
        if (stream != null
                && phase == Phase.SESSION
                && stream.asksNow(edge.clock().instant())) {
            chunks.add(SessionStream.REQUEST);
        }
        return chunks;
    }

    private static boolean isOver(Instant from, Duration within, Instant now) {
        return !now.isBefore(from.plus(within));
    }
}
