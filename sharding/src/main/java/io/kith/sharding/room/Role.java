package io.kith.sharding.room;

import java.util.Locale;
import java.util.Optional;

/// What an occupant may do during this visit (XEP-0045 §5.1), from the least to the most.
public enum Role {
    /// Not in the room.
    NONE,
    /// Listens.
    VISITOR,
    /// Speaks.
    PARTICIPANT,
    /// Keeps order.
    MODERATOR;

    /// As it is written: `visitor`.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isAtLeast(Role other) {
        return compareTo(other) >= 0;
    }

    /// The role that is written so.
    public static Optional<Role> named(String text) {
        for (var role : values()) {
            if (role.text().equals(text)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    /// What a user of that affiliation enters a room as (XEP-0045 §5.1.2).
    static Role onEntry(Affiliation affiliation, boolean moderated) {
        return switch (affiliation) {
            case OUTCAST -> NONE;
            case NONE -> moderated ? VISITOR : PARTICIPANT;
            case MEMBER -> PARTICIPANT;
            case ADMIN, OWNER -> MODERATOR;
        };
    }
}
