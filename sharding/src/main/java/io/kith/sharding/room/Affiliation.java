package io.kith.sharding.room;

import java.util.Locale;
import java.util.Optional;

/// What ties a user to a room for longer than a visit (XEP-0045 §5.2), from the least to the most.
public enum Affiliation {
    OUTCAST,
    NONE,
    MEMBER,
    ADMIN,
    OWNER;

    /// As it is written: `owner`.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isAtLeast(Affiliation other) {
        return compareTo(other) >= 0;
    }

    /// The affiliation that is written so.
    public static Optional<Affiliation> named(String text) {
        for (var affiliation : values()) {
            if (affiliation.text().equals(text)) {
                return Optional.of(affiliation);
            }
        }
        return Optional.empty();
    }
}
