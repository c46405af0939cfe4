package io.kith.sharding.session;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which rows of the log no device of the account has taken yet.
///
/// The account's cursor is the longest prefix without such a row. Behind it, rows that nobody took are remembered one
/// by one, and so are stretches that only the log can tell about: what was there when the owner came to life, or more
/// than was remembered. Both together are at most [#OPEN_MAX]. Reading the log makes the stretches shorter. What was
/// taken behind the cursor lies between them; the next owner is told the widest parts of that, [#takenBehind].
final class Untaken {

    /// Beyond as many rows and stretches, rows are forgotten and read from the log again when they are wanted.
    static final int OPEN_MAX = 1_000;

    /// The most stretches behind the cursor that the next owner is told are taken.
    static final int BEHIND_MAX = 8;

    private static final NavigableSet<Long> NO_IDS = Collections.emptyNavigableSet();
    private static final NavigableMap<Long, Long> NONE = Collections.emptyNavigableMap();

    private NavigableSet<Long> ids = NO_IDS;
    private NavigableMap<Long, Long> unread = NONE; // (key, value]
    private NavigableMap<Long, Long> behind = NONE; // (key, value], nothing open in it, some row of it was taken
    private long cursor;
    private long newest;

    /// Everything up to `cursor` is taken, and what lies in `taken`: after each key up to its value; of what else lies
    /// between it and `head` nothing is known.
    Untaken(long cursor, Map<Long, Long> taken, long head) {
        this.cursor = cursor;
        this.newest = Math.max(cursor, head);
        unread = newest > cursor ? new TreeMap<>(Map.of(cursor, newest)) : NONE;
        taken.forEach(this::cut);
        settle();
        taken.forEach((after, upTo) -> {
            var last = Math.min(upTo, newest);
            if (last > after && last > this.cursor && !isUntaken(last)) {
                behind(last);
            }
        });
    }

    /// A new row that devices have to take.
    void add(long id) {
        newest = Math.max(newest, id);
        hold(id);
        bound();
        settle();
    }

    /// A new row that needs no delivery.
    void skip(long id) {
        newest = Math.max(newest, id);
        settle();
    }

    /// The log was read: between `after` and `upTo` these rows are the ones that devices have to take. What is known
    /// to be taken remains so.
    void read(long after, long upTo, List<Long> wanted) {
        if (unread.isEmpty()) {
            return;
        }
        for (var id : wanted) {
            if (isUnread(id)) {
                hold(id);
            }
        }
        cut(after, upTo);
        bound();
        settle();
        for (var upToTaken : List.copyOf(behind.values())) {
            behind(upToTaken); // there may be nothing any more between it and the next
        }
    }

    /// Some device took this row.
    void taken(long id) {
        if (!isUntaken(id)) {
            return;
        }
        if (ids.contains(id)) {
            ids.remove(id);
            ids = ids.isEmpty() ? NO_IDS : ids;
        } else {
            cut(id - 1, id);
            bound();
        }
        settle();
        if (id > cursor && !isUntaken(id)) {
            behind(id);
        }
    }

    /// The account has another way to everything that is there now.
    void takenAll() {
        ids = NO_IDS;
        unread = NONE;
        settle();
    }

    /// The last row of the longest prefix that is taken.
    long cursor() {
        return cursor;
    }

    /// The widest stretches behind the cursor in which everything is taken: after each key up to its value.
    Map<Long, Long> takenBehind() {
        if (behind.size() <= BEHIND_MAX) {
            return behind;
        }
        var widest = new TreeMap<Long, Long>();
        behind.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<Long, Long> each) -> each.getKey() - each.getValue()))
                .limit(BEHIND_MAX)
                .forEach(each -> widest.put(each.getKey(), each.getValue()));
        return widest;
    }

    /// Whether nobody has taken this row, as far as it is known here; true for what only the log
    /// knows.
    boolean isUntaken(long id) {
        return id > cursor && (ids.contains(id) || isUnread(id));
    }

    /// Whether everything is taken.
    boolean isEmpty() {
        return cursor >= newest;
    }

    private boolean isUnread(long id) {
        var before = unread.lowerEntry(id);
        return before != null && id <= before.getValue();
    }

    private void hold(long id) {
        ids = ids.isEmpty() ? new TreeSet<>() : ids;
        ids.add(id);
    }

    /// What lies after `after` up to `upTo` is not for the log to tell any more.
    private void cut(long after, long upTo) {
        for (var open = unread.lowerEntry(upTo);
                open != null && open.getValue() > after;
                open = unread.lowerEntry(open.getKey())) {
            unread.remove(open.getKey());
            if (open.getKey() < after) {
                unread.put(open.getKey(), after);
            }
            if (open.getValue() > upTo) {
                unread.put(upTo, open.getValue());
            }
        }
        unread = unread.isEmpty() ? NONE : unread;
    }

    /// Everything around this row is taken, as far as nothing is open; what was known of it before is part of that.
    private void behind(long taken) {
        var from = cursor;
        var to = newest;
        var idBefore = ids.lower(taken);
        var idAfter = ids.higher(taken);
        var unreadBefore = unread.lowerEntry(taken);
        var unreadAfter = unread.ceilingKey(taken);
        from = Math.max(from, idBefore == null ? from : idBefore);
        from = Math.max(from, unreadBefore == null ? from : unreadBefore.getValue());
        to = Math.min(to, idAfter == null ? to : idAfter - 1);
        to = Math.min(to, unreadAfter == null ? to : unreadAfter);
        behind = behind.isEmpty() ? new TreeMap<>() : behind;
        behind.subMap(from, true, to, true).clear();
        behind.put(from, to);
    }

    private void bound() {
        if (ids.size() + unread.size() > OPEN_MAX) {
            var known = takenBehind();
            ids = NO_IDS;
            unread = new TreeMap<>(Map.of(cursor, newest));
            behind = known.isEmpty() ? NONE : new TreeMap<>(known);
            known.forEach(this::cut);
        }
    }

    private void settle() {
        var open = Math.min(ids.isEmpty() ? newest : ids.first() - 1, unread.isEmpty() ? newest : unread.firstKey());
        cursor = Math.max(cursor, open);
        while (!behind.isEmpty() && behind.firstEntry().getValue() <= cursor) {
            behind.pollFirstEntry();
        }
        behind = behind.isEmpty() ? NONE : behind;
    }
}
