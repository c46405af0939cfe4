package io.kith.sharding.roster;

import java.util.Locale;
import java.util.Optional;

/// The four presence types that manage subscriptions (RFC 6121 §3).
public enum SubscriptionType {
    /// Asks to see the other's presence.
    SUBSCRIBE,
    /// Allows the other to see one's own.
    SUBSCRIBED,
    /// Does not want to see the other's presence any more.
    UNSUBSCRIBE,
    /// Does not allow it, or not any more.
    UNSUBSCRIBED;

    /// The presence `type`.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The subscription type that a presence `type` names, if it is one.
    public static Optional<SubscriptionType> of(String presenceType) {
        return switch (presenceType) {
            case "subscribe" -> Optional.of(SUBSCRIBE);
            case "subscribed" -> Optional.of(SUBSCRIBED);
            case "unsubscribe" -> Optional.of(UNSUBSCRIBE);
            case "unsubscribed" -> Optional.of(UNSUBSCRIBED);
            default -> Optional.empty();
        };
    }
}
