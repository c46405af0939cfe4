package io.kith.sharding.session;

import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/// Which rows of the log no device of the account has taken yet.
///
/// The account's cursor is the longest prefix without such a row. Ids are remembered one by one, at
/// most [#IDS_MAX], but for one stretch that only the log itself can tell about, ([#resolved],
/// [#known]]: what was there when the owner came to life, or more than was remembered. Reading the
/// log makes that stretch shorter.
final class Untaken {

    /// Beyond as many, ids are forgotten and read from the log again when they are wanted.
    static final int IDS_MAX = 1_000;

    private static final NavigableSet<Long> NONE = Collections.emptyNavigableSet();

    private NavigableSet<Long> ids = NONE;
    private long cursor;
    private long resolved;
    private long known;
    private long newest;

    /// Everything up to `cursor` is taken; of what lies between it and `head` nothing is known.
    Untaken(long cursor, long head) {
        this.cursor = cursor;
        this.resolved = cursor;
        this.known = Math.max(cursor, head);
        this.newest = known;
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

    /// The log was read: between `after` and `upTo` these rows are the ones that devices have to
    /// take.
    void read(long after, long upTo, List<Long> wanted) {
        if (after > resolved || upTo <= resolved || resolved >= known) {
            return;
        }
        for (var id : wanted) {
            if (id > resolved && id <= known) {
                hold(id);
            }
        }
        resolved = Math.min(upTo, known);
        bound();
        settle();
    }

    /// Some device took this row.
    void taken(long id) {
        if (ids.contains(id)) {
            ids.remove(id);
            ids = ids.isEmpty() ? NONE : ids;
            settle();
        }
    }

    /// The account has another way to everything that is there now.
    void takenAll() {
        ids = NONE;
        resolved = newest;
        known = newest;
        settle();
    }

    /// The last row of the longest prefix that is taken.
    long cursor() {
        return cursor;
    }

    /// Whether nobody has taken this row, as far as it is known here; true for what only the log
    /// knows.
    boolean isUntaken(long id) {
        return id > cursor && ((id > resolved && id <= known) || ids.contains(id));
    }

    /// Whether everything is taken.
    boolean isEmpty() {
        return cursor >= newest;
    }

    private void hold(long id) {
        ids = ids.isEmpty() ? new TreeSet<>() : ids;
        ids.add(id);
    }

    private void bound() {
        if (ids.size() > IDS_MAX) {
            resolved = cursor;
            known = newest;
            ids = NONE;
        }
    }

    private void settle() {
        var first = ids.isEmpty() ? Long.MAX_VALUE : ids.first();
        var readable = resolved < known ? resolved : newest;
        cursor = Math.max(cursor, Math.min(first - 1, readable));
        resolved = Math.max(resolved, cursor);
    }
}
