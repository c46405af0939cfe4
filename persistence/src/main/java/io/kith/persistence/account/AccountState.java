package io.kith.persistence.account;

import io.kith.persistence.archive.Buckets;
import io.kith.proto.stanza.StanzaId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// All that an account's owner keeps of it, as one read gives it.
///
/// @param version counts the saves of items; 0 before the first
/// @param items in no particular order
/// @param cursors the id up to which each device has the log; under [#roomKey], up to which the account has a room's;
/// under [#takenKey], up to which some device has taken all that comes after an id
/// @param buckets the partitions of the log
public record AccountState(long version, List<Item> items, Map<String, Long> cursors, Buckets buckets) {

    /// The most devices with a cursor, and the most cursors in one write; its owner forgets the one furthest behind to
    /// make room.
    public static final int CURSORS_MAX = 32;

    /// What an account without any state has.
    public static final AccountState NONE = new AccountState(0, List.of(), Map.of(), Buckets.NONE);

    /// No device is called so: control characters are in no resource (RFC 7622 §3.4).
    private static final String ROOM = "\u001f";

    /// Nor so.
    private static final String TAKEN = "\u001e";

    /// What the cursor of a room whose messages the account gets without joining is kept under.
    public static String roomKey(String room) {
        return ROOM + room;
    }

    /// The room of such a key; empty for the name of a device.
    public static Optional<String> roomOf(String key) {
        return key.startsWith(ROOM) ? Optional.of(key.substring(1)) : Optional.empty();
    }

    /// What the end of a stretch of the account's log is kept under that lies behind its cursor, and in which every row
    /// was taken.
    ///
    /// @param after the id before its first row
    public static String takenKey(long after) {
        return TAKEN + StanzaId.text(after);
    }

    /// The id before the stretch of such a key; empty for any other.
    public static OptionalLong takenAfter(String key) {
        return key.startsWith(TAKEN) ? StanzaId.parse(key.substring(1)) : OptionalLong.empty();
    }

    public AccountState {
        items = List.copyOf(items);
        cursors = Map.copyOf(cursors);
    }
}
