package io.kith.sharding.room;

import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which changes of the room were told to all, by their status codes (XEP-0045 §10.2.1), for clients that were away
/// longer than the [Ring] reaches.
///
/// Of what codes tell of the newest is known, so at most as much as there are codes.
final class Announcements {

    private final TreeMap<Long, Set<Integer>> codesById = new TreeMap<>();
    private final long floor;

    /// @param floor nothing up to this id is known
    Announcements(long floor) {
        this.floor = floor;
    }

    void add(long id, Set<Integer> codes) {
        for (var code : codes) {
            codesById.values().forEach(known -> known.removeIf(other -> topic(other) == topic(code)));
        }
        codesById.values().removeIf(Set::isEmpty);
        codesById.put(id, new TreeSet<>(codes));
    }

    /// 170 and 171 tell of the log, 172 and 173 of addresses.
    private static int topic(int code) {
        return code / 2;
    }

    long floor() {
        return floor;
    }

    /// What was told after `position`, and holds.
    SortedMap<Long, Set<Integer>> after(long position) {
        return Collections.unmodifiableSortedMap(codesById.tailMap(position, false));
    }
}
