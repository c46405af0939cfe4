package io.kith.sharding.session;

import io.kith.proto.stanza.Stanza;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What one account has left of [AccountLimits].
final class Allowance {

    private final AccountLimits limits;
    private final Outside outside;
    private long stanzasDue;
    private long bytesDue;
    private long recipientsDue;
    private boolean holding;

    Allowance(AccountLimits limits, Outside outside) {
        this.limits = limits;
        this.outside = outside;
    }

    /// These stanzas of its clients are taken, as everything is; beyond the limits, confirmations are held back from
    /// here on.
    void took(List<Stanza> stanzas) {
        var now = limits.now();
        if (now.equals(AccountLimits.Limits.OFF)) {
            return;
        }
        var bytes = 0L;
        for (var stanza : stanzas) {
            bytes += stanza.size();
        }
        var at = nanos(outside.now());
        stanzasDue = now.stanzas().take(stanzasDue, stanzas.size(), at);
        bytesDue = now.bytes().take(bytesDue, bytes, at);
        if (!holding && freeAt() > at) {
            limits.held();
            hold(at);
        }
    }

    /// One timer while it lasts.
    private void hold(long at) {
        holding = true;
        outside.later(Duration.ofNanos(freeAt() - at), () -> {
            var now = nanos(outside.now());
            holding = false;
            if (freeAt() > now) {
                hold(now); // sessions have gone on within their credit
            }
        });
    }

    private long freeAt() {
        var now = limits.now();
        return Math.max(now.stanzas().freeAt(stanzasDue), now.bytes().freeAt(bytesDue));
    }

    /// Whether connections are not to be told yet what is taken and handled.
    boolean isHolding() {
        return holding;
    }

    /// Takes one new recipient, if there is one left.
    boolean takeRecipient() {
        var rate = limits.now().newRecipients();
        var at = nanos(outside.now());
        var due = rate.take(recipientsDue, 1, at);
        if (rate.isOver(due, at)) {
            limits.refused();
            return false;
        }
        recipientsDue = due;
        return true;
    }

    private static long nanos(Instant at) {
        return at.getEpochSecond() * 1_000_000_000L + at.getNano();
    }
}
