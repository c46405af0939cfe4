package io.kith.node.edge;

import io.kith.node.edge.xep.StreamManagement;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.sm.AckCounter;
import io.kith.proto.stream.StreamError;
import io.kith.proto.stream.StreamError.Condition;
import io.kith.proto.xml.Element;
import io.kith.sharding.edge.EdgeMessage;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the elements of a bound stream and the words of its owner mean, and when a silent client is asked
/// for a sign of life. Stanzas do not come by here, they go to the owner as they are.
final class SessionStream {

    /// How a stream ends with an error.
    interface Ending {
        /// Ends it; `detail` says more than the condition does.
        void end(StreamError error, @Nullable Element detail);
    }

    static final byte[] REQUEST = Element.of("r", Namespaces.SM).toBytes("");

    /// How long what was written may wait for the next write to carry a request.
    private static final Duration ASK_WITHIN = Duration.ofSeconds(2);

    /// How long a new owner is looked for.
    private static final Duration FOLLOWS_WITHIN = Duration.ofSeconds(60);

    /// How long an owner has to answer before it is asked again.
    static final Duration OFFERED_AGAIN = Duration.ofSeconds(1);

    private static final byte[] WHITE_SPACE = {' '};

    private final ClientSession session;
    private final Outbox outbox;
    private final EdgeSettings settings;
    private final Ending ending;
    private long lastInputMillis;
    private @Nullable Instant unaskedSince;
    private @Nullable Instant askedSince;
    private boolean owesAck;

    SessionStream(ClientSession session, Outbox outbox, EdgeSettings settings, Instant now, Ending ending) {
        this.session = session;
        this.outbox = outbox;
        this.settings = settings;
        this.lastInputMillis = now.toEpochMilli();
        this.ending = ending;
    }

    /// The client has said something.
    void heard(Instant now) {
        lastInputMillis = now.toEpochMilli();
        askedSince = null;
    }

    /// Nothing is read from the client for now: its silence is ours.
    void notHeard(Instant now) {
        lastInputMillis = now.toEpochMilli();
        askedSince = askedSince == null ? null : now;
    }

    /// An element of the stream itself.
    void received(Element element) {
        switch (element.namespace()) {
            case Namespaces.SM -> onManagement(element);
            case Namespaces.CSI -> onClientState(element);
            default -> end(Condition.UNSUPPORTED_STANZA_TYPE);
        }
    }

    private void onClientState(Element element) {
        switch (element.name()) {
            case "active" -> session.state.inactive(false).forEach(outbox::add);
            case "inactive" -> session.state.inactive(true).forEach(outbox::add);
            default -> end(Condition.UNSUPPORTED_STANZA_TYPE);
        }
    }

    private void onManagement(Element element) {
        var sm = session.sm;
        switch (element.name()) {
            case "r" -> {
                if (sm.isEnabled()) {
                    acknowledge();
                }
            }
            case "a" -> {
                if (sm.isEnabled()) {
                    acknowledged(element.attributeOr("h", ""));
                }
            }
            case "enable" -> enable(element);
            default -> send(StreamManagement.failed("unexpected-request"));
        }
    }

    private void acknowledged(String h) {
        var count = AckCounter.parse(h);
        if (count.isEmpty()) {
            end(new StreamError(Condition.BAD_FORMAT, "h is no count"));
            return;
        }
        session.acknowledged(count.get())
                .ifPresent(detail -> ending.end(StreamError.of(Condition.UNDEFINED_CONDITION), detail));
    }

    /// At once with what is handled, and again when more is: the client must not have to ask twice.
    private void acknowledge() {
        owesAck = !session.inbound.isSettled();
        send(session.sm.answer(session.inbound.handled()));
    }

    private void enable(Element element) {
        if (session.sm.isEnabled()) {
            end(new StreamError(Condition.POLICY_VIOLATION, "stream management is enabled already")); // XEP-0198 §3
            return;
        }
        var seconds = resumeSeconds(element);
        session.state.flush().forEach(outbox::add);
        session.enabled(seconds, session.inbound.last());
        var enabled = Element.of("enabled", Namespaces.SM);
        send(
                seconds == 0
                        ? enabled
                        : enabled.withAttribute("resume", "true")
                                .withAttribute("id", session.sessionId)
                                .withAttribute("max", seconds));
    }

    private int resumeSeconds(Element enable) {
        var resume = enable.attributeOr("resume", "");
        if (!resume.equals("true") && !resume.equals("1")) {
            return 0;
        }
        var most = (int) settings.resumableFor().toSeconds();
        try {
            var wanted = Integer.parseInt(enable.attributeOr("max", "0"));
            return wanted > 0 ? Math.min(wanted, most) : most;
        } catch (NumberFormatException beyond) {
            return most;
        }
    }

    /// The owner says something.
    void told(EdgeMessage message, Instant now) {
        switch (message) {
            case EdgeMessage.Reattached(var epoch, var accepted) -> {
                if (session.isMoving()) {
                    session.reattached(epoch, accepted);
                }
            }
            case EdgeMessage.AttachRefused(var error) -> {
                if (session.isMoving()) {
                    session.ended();
                    end(new StreamError(Condition.RESET, error.condition().elementName()));
                }
            }
            default -> {
                if (message.epoch() == session.epoch()) {
                    toldInEpoch(message, now);
                }
            }
        }
    }

    private void toldInEpoch(EdgeMessage message, Instant now) {
        switch (message) {
            case EdgeMessage.Outbound out -> session.outbound(out.firstSeq(), out.items());
            case EdgeMessage.Announced said -> session.announced(said.since(), said.base(), said.last());
            case EdgeMessage.Handled(var epoch, var accepted, var handled) -> {
                if (session.inbound.confirmed(epoch, accepted, handled) && owesAck) {
                    acknowledge();
                }
            }
            case EdgeMessage.InboundGap gap -> session.inboundGap(gap.from());
            case EdgeMessage.ParkPlease _ -> end(Condition.CONFLICT);
            case EdgeMessage.Closed closed -> {
                session.ended();
                end(closed.error());
            }
            case EdgeMessage.Moving _ -> session.reattach(now);
            case EdgeMessage.Remember remember -> session.note(remember.note());
            case EdgeMessage.ShutOut(var _, var occupants) -> session.shutOut(occupants);
            case EdgeMessage.Attached _,
                    EdgeMessage.AttachRefused _,
                    EdgeMessage.Reattached _,
                    EdgeMessage.Parted _,
                    EdgeMessage.Resumed _,
                    EdgeMessage.ResumeFailed _ -> {}
        }
    }

    /// Time has passed.
    void tick(Instant now) {
        if (session.isMoving()) {
            if (!now.isBefore(session.movingSince().plus(FOLLOWS_WITHIN))) {
                end(Condition.RESET); // the client comes back to whoever the owner is
                return;
            }
            if (!now.isBefore(session.offeredAt().plus(OFFERED_AGAIN))) {
                session.reattach(now);
            }
        }
        session.remind(now);
        session.confirm();
        if (askedSince != null && !now.isBefore(askedSince.plus(settings.answersWithin()))) {
            end(Condition.CONNECTION_TIMEOUT);
            return;
        }
        if (session.sm.wantsToAsk(true)) {
            if (unaskedSince == null) {
                unaskedSince = now;
            } else if (!now.isBefore(unaskedSince.plus(ASK_WITHIN))) {
                ask(now);
            }
        }
        if (askedSince == null && !now.isBefore(silentAt())) {
            if (session.sm.isEnabled()) {
                ask(now);
            } else {
                lastInputMillis = now.toEpochMilli();
                outbox.add(WHITE_SPACE); // a socket that is dead will say so
            }
        }
    }

    private void ask(Instant now) {
        outbox.add(REQUEST);
        session.sm.asked();
        askedSince = now;
        unaskedSince = null;
    }

    /// Whether the write in progress ends with [#REQUEST]; then it is asked.
    boolean asksNow(Instant now) {
        if (!session.sm.wantsToAsk(session.state.isInactive() || session.sm.isFull())) {
            return false;
        }
        session.sm.asked();
        askedSince = now;
        unaskedSince = null;
        return true;
    }

    /// When to call [#tick] at the latest.
    ///
    /// @param soon when something is to be seen to
    Instant deadline(Instant soon) {
        var busy = !outbox.isEmpty()
                || !session.inbound.isSettled()
                || !session.isConfirmed()
                || session.isMoving()
                || session.sm.wantsToAsk(true)
                || askedSince != null;
        return busy ? soon : silentAt();
    }

    private Instant silentAt() {
        return Instant.ofEpochMilli(lastInputMillis).plus(settings.silentFor());
    }

    private void send(Element element) {
        outbox.add(element.toBytes(Namespaces.CLIENT));
    }

    private void end(Condition condition) {
        end(StreamError.of(condition));
    }

    private void end(StreamError error) {
        ending.end(error, null);
    }
}
