package io.kith.sharding.roster;

/// The nine states of the user's relation to a contact (RFC 6121 §A.1).
public enum SubscriptionState {
    NONE(Subscription.NONE, false, false),
    NONE_PENDING_OUT(Subscription.NONE, true, false),
    NONE_PENDING_IN(Subscription.NONE, false, true),
    NONE_PENDING_OUT_IN(Subscription.NONE, true, true),
    TO(Subscription.TO, false, false),
    TO_PENDING_IN(Subscription.TO, false, true),
    FROM(Subscription.FROM, false, false),
    FROM_PENDING_OUT(Subscription.FROM, true, false),
    BOTH(Subscription.BOTH, false, false);

    private final Subscription subscription;
    private final boolean pendingOut;
    private final boolean pendingIn;

    SubscriptionState(Subscription subscription, boolean pendingOut, boolean pendingIn) {
        this.subscription = subscription;
        this.pendingOut = pendingOut;
        this.pendingIn = pendingIn;
    }

    public Subscription subscription() {
        return subscription;
    }

    /// Whether the user has asked and the contact has not answered (`ask='subscribe'`).
    public boolean pendingOut() {
        return pendingOut;
    }

    /// Whether the contact has asked and the user has not answered.
    public boolean pendingIn() {
        return pendingIn;
    }

    /// The state with these parts. What cannot be true beside the subscription is left out: nobody asks for what is
    /// granted.
    public static SubscriptionState of(Subscription subscription, boolean pendingOut, boolean pendingIn) {
        return switch (subscription) {
            case NONE ->
                pendingOut ? pendingIn ? NONE_PENDING_OUT_IN : NONE_PENDING_OUT : pendingIn ? NONE_PENDING_IN : NONE;
            case TO -> pendingIn ? TO_PENDING_IN : TO;
            case FROM -> pendingOut ? FROM_PENDING_OUT : FROM;
            case BOTH -> BOTH;
        };
    }
}
