package io.kith.node.edge;

import io.kith.node.edge.login.Channel;
import io.kith.node.edge.login.Login;
import io.kith.node.edge.login.LoginStep;
import io.kith.node.edge.xep.Parcel;
import io.kith.node.edge.xep.StreamManagement;
import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.sm.AckCounter;
import io.kith.proto.stanza.Language;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.stream.StreamError;
import io.kith.proto.stream.StreamError.Condition;
import io.kith.proto.stream.StreamFeatures;
import io.kith.proto.stream.StreamFrame;
import io.kith.proto.stream.StreamHeader;
import io.kith.proto.stream.StreamMachine;
import io.kith.proto.xml.Element;
import io.kith.proto.xml.XmlLimits;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.EdgeMessage;
import io.kith.sharding.session.UserSession;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
final class Connection implements SessionStream.Ending {

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
    private static final byte[] PROCEED = Element.of("proceed", Namespaces.TLS).toBytes("");
    private static final Element STARTTLS = Element.of("starttls", Namespaces.TLS);

    private enum Phase {
        /// The client has to open a stream.
        HEADER,
        /// Features are offered.
        NEGOTIATION,
        /// The owner has been asked for a session.
        ATTACHING,
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
    private final String peer;
    private final Carrier carrier;
    private final StreamMachine machine = new StreamMachine(XmlLimits.BEFORE_AUTHENTICATION);
    private final Outbox outbox = new Outbox();
    private final Transport transport;
    private final Pace pace;
    private Phase phase = Phase.HEADER;
    private boolean headerSent;
    private boolean waiting;
    private boolean registers;
    private String domain = "";
    private @Nullable Login login;
    private @Nullable Jid account;
    private long proved;
    private @Nullable Attaching attaching;
    private @Nullable ClientSession session;
    private @Nullable SessionStream stream;
    private byte @Nullable [] held;
    private List<Letters.Beside> early = List.of();
    private boolean detachClean;
    private Instant since;
    private @Nullable Instant writingSince;

    /// What the owner was asked.
    private record Attaching(@Nullable Stanza bind, String previous, Jid as, UserSession.Wire command) {}

    /// @param peer where the client is, as throttles count it
    /// @param directTls whether TLS comes before the first stream (XEP-0368)
    Connection(Edge edge, EdgeAddress address, String peer, boolean directTls, Carrier carrier) {
        this.edge = edge;
        this.address = address;
        this.peer = peer;
        this.carrier = carrier;
        this.transport = new Transport(edge.tls());
        this.pace = new Pace(edge.rates());
        this.since = edge.clock().instant();
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
            case HEADER, NEGOTIATION, ATTACHING, SESSION -> lose();
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
            case ATTACHING -> onAnswer(message);
            case SESSION, FINISHING -> {
                if (stream != null) {
                    stream.told(message, edge.clock().instant());
                }
                finish();
            }
            case HEADER, NEGOTIATION, CLOSING, OVER -> giveBack(message);
        }
        afterInput();
    }

    /// Others show this to the client, or a room says it. It may come before the owner's own word that the session goes
    /// on here.
    void shown(Letters.Beside beside) {
        switch (phase) {
            case ATTACHING -> {
                early = new ArrayList<>(early);
                early.add(beside);
                if (Outbox.isTooMuch(
                        early.stream().mapToLong(Letters.Beside::size).sum(), edge.traffic())) {
                    lose();
                }
            }
            case SESSION, FINISHING -> {
                if (session != null) {
                    session.shown(beside);
                }
            }
            case HEADER, NEGOTIATION, CLOSING, OVER -> {
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
        var asked = attaching;
        if (isAttached() && session != null) {
            session.reattach(edge.clock().instant());
        } else if (phase == Phase.ATTACHING && asked != null) {
            edge.owners().tell(asked.as(), asked.command()); // who was asked may be no more; who is, answers the same
        }
    }

    /// Who is in a domain that is served no longer has to go (RFC 6120 §4.9.3.5).
    void domainsChanged() {
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
            case HEADER, NEGOTIATION, ATTACHING -> {
                if (isOver(since, loginWithin(), now)) {
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
            case HEADER, NEGOTIATION -> !waiting && outbox.isEmpty() && !pace.isPaused();
            case ATTACHING -> false;
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
            case HEADER, NEGOTIATION, ATTACHING -> since.plus(loginWithin());
            case SESSION ->
                stream == null || writingSince != null || !isHeard()
                        ? now.plus(BUSY_TICK)
                        : stream.deadline(now.plus(BUSY_TICK));
            case FINISHING -> since.plus(edge.settings().finishesWithin());
            case CLOSING -> since.plus(edge.settings().closesWithin());
            case OVER -> Instant.MAX;
        };
    }

    private Duration loginWithin() {
        return registers ? edge.settings().registersWithin() : edge.settings().loginWithin();
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
            case HEADER, NEGOTIATION -> !waiting && !pace.isPaused();
            case ATTACHING -> false;
            case SESSION -> isHeard();
            case FINISHING, CLOSING, OVER -> true;
        };
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
            case StreamFrame.Open(var header) -> onOpen(header);
            case StreamFrame.StanzaFrame(var stanza) -> onStanza(stanza);
            case StreamFrame.Nonza(var element) -> onElement(element);
            case StreamFrame.Close() -> onClose();
            case StreamFrame.Keepalive() -> {}
            case StreamFrame.Error(var error) -> end(error);
        }
    }

    // Negotiation.

    private void onOpen(StreamHeader header) {
        var asked = Jid.tryParse(header.to()).filter(Jid::isDomain);
        var served = asked.map(Jid::domain).filter(edge.domains()::hosts);
        if (served.isEmpty() || (!domain.isEmpty() && !domain.equals(served.get()))) {
            open(domain, speaker(header), header.lang()); // RFC 6120 §4.7.1: never in a name that is not ours
            end(StreamError.of(asked.isEmpty() ? Condition.IMPROPER_ADDRESSING : Condition.HOST_UNKNOWN));
            return;
        }
        domain = served.get();
        if (!isFromWhoItIs(header)) {
            open(domain, "", header.lang());
            end(StreamError.of(Condition.INVALID_FROM));
            return;
        }
        open(domain, speaker(header), header.lang());
        if (isBeforeXmpp(header.version())) {
            end(StreamError.of(Condition.UNSUPPORTED_VERSION));
            return;
        }
        if (login == null) {
            say("opens a stream to {} with {}", domain, transport.security());
            login = new Login(
                    edge.login(),
                    domain,
                    new Channel(transport.isTls(), transport.channelBindings(), peer, address.connection()));
        }
        var features = new ArrayList<Element>();
        if (!transport.isTls()) {
            features.add(
                    edge.login().allowPlaintext() ? STARTTLS : STARTTLS.with(Element.of("required", Namespaces.TLS)));
        }
        features.addAll(login.features());
        machine.language(Language.of(header.lang()));
        outbox.add(new StreamFeatures(features).toBytes());
        phase = Phase.NEGOTIATION;
    }

    /// RFC 6120 §4.7.5: a client of a later version is answered with ours, and goes on by it.
    private static boolean isBeforeXmpp(String version) {
        return !version.matches("[1-9][0-9]{0,8}(\\.[0-9]{1,9})?");
    }

    /// RFC 6120 §4.9.3.9: before it has shown who it is, a client may say what it likes; after that, nothing else.
    private boolean isFromWhoItIs(StreamHeader header) {
        var from = account == null ? null : Jid.tryParse(header.from()).orElse(null);
        return from == null || from.bare().equals(account);
    }

    /// RFC 6120 §4.7.2: to the bare address that the client says it is.
    private static String speaker(StreamHeader header) {
        return Jid.tryParse(header.from()).map(Jid::bare).map(Jid::toString).orElse("");
    }

    private void open(String from, String to, String lang) {
        outbox.add(StreamHeader.client(to, from, StreamIds.next(edge.random()), lang.isEmpty() ? "en" : lang)
                .toOpenTag());
        headerSent = true;
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
        } else if (login != null) {
            follow(login.receive(stanza));
        }
    }

    private void onElement(Element element) {
        if (element.is("error", Namespaces.STREAM)) {
            say("ends its stream with an error");
            close(false); // RFC 6120 §4.9.1.1: nothing is to be said to that
        } else if (phase == Phase.SESSION && stream != null) {
            stream.received(element);
        } else if (element.is("starttls", Namespaces.TLS) && account == null) {
            startTls();
        } else if (element.namespace().equals(Namespaces.SM) && account != null) {
            onEarlyManagement(element, account);
        } else if (login != null) {
            follow(login.receive(element));
        }
    }

    private void startTls() {
        if (transport.isTls()) {
            outbox.add(Element.of("failure", Namespaces.TLS).toBytes(""));
            close(false);
            return;
        }
        outbox.add(PROCEED);
        if (!transport.startTls(domain, concatenated(chunks()))) {
            lose();
            return;
        }
        restart(XmlLimits.BEFORE_AUTHENTICATION);
        login = null;
        domain = "";
    }

    private void restart(XmlLimits limits) {
        machine.reset(limits);
        headerSent = false;
        phase = Phase.HEADER;
    }

    private void follow(LoginStep step) {
        switch (step) {
            case LoginStep.Send(var elements) -> elements.forEach(this::send);
            case LoginStep.Answer(var stanza) -> outbox.add(stanza.bytes());
            case LoginStep.Form(var stanza) -> {
                outbox.add(stanza.bytes());
                registers = true;
            }
            case LoginStep.Later(var next) -> {
                waiting = true;
                carrier.whenDone(next, found -> {
                    waiting = false;
                    if (phase == Phase.NEGOTIATION) {
                        follow(found.get());
                        afterInput();
                    }
                });
            }
            case LoginStep.Authenticated(var who, var against, var success) -> {
                send(success);
                account = who;
                proved = against;
                if (login != null) {
                    login.authenticated(who);
                }
                restart(XmlLimits.DEFAULT);
            }
            case LoginStep.Bind(var request, var resource) -> {
                if (account != null) {
                    attach(request, "", new UserSession.Attach(address, account, resource, "", proved), account);
                }
            }
            case LoginStep.End(var last, var error) -> {
                last.forEach(this::send);
                end(error);
            }
        }
    }

    private void onEarlyManagement(Element element, Jid as) {
        var h = AckCounter.parse(element.attributeOr("h", ""));
        var previous = element.attributeOr("previd", "");
        if (!element.name().equals("resume") || h.isEmpty() || previous.isEmpty()) {
            // XEP-0198 §3: not before a resource is bound
            send(StreamManagement.failed("unexpected-request"));
            return;
        }
        attach(
                null,
                previous,
                new UserSession.Resume(address, as, previous, h.get().value(), proved),
                as);
    }

    private void attach(@Nullable Stanza bind, String previous, UserSession.Wire command, Jid as) {
        if (!edge.domains().hosts(domain)) {
            end(StreamError.of(Condition.HOST_GONE));
            return;
        }
        attaching = new Attaching(bind, previous, as, command);
        phase = Phase.ATTACHING;
        edge.owners().tell(as, command);
    }

    private void onAnswer(EdgeMessage message) {
        var asked = attaching;
        if (asked == null) {
            return;
        }
        switch (message) {
            case EdgeMessage.Attached(var epoch, var full, var sessionId) -> {
                if (asked.bind() == null) {
                    giveBack(message);
                    return;
                }
                begin(new ClientSession(
                        address, edge.owners(), outbox, full, sessionId, epoch, new InboundLink(epoch, 0, 0), 0));
                say("is bound on connection {} from {}", address.connection(), peer);
                outbox.add(asked.bind()
                        .result(Element.of("bind", Namespaces.BIND)
                                .with(Element.of("jid", Namespaces.BIND).text(full.toString())))
                        .bytes());
            }
            case EdgeMessage.Resumed resumed -> {
                if (asked.bind() == null) {
                    onResumed(resumed, asked.previous());
                } else {
                    giveBack(message);
                }
            }
            case EdgeMessage.AttachRefused(var error) -> refused(asked, error);
            case EdgeMessage.ResumeFailed(var handled) -> {
                if (asked.bind() != null) {
                    return; // the second answer to what was asked before
                }
                early = List.of();
                phase = Phase.NEGOTIATION;
                say("{} can't resume: no such session", asked.as());
                var failed = StreamManagement.failed("item-not-found");
                send(handled < 0 ? failed : failed.withAttribute("h", handled));
            }
            case EdgeMessage.Closed closed -> end(closed.error());
            case EdgeMessage.Reattached _,
                    EdgeMessage.Outbound _,
                    EdgeMessage.Announced _,
                    EdgeMessage.Handled _,
                    EdgeMessage.InboundGap _,
                    EdgeMessage.Remember _,
                    EdgeMessage.ShutOut _,
                    EdgeMessage.ParkPlease _,
                    EdgeMessage.Parted _,
                    EdgeMessage.Moving _ -> {}
        }
    }

    private void refused(Attaching asked, StanzaError error) {
        say(
                "{} can't {}: {}",
                asked.as(),
                asked.bind() == null ? "resume" : "bind",
                error.condition().elementName());
        early = List.of();
        phase = Phase.NEGOTIATION;
        if (asked.bind() == null) {
            send(StreamManagement.failed(error.condition().elementName()));
        } else {
            outbox.add(asked.bind().error(error).bytes());
        }
    }

    private void begin(ClientSession begun) {
        session = begun;
        stream = new SessionStream(begun, outbox, edge.settings(), edge.clock().instant(), this);
        phase = Phase.SESSION;
        since = Instant.EPOCH; // one for all: a session has no end until its stream has one
        edge.traffic().began();
        login = null;
        attaching = null;
        account = null;
    }

    private void onResumed(EdgeMessage.Resumed resumed, String previous) {
        var replay = resumed.replay();
        var begun = new ClientSession(
                address,
                edge.owners(),
                outbox,
                resumed.full(),
                resumed.sessionId(),
                resumed.epoch(),
                new InboundLink(resumed.epoch(), resumed.handled(), resumed.accepted()),
                replay.size());
        begun.rooms.restore(resumed.rooms());
        begun.sm.resume(resumed.resumeSeconds(), resumed.base(), resumed.outAcked());
        begun.remember(resumed.memory());
        begin(begun);
        say("is resumed on connection {} from {}, {} stanzas again", address.connection(), peer, replay.size());
        send(Element.of("resumed", Namespaces.SM)
                .withAttribute("previd", previous)
                .withAttribute("h", begun.sm.count(resumed.handled())));
        outbox.allowForReplay();
        for (var i = 0; i < replay.size(); i++) {
            begun.give(Parcel.linked(replay.get(i), i + 1, true));
        }
        early.forEach(begun::shown);
        early = List.of();
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
        login = null;
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
        if (!headerSent) {
            open(domain, "", ""); // RFC 6120 §4.9.1.1
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
        login = null;
    }

    private void say(String words, Object... values) {
        ConnectionLog.say(address, session, words, values);
    }

    private void giveBack(EdgeMessage message) {
        Returned.to(edge.owners(), address, message);
    }

    // Bytes out.

    private void send(Element element) {
        outbox.add(element.toBytes(Namespaces.CLIENT));
    }

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

    private static byte[] concatenated(List<byte[]> chunks) {
        return Transport.concatenated(chunks);
    }

    private static boolean isOver(Instant from, Duration within, Instant now) {
        return !now.isBefore(from.plus(within));
    }
}
