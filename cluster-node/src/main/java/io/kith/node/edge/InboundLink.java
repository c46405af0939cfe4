package io.kith.node.edge;

import io.kith.proto.stanza.Stanza;
import io.kith.sharding.link.LinkBounds;
import io.kith.sharding.link.LinkSender;
import io.kith.sharding.link.Offered;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// The stanzas of one client on their way to its owner: numbered from the session's first on, kept until
/// they are handled, sent again when the owner misses some or another owner needs them.
final class InboundLink {

    /// Some consecutive stanzas.
    record Numbered(long firstN, List<Stanza> stanzas) {}

    /// Larger ones are sent in parts: a message between nodes has its bound.
    static final int PART_BYTES_MAX = 64 * 1024;

    /// What a stanza weighs besides its bytes.
    private static final int STANZA_OVERHEAD_BYTES = 100;

    /// The credit stops the reading long before; what a read in progress adds fits too.
    private static final LinkBounds<Stanza> BOUNDS = new LinkBounds<>(
            16 * Credit.UNHANDLED_MAX,
            16 * Credit.UNHANDLED_BYTES_MAX,
            stanza -> stanza.size() + STANZA_OVERHEAD_BYTES,
            Duration.ofSeconds(5));

    private final LinkSender<Stanza> link;
    private final Credit credit = new Credit();
    private List<Stanza> batch = List.of();
    private int kept;
    private long accepted;
    private long handled;

    /// @param handled the last number that is handled: the next stanza follows it
    InboundLink(long epoch, long handled, long accepted) {
        this.link = new LinkSender<>(epoch, handled, BOUNDS);
        this.handled = handled;
        this.accepted = accepted;
    }

    /// Takes the client's next stanza; it goes with the others of this read.
    ///
    /// @return whether there was room; there is, as long as [#hasCredit] is asked now and then
    boolean offer(Stanza stanza) {
        if (link.offer(stanza) instanceof Offered.Full) {
            return false;
        }
        if (batch.isEmpty()) {
            batch = new ArrayList<>(4);
        }
        batch.add(stanza);
        return true;
    }

    /// The stanzas taken since this was last asked, in parts; from the first on that may not go yet they are kept.
    List<Numbered> takeBatch(Predicate<Stanza> mayGo) {
        if (batch.isEmpty()) {
            return List.of();
        }
        var going = 0;
        while (going < batch.size() && mayGo.test(batch.get(going))) {
            going++;
        }
        var parts = parts(last() - batch.size() + 1, batch.subList(0, going));
        batch = going == batch.size() ? List.of() : new ArrayList<>(batch.subList(going, batch.size()));
        kept = batch.size();
        return parts;
    }

    /// Whether some of the client's stanzas may not go to the owner yet.
    boolean keepsSome() {
        return kept > 0;
    }

    /// The owner says how far it is.
    ///
    /// @return whether more is handled than before
    boolean confirmed(long epoch, long nowAccepted, long nowHandled) {
        accepted = Math.max(accepted, nowAccepted);
        if (nowHandled <= handled || nowHandled > last()) {
            return false;
        }
        link.confirm(epoch, nowHandled);
        handled = nowHandled;
        return true;
    }

    /// The owner misses what starts at `from`.
    List<Numbered> again(long epoch, long from) {
        return link.onGap(epoch, from)
                .map(resend -> parts(resend.first(), resend.messages()))
                .orElse(List.of());
    }

    /// The oldest unhandled stanza, when nothing was handled for a while: it wakes an owner that
    /// forgot us, and one that did not drops it.
    List<Numbered> reminder(Instant now) {
        return link.tick(now)
                .map(_ -> List.of(
                        new Numbered(handled + 1, List.of(link.unconfirmed().getFirst()))))
                .orElse(List.of());
    }

    /// Goes on with another owner, which has taken everything up to `nowAccepted`.
    List<Numbered> follow(long epoch, long nowAccepted) {
        link.newEpoch(epoch);
        accepted = nowAccepted;
        batch = List.of();
        kept = 0;
        return again(epoch, nowAccepted + 1);
    }

    /// Everything that is not handled as far as this connection knows.
    List<Numbered> unhandled() {
        return parts(handled + 1, link.unconfirmed());
    }

    /// What may not go yet, the owner is not to blame for.
    boolean hasCredit() {
        return credit.allows(last() - kept - Math.max(accepted, handled), last() - handled, link.unconfirmedBytes());
    }

    /// The bytes of what is not handled.
    long unhandledBytes() {
        return link.unconfirmedBytes();
    }

    /// Whether the owner has something left to do.
    boolean isSettled() {
        return link.unconfirmedCount() == 0;
    }

    /// The number of the last stanza taken.
    long last() {
        return link.last();
    }

    long handled() {
        return handled;
    }

    private static List<Numbered> parts(long firstN, List<Stanza> stanzas) {
        var parts = new ArrayList<Numbered>(1);
        var from = 0;
        var bytes = 0L;
        for (var i = 0; i < stanzas.size(); i++) {
            var size = stanzas.get(i).size();
            if (i > from && bytes + size > PART_BYTES_MAX) {
                parts.add(new Numbered(firstN + from, stanzas.subList(from, i)));
                from = i;
                bytes = 0;
            }
            bytes += size;
        }
        if (from < stanzas.size()) {
            parts.add(new Numbered(firstN + from, stanzas.subList(from, stanzas.size())));
        }
        return parts;
    }
}
