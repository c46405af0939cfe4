package io.kith.sharding.session;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// How far a session's inbound stanzas are handled: the longest prefix of 1, 2, 3 … each of which
/// is done with.
///
/// Stanzas are done with in any order, for their rows are written side by side; XEP-0198
/// acknowledges a prefix. Holds one bit per stanza between the prefix and the newest.
final class InboundWindow {

    private long handled;
    private long accepted;
    private @Nullable BitSet done; // while there is a bit

    /// A window that begins after `handled`.
    InboundWindow(long handled) {
        this.handled = handled;
        this.accepted = handled;
    }

    /// Takes the next stanza and gives its number.
    long accept() {
        return ++accepted;
    }

    /// The stanza `n` is done with. Repeating it changes nothing.
    void done(long n) {
        if (n <= handled) {
            return;
        }
        if (n > accepted) {
            throw new IllegalArgumentException(n + " is done with before it was accepted");
        }
        var bits = done;
        if (n > handled + 1) {
            bits = bits == null ? new BitSet() : bits;
            bits.set((int) (n - handled - 1));
            done = bits;
        } else if (bits == null) {
            handled++;
        } else {
            var prefix = bits.nextClearBit(1);
            handled += prefix;
            bits = bits.get(prefix, Math.max(prefix, bits.length()));
            done = bits.isEmpty() ? null : bits;
        }
    }

    /// The last number taken.
    long accepted() {
        return accepted;
    }

    /// The last number of the prefix.
    long handled() {
        return handled;
    }

    /// Whether everything taken is done with.
    boolean isSettled() {
        return handled == accepted;
    }

    /// Whether `n` has been taken and is done with.
    boolean isDone(long n) {
        return n <= handled || (done != null && n <= accepted && done.get((int) (n - handled - 1)));
    }
}
