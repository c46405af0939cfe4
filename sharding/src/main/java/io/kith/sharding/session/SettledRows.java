package io.kith.sharding.session;

import java.util.Arrays;

/// The newest rows that are known to be stored on both sides, the oldest forgotten first.
///
/// Each goes in once and hardly any is ever asked for: a ring of numbers, searched from end to end.
final class SettledRows {

    /// Rows remembered; of one that is forgotten the other side is told once more.
    static final int ROWS_MAX = 512;

    private static final int FIRST_CAPACITY = 8;

    private long[] ids = new long[FIRST_CAPACITY];
    private int next;

    /// This row is stored on both sides.
    void add(long id) {
        if (next == ids.length) {
            if (ids.length < ROWS_MAX) {
                ids = Arrays.copyOf(ids, 2 * ids.length);
            } else {
                next = 0;
            }
        }
        ids[next++] = id;
    }

    /// Whether it is known to be; an id is never 0.
    boolean contains(long id) {
        for (var each : ids) {
            if (each == id) {
                return true;
            }
        }
        return false;
    }
}
