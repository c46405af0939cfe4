package io.kith.sharding.roster;

import io.kith.proto.jid.Jid;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// The version of a roster, and the removals it remembers, so that a client can be told what it missed
/// (RFC 6121 §2.6).
///
/// As text it is the account's lineage and a number, so that a version of a deleted account with the same name is
/// never taken for one of this.
///
/// @param number grows by one with each change of one contact
/// @param floor removals up to this number are forgotten
/// @param removals number of each later removal by contact, oldest first
record RosterVersion(String lineage, long number, long floor, Map<Jid, Long> removals) {

    private static final char SEPARATOR = '.';

    RosterVersion {
        removals = removals.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(removals));
    }

    static RosterVersion first(String lineage) {
        return new RosterVersion(lineage, 0, 0, Map.of());
    }

    String text() {
        return text(number);
    }

    String text(long at) {
        return lineage + SEPARATOR + Long.toString(at, Character.MAX_RADIX);
    }

    /// The number in a version of this lineage that this roster has had; empty for any other text.
    OptionalLong parse(String text) {
        if (!text.startsWith(lineage + SEPARATOR)) {
            return OptionalLong.empty();
        }
        try {
            var at = Long.parseLong(text.substring(lineage.length() + 1), Character.MAX_RADIX);
            return at < 0 || at > number ? OptionalLong.empty() : OptionalLong.of(at);
        } catch (NumberFormatException notANumber) {
            return OptionalLong.empty(); // a client may send what it likes
        }
    }

    /// The next version, in which `jid` is there.
    RosterVersion put(Jid jid) {
        var rest = new LinkedHashMap<>(removals);
        rest.remove(jid);
        return new RosterVersion(lineage, number + 1, floor, rest);
    }

    /// The next version, in which `jid` is not there any more.
    RosterVersion remove(Jid jid, int removalsMax) {
        var more = new LinkedHashMap<>(removals);
        more.remove(jid);
        more.put(jid, number + 1);
        long forgotten = floor;
        while (more.size() > removalsMax) {
            var oldest = more.entrySet().iterator();
            forgotten = oldest.next().getValue();
            oldest.remove();
        }
        return new RosterVersion(lineage, number + 1, forgotten, more);
    }

    /// Removals after `since`, oldest first.
    List<Map.Entry<Jid, Long>> removedSince(long since) {
        var later = new ArrayList<Map.Entry<Jid, Long>>();
        for (var removal : removals.entrySet()) {
            if (removal.getValue() > since) {
                later.add(removal);
            }
        }
        return later;
    }
}
