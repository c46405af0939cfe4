package io.kith.sharding.session;

import io.kith.sharding.rate.Rate;
import java.util.concurrent.atomic.LongAdder;

/// What the owners of a node let each account do in a time, all its sessions together; may change while they live.
/// Counts what it has cost. Safe for all threads.
public final class AccountLimits {

    /// The limits themselves.
    ///
    /// @param stanzas that its clients send; beyond, its connections learn late that they were taken, and so stop
    ///     reading: nothing is lost
    /// @param bytes of these stanzas
    /// @param newRecipients accounts that it neither shares presence with nor has exchanged a stanza with of late;
    ///     beyond, what is sent to one more comes back as `resource-constraint`, type `wait`
    public record Limits(Rate stanzas, Rate bytes, Rate newRecipients) {

        /// No limit at all.
        public static final Limits OFF = new Limits(Rate.UNLIMITED, Rate.UNLIMITED, Rate.UNLIMITED);
    }

    private final LongAdder heldBack = new LongAdder();
    private final LongAdder recipientsRefused = new LongAdder();
    private volatile Limits limits;

    public AccountLimits(Limits limits) {
        this.limits = limits;
    }

    /// Other limits from now on.
    public void use(Limits others) {
        limits = others;
    }

    Limits now() {
        return limits;
    }

    void held() {
        heldBack.increment();
    }

    void refused() {
        recipientsRefused.increment();
    }

    /// How often the sessions of an account were slowed down.
    public long heldBack() {
        return heldBack.sum();
    }

    /// Stanzas refused because they would have been for one new recipient too many.
    public long recipientsRefused() {
        return recipientsRefused.sum();
    }
}
