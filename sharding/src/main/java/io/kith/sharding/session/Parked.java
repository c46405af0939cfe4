package io.kith.sharding.session;

import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.Out;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What waits for a client that may resume (XEP-0198 §5): what was written and not acknowledged,
/// then what has come since.
///
/// Bounded; a session that would need more is not resumed, rather than resumed with a hole.
final class Parked {

    /// Stanzas kept, and their bytes, unless more was waiting when the connection was lost.
    static final int STANZAS_MAX = 1_000;

    static final long BYTES_MAX = 1L << 20;

    /// What is kept in any case of what has come since.
    static final int SINCE_STANZAS_MAX = 500;

    static final long SINCE_BYTES_MAX = 512L << 10;

    private final long outAcked;
    private final List<Out> unacked;
    private final List<Out> queued = new ArrayList<>();
    private final boolean inactive;
    private final Instant until;
    private final int stanzasMax;
    private final long bytesMax;
    private long bytes;

    Parked(long outAcked, List<Out> unacked, boolean inactive, Instant until) {
        this.outAcked = outAcked;
        this.unacked = unacked;
        this.inactive = inactive;
        this.until = until;
        unacked.forEach(out -> bytes += out.stanza().size());
        this.stanzasMax = Math.max(STANZAS_MAX, unacked.size() + SINCE_STANZAS_MAX);
        this.bytesMax = Math.max(BYTES_MAX, bytes + SINCE_BYTES_MAX);
    }

    boolean hasRoom(Stanza stanza) {
        return unacked.size() + queued.size() < stanzasMax && bytes + stanza.size() <= bytesMax;
    }

    /// Keeps one more. False when it is too much: the session can't be resumed any more.
    boolean queue(Out out) {
        if (!hasRoom(out.stanza())) {
            return false;
        }
        bytes += out.stanza().size();
        queued.add(out);
        return true;
    }

    /// What the client has not had when it has had `h` stanzas; empty when `h` can't be.
    Optional<List<Out>> unackedAfter(long h) {
        var had = h - outAcked;
        return had < 0 || had > unacked.size()
                ? Optional.empty()
                : Optional.of(unacked.subList((int) had, unacked.size()));
    }

    /// What the client had when it has had `h` stanzas, `h` being possible.
    List<Out> ackedBy(long h) {
        return unacked.subList(0, (int) (h - outAcked));
    }

    List<Out> queued() {
        return queued;
    }

    /// Everything, oldest first.
    List<Out> all() {
        var all = new ArrayList<>(unacked);
        all.addAll(queued);
        return all;
    }

    long outAcked() {
        return outAcked;
    }

    boolean isInactive() {
        return inactive;
    }

    Instant until() {
        return until;
    }
}
