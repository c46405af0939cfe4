package io.kith.sharding.roster;

/// Who sees whose presence, as a roster item says it (RFC 6121 §2.1.2.5).
public enum Subscription {
    /// Neither sees the other.
    NONE,
    /// The user sees the contact.
    TO,
    /// The contact sees the user.
    FROM,
    /// Each sees the other.
    BOTH;

    /// Whether the user sees the contact's presence.
    public boolean to() {
        return this == TO || this == BOTH;
    }

    /// Whether the contact sees the user's presence.
    public boolean from() {
        return this == FROM || this == BOTH;
    }

    /// The value of the `subscription` attribute.
    public String text() {
        return switch (this) {
            case NONE -> "none";
            case TO -> "to";
            case FROM -> "from";
            case BOTH -> "both";
        };
    }
}
