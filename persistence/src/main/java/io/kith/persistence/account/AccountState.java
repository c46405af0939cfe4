package io.kith.persistence.account;

import io.kith.persistence.archive.Buckets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All that an account's owner keeps of it, as one read gives it.
///
/// @param version counts the saves of items; 0 before the first
/// @param items in no particular order
/// @param cursors the id up to which each device has the log, and, under [#roomKey], up to which the account has a
/// room's
/// @param buckets the partitions of the log
public record AccountState(long version, List<Item> items, Map<String, Long> cursors, Buckets buckets) {

    /// The most devices with a cursor, and the most cursors in one write; its owner forgets the one furthest behind to
    /// make room.
    public static final int CURSORS_MAX = 32;

    /// What an account without any state has.
    public static final AccountState NONE = new AccountState(0, List.of(), Map.of(), Buckets.NONE);

    /// No device is called so: control characters are in no resource (RFC 7622 §3.4).
    private static final String ROOM = "\u001f";

    /// What the cursor of a room whose messages the account gets without joining is kept under.
    public static String roomKey(String room) {
        return ROOM + room;
    }

    /// The room of such a key; empty for the name of a device.
    public static Optional<String> roomOf(String key) {
        return key.startsWith(ROOM) ? Optional.of(key.substring(1)) : Optional.empty();
    }

    public AccountState {
        items = List.copyOf(items);
        cursors = Map.copyOf(cursors);
    }
}
