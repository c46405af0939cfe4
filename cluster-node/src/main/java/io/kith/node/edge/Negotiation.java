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
import io.kith.proto.stream.StreamHeader;
import io.kith.proto.stream.StreamMachine;
import io.kith.proto.xml.Element;
import io.kith.proto.xml.XmlLimits;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.EdgeMessage;
import io.kith.sharding.session.UserSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How a stream becomes a session: headers and features (RFC 6120 §4), STARTTLS (§5), login (§6), and the owner's word
/// on the resource that was asked for (§7) or the session to be resumed (XEP-0198 §5).
///
/// Belongs to one connection, which drops it when the session begins.
final class Negotiation {

    private static final byte[] NO_SECOND_TLS =
            Element.of("failure", Namespaces.TLS).toBytes("");
    private static final byte[] PROCEED = Element.of("proceed", Namespaces.TLS).toBytes("");
    private static final Element STARTTLS = Element.of("starttls", Namespaces.TLS);

    /// What comes of it for the connection.
    interface Outcome extends SessionStream.Ending {

        /// What is queued is the last in the clear.
        ///
        /// @return false when there is no TLS to be had, and the connection is over
        boolean startTls(String domain);

        /// The session begins.
        void begin(ClientSession session);

        /// The stream is closed, without a word why.
        void close();

        /// Gives the result to `then`, in turn with all else, and goes on with what was read meanwhile.
        <T> void whenDone(CompletionStage<T> stage, Consumer<T> then);
    }

    private enum Phase {
        /// The client has to open a stream.
        HEADER,
        /// Features are offered.
        FEATURES,
        /// The owner has been asked for a session.
        ATTACHING,
        /// The session has begun, or never will.
        OVER
    }

    /// What the owner was asked.
    private record Attaching(@Nullable Stanza bind, String previous, Jid as, UserSession.Wire command) {}

    private final Edge edge;
    private final EdgeAddress address;
    private final String peer;
    private final Transport transport;
    private final StreamMachine machine;
    private final Outbox outbox;
    private final Outcome outcome;
    private Phase phase = Phase.HEADER;
    private boolean headerSent;
    private boolean waiting;
    private boolean registers;
    private String domain = "";
    private @Nullable Login login;
    private @Nullable Jid account;
    private long proved;
    private @Nullable Attaching attaching;
    private List<Letters.Beside> early = List.of();
    private long earlyBytes;

    Negotiation(
            Edge edge,
            EdgeAddress address,
            String peer,
            Transport transport,
            StreamMachine machine,
            Outbox outbox,
            Outcome outcome) {
        this.edge = edge;
        this.address = address;
        this.peer = peer;
        this.transport = transport;
        this.machine = machine;
        this.outbox = outbox;
        this.outcome = outcome;
    }

    /// Whether the client may say more: nothing is under way for it.
    boolean isListening() {
        return !waiting && (phase == Phase.HEADER || phase == Phase.FEATURES);
    }

    /// How long it may take as a whole.
    Duration within() {
        return registers ? edge.settings().registersWithin() : edge.settings().loginWithin();
    }

    /// The domain that the client asked for, "" until it has.
    String domain() {
        return domain;
    }

    /// No session comes of it any more.
    void stop() {
        phase = Phase.OVER;
        login = null;
        early = List.of();
    }

    // What the client says.

    /// A stream is opened.
    void received(StreamHeader header) {
        var asked = Jid.tryParse(header.to()).filter(Jid::isDomain);
        var served = asked.map(Jid::domain).filter(edge.domains()::hosts);
        if (served.isEmpty() || (!domain.isEmpty() && !domain.equals(served.get()))) {
            open(domain, speaker(header), header.lang()); // RFC 6120 §4.7.1: never in a name that is not ours
            end(asked.isEmpty() ? Condition.IMPROPER_ADDRESSING : Condition.HOST_UNKNOWN);
            return;
        }
        domain = served.get();
        if (!isFromWhoItIs(header)) {
            open(domain, "", header.lang());
            end(Condition.INVALID_FROM);
            return;
        }
        open(domain, speaker(header), header.lang());
        if (isBeforeXmpp(header.version())) {
            end(Condition.UNSUPPORTED_VERSION);
            return;
        }
        var current = login;
        if (current == null) {
            say("opens a stream to {} with {}", domain, transport.security());
            var channel = new Channel(transport.isTls(), transport.channelBindings(), peer, address.connection());
            current = new Login(edge.login(), domain, channel);
            login = current;
        }
        machine.language(Language.of(header.lang()));
        outbox.add(new StreamFeatures(features(current)).toBytes());
        phase = Phase.FEATURES;
    }

    private List<Element> features(Login current) {
        var features = new ArrayList<Element>();
        if (!transport.isTls()) {
            features.add(
                    edge.login().allowPlaintext() ? STARTTLS : STARTTLS.with(Element.of("required", Namespaces.TLS)));
        }
        features.addAll(current.features());
        return features;
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

    /// Our header, if it was not sent yet: no error comes before it (RFC 6120 §4.9.1.1).
    void open() {
        if (!headerSent) {
            open(domain, "", "");
        }
    }

    private void open(String from, String to, String lang) {
        outbox.add(StreamHeader.client(to, from, StreamIds.next(edge.random()), lang.isEmpty() ? "en" : lang)
                .toOpenTag());
        headerSent = true;
    }

    /// A stanza before its time, or one of login.
    void received(Stanza stanza) {
        if (login != null) {
            follow(login.receive(stanza));
        }
    }

    /// An element that is no stanza.
    void received(Element element) {
        if (phase == Phase.OVER) {
            return;
        }
        if (element.is("starttls", Namespaces.TLS) && account == null) {
            startTls();
        } else if (element.namespace().equals(Namespaces.SM) && account != null) {
            resume(element, account);
        } else if (login != null) {
            follow(login.receive(element));
        }
    }

    private void startTls() {
        if (transport.isTls()) {
            outbox.add(NO_SECOND_TLS);
            outcome.close();
            return;
        }
        outbox.add(PROCEED);
        if (outcome.startTls(domain)) {
            restart(XmlLimits.BEFORE_AUTHENTICATION);
            login = null;
            domain = "";
        }
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
                outcome.whenDone(next, found -> {
                    waiting = false;
                    if (phase == Phase.FEATURES) {
                        follow(found.get());
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
                outcome.end(error, null);
            }
        }
    }

    private void resume(Element element, Jid as) {
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

    // The owner.

    private void attach(@Nullable Stanza bind, String previous, UserSession.Wire command, Jid as) {
        if (!edge.domains().hosts(domain)) {
            end(Condition.HOST_GONE);
            return;
        }
        attaching = new Attaching(bind, previous, as, command);
        phase = Phase.ATTACHING;
        edge.owners().tell(as, command);
    }

    /// The owner is, or may be, another one than before: who was asked may be no more; who is, answers the same.
    void ownerMoved() {
        if (phase == Phase.ATTACHING && attaching != null) {
            edge.owners().tell(attaching.as(), attaching.command());
        }
    }

    /// Others show this to a session that is to go on here, before its owner has said that it does.
    ///
    /// @return false when too much waits
    boolean shown(Letters.Beside beside) {
        if (phase != Phase.ATTACHING) {
            return true; // nobody sees it any more
        }
        if (early.isEmpty()) {
            early = new ArrayList<>();
            earlyBytes = 0;
        }
        early.add(beside);
        earlyBytes += beside.size();
        return !Outbox.isTooMuch(earlyBytes, edge.traffic());
    }

    /// An owner says something.
    void told(EdgeMessage message) {
        var asked = attaching;
        if (phase != Phase.ATTACHING || asked == null) {
            Returned.to(edge.owners(), address, message);
            return;
        }
        switch (message) {
            case EdgeMessage.Attached attached when asked.bind() != null -> bound(attached, asked.bind());
            case EdgeMessage.Resumed resumed when asked.bind() == null -> resumed(resumed, asked.previous());
            case EdgeMessage.Attached _, EdgeMessage.Resumed _ -> Returned.to(edge.owners(), address, message);
            case EdgeMessage.AttachRefused(var error) -> refused(asked, error);
            case EdgeMessage.ResumeFailed(var handled) -> {
                if (asked.bind() == null) { // else the second answer to what was asked before
                    notResumed(asked, handled);
                }
            }
            case EdgeMessage.Closed closed -> outcome.end(closed.error(), null);
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

    private void bound(EdgeMessage.Attached attached, Stanza bind) {
        var epoch = attached.epoch();
        var inbound = new InboundLink(epoch, 0, 0);
        var begun = new ClientSession(
                address, edge.owners(), outbox, attached.full(), attached.sessionId(), epoch, inbound, 0);
        phase = Phase.OVER;
        outcome.begin(begun);
        ConnectionLog.say(address, begun, "is bound on connection {} from {}", address.connection(), peer);
        var jid = Element.of("jid", Namespaces.BIND).text(attached.full().toString());
        outbox.add(bind.result(Element.of("bind", Namespaces.BIND).with(jid)).bytes());
    }

    private void resumed(EdgeMessage.Resumed resumed, String previous) {
        var replay = resumed.replay();
        var epoch = resumed.epoch();
        var inbound = new InboundLink(epoch, resumed.handled(), resumed.accepted());
        var begun = new ClientSession(
                address, edge.owners(), outbox, resumed.full(), resumed.sessionId(), epoch, inbound, replay.size());
        begun.rooms.restore(resumed.rooms());
        begun.sm.resume(resumed.resumeSeconds(), resumed.base(), resumed.outAcked());
        begun.remember(resumed.memory());
        phase = Phase.OVER;
        outcome.begin(begun);
        var from = address.connection();
        ConnectionLog.say(
                address, begun, "is resumed on connection {} from {}, {} stanzas again", from, peer, replay.size());
        send(Element.of("resumed", Namespaces.SM)
                .withAttribute("previd", previous)
                .withAttribute("h", begun.sm.count(resumed.handled())));
        outbox.allowForReplay();
        for (var i = 0; i < replay.size(); i++) {
            begun.give(Parcel.linked(replay.get(i), i + 1, true));
        }
        early.forEach(begun::shown);
    }

    private void notResumed(Attaching asked, long handled) {
        goOn();
        say("{} can't resume: no such session", asked.as());
        var failed = StreamManagement.failed("item-not-found");
        send(handled < 0 ? failed : failed.withAttribute("h", handled));
    }

    private void refused(Attaching asked, StanzaError error) {
        var condition = error.condition().elementName();
        say("{} can't {}: {}", asked.as(), asked.bind() == null ? "resume" : "bind", condition);
        goOn();
        if (asked.bind() == null) {
            send(StreamManagement.failed(condition));
        } else {
            outbox.add(asked.bind().error(error).bytes());
        }
    }

    /// There is no session yet; the client may ask for another.
    private void goOn() {
        early = List.of();
        attaching = null;
        phase = Phase.FEATURES;
    }

    private void send(Element element) {
        outbox.add(element.toBytes(Namespaces.CLIENT));
    }

    private void end(Condition condition) {
        outcome.end(StreamError.of(condition), null);
    }

    private void say(String words, Object... values) {
        ConnectionLog.say(address, null, words, values);
    }
}
