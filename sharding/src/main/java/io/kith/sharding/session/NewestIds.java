package io.kith.sharding.session;

import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The ids of the newest rows by a key and a number, the oldest forgotten first.
///
/// A ring of arrays, searched from end to end: each row goes in once and is asked for once, nearly always in vain, and
/// a look through thousands of numbers takes less than what a map makes and leaves to the collector. Where numbers
/// grow, as nearly all do, not even that is needed: one above all that ever came is new.
final class NewestIds<K> {

    private static final int FIRST_CAPACITY = 8;

    private static final long[] NO_NUMBERS = {};
    private static final Object[] NO_KEYS = {};

    private final int max;
    private long[] numbers = NO_NUMBERS;
    private long[] ids = NO_NUMBERS;

    @SuppressWarnings("unchecked") // only ever holds keys
    private @Nullable K[] keys = (K[]) NO_KEYS;

    private long highest = Long.MIN_VALUE;
    private int size;
    private int next;

    /// @param max how many are remembered
    NewestIds(int max) {
        this.max = max;
    }

    /// Remembers a row.
    void add(K key, long number, long id) {
        if (next == numbers.length && numbers.length < max) {
            var capacity = Math.min(max, Math.max(FIRST_CAPACITY, 2 * numbers.length));
            numbers = Arrays.copyOf(numbers, capacity);
            ids = Arrays.copyOf(ids, capacity);
            keys = Arrays.copyOf(keys, capacity);
        }
        var at = next == max ? 0 : next;
        numbers[at] = number;
        ids[at] = id;
        keys[at] = key;
        next = at + 1;
        highest = Math.max(highest, number);
        size = Math.max(size, next);
    }

    /// The id of a row of this key and number, 0 if none is known.
    long find(K key, long number) {
        if (number > highest) {
            return 0;
        }
        for (var at = 0; at < size; at++) {
            if (numbers[at] == number && key.equals(keys[at])) {
                return ids[at];
            }
        }
        return 0;
    }

    /// The id of a row of this number whose key is wanted, 0 if none is known.
    long find(long number, Predicate<K> wanted) {
        for (var at = 0; at < size; at++) {
            var key = keys[at];
            if (numbers[at] == number && key != null && wanted.test(key)) {
                return ids[at];
            }
        }
        return 0;
    }

    /// Forgets the rows of this key and number.
    void remove(K key, long number) {
        for (var at = 0; at < size; at++) {
            if (numbers[at] == number && key.equals(keys[at])) {
                keys[at] = null;
            }
        }
    }
}
