package io.kith.persistence.account;

import io.kith.persistence.archive.Buckets;
import java.util.List;
import java.util.Map;

/// All that an account's owner keeps of it, as one read gives it.
///
/// @param version counts the saves of items; 0 before the first
/// @param items in no particular order
/// @param cursors the id up to which each device has the log
/// @param buckets the partitions of the log
public record AccountState(long version, List<Item> items, Map<String, Long> cursors, Buckets buckets) {

    /// The most devices with a cursor; its owner forgets the one furthest behind to make room.
    public static final int CURSORS_MAX = 32;

    /// What an account without any state has.
    public static final AccountState NONE = new AccountState(0, List.of(), Map.of(), Buckets.NONE);

    public AccountState {
        items = List.copyOf(items);
        cursors = Map.copyOf(cursors);
    }
}
