package io.kith.node.edge.xep;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.sm.AckCounter;
import io.kith.proto.xml.Element;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// XEP-0198 on one connection: what was written and is not acknowledged yet, and when to ask for an
/// acknowledgement.
///
/// Off until [#enable] or [#resume]. Counts go up without end here and are cut to 32 bits where they are
/// written. What is not acknowledged is bounded: beyond it the session must be parked ([#isFull]), for a
/// resumed stream has no hole.
public final class StreamManagement {

    /// Stanzas written and not acknowledged.
    public static final int UNACKED_MAX = 2_000;

    /// Their bytes.
    public static final long UNACKED_BYTES_MAX = 1 << 20;

    /// After so many written since the last request, the next write carries one.
    static final int ASK_AFTER_STANZAS = 8;

    /// The feature as offered on a stream.
    public static final Element FEATURE = Element.of("sm", Namespaces.SM);

    private static final long MASK = 0xFFFF_FFFFL;

    private boolean enabled;
    private int resumeSeconds;
    private long base;
    private long acked;
    private @Nullable ArrayDeque<Parcel> unacked;
    private long unackedBytes;
    private int unasked;
    private boolean asked;

    /// The refusal of what was asked (XEP-0198 §3, §5).
    ///
    /// @param condition a stanza error's
    public static Element failed(String condition) {
        return Element.of("failed", Namespaces.SM).with(Element.of(condition, Namespaces.STANZA_ERRORS));
    }

    /// Switches it on.
    ///
    /// @param resumeSeconds how long the session waits when it is lost, 0 when it can't be resumed
    /// @param base the number of the last stanza of the client before `<enable/>`
    public void enable(int resumeSeconds, long base) {
        this.enabled = true;
        this.resumeSeconds = resumeSeconds;
        this.base = base;
    }

    /// Goes on where a lost session was.
    ///
    /// @param acked how many stanzas the client has
    public void resume(int resumeSeconds, long base, long acked) {
        enable(resumeSeconds, base);
        this.acked = acked;
    }

    public boolean isEnabled() {
        return enabled;
    }

    /// Whether a lost session waits to be resumed.
    public boolean isResumable() {
        return resumeSeconds > 0;
    }

    public int resumeSeconds() {
        return resumeSeconds;
    }

    /// The number of the last stanza of the client before it switched this on.
    public long base() {
        return base;
    }

    /// The answer to `<r/>` when the client's stanzas up to `handled` are.
    public Element answer(long handled) {
        return Element.of("a", Namespaces.SM).withAttribute("h", count(handled));
    }

    /// A count of handled stanzas as the wire has it.
    public long count(long handled) {
        return Math.max(0, handled - base) & MASK;
    }

    /// Whether what is about to be written has to be acknowledged.
    public boolean counts(Parcel parcel) {
        return enabled && parcel.counted();
    }

    /// Keeps a parcel that is written now.
    public void written(Parcel parcel) {
        var queue = unacked;
        if (queue == null) {
            queue = new ArrayDeque<>(4);
            unacked = queue;
        }
        queue.addLast(parcel);
        unackedBytes += parcel.size();
        unasked++;
    }

    /// Whether nothing more may be written before the client acknowledges.
    public boolean isFull() {
        return unackedCount() >= UNACKED_MAX || unackedBytes > UNACKED_BYTES_MAX;
    }

    /// The client says how many stanzas it has.
    ///
    /// @return empty when all is well, else the detail of the stream error that ends the stream (XEP-0198 §4)
    public Optional<Element> acknowledged(AckCounter claimed) {
        asked = false;
        var more = claimed.since(AckCounter.of(acked & MASK));
        if (more > unackedCount()) {
            return Optional.of(Element.of("handled-count-too-high", Namespaces.SM)
                    .withAttribute("h", claimed)
                    .withAttribute("send-count", AckCounter.of((acked + unackedCount()) & MASK)));
        }
        acked += more;
        var queue = unacked;
        for (var i = 0; i < more && queue != null; i++) {
            unackedBytes -= queue.removeFirst().size();
        }
        if (queue != null && queue.isEmpty()) {
            unacked = null;
        }
        return Optional.empty();
    }

    /// Whether a write should end with a request.
    ///
    /// @param eagerly because time has passed, or the client is awake now and may sleep soon
    public boolean wantsToAsk(boolean eagerly) {
        return enabled && !asked && (unasked >= ASK_AFTER_STANZAS || (eagerly && unasked > 0));
    }

    /// The request is being written.
    public void asked() {
        asked = true;
        unasked = 0;
    }

    /// Whether something written is not acknowledged.
    public boolean isWaiting() {
        return unackedCount() > 0;
    }

    /// Whether a request has no answer yet.
    public boolean isAsked() {
        return asked;
    }

    /// How many the client has acknowledged, without end.
    public long acked() {
        return acked;
    }

    /// What was written and is not acknowledged, in order.
    public List<Parcel> unacked() {
        return unacked == null ? List.of() : new ArrayList<>(unacked);
    }

    /// The first of [#unacked], or null.
    public @Nullable Parcel oldest() {
        return unacked == null ? null : unacked.peekFirst();
    }

    /// A new owner numbers anew, and begins with what the former one sent and is not taken.
    public void renumber(AtomicLong numbers) {
        var queue = unacked;
        if (queue != null) {
            var renamed = new ArrayDeque<Parcel>(queue.size());
            queue.forEach(parcel -> renamed.addLast(parcel.renumbered(numbers)));
            unacked = renamed;
        }
    }

    private int unackedCount() {
        return unacked == null ? 0 : unacked.size();
    }
}
