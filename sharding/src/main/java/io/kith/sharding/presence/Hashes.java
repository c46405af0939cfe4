package io.kith.sharding.presence;

import java.util.Arrays;
import java.util.Collection;
import java.util.function.LongConsumer;

/// An immutable set of keyed hashes of accounts: eight bytes each.
public final class Hashes {

    /// The empty set.
    public static final Hashes NONE = new Hashes(new long[0]);

    private final long[] sorted;

    private Hashes(long[] sorted) {
        this.sorted = sorted;
    }

    /// The set of these, in any order.
    public static Hashes of(long... hashes) {
        return hashes.length == 0
                ? NONE
                : new Hashes(Arrays.stream(hashes).sorted().distinct().toArray());
    }

    /// The set of these, in any order.
    public static Hashes of(Collection<Long> hashes) {
        return of(hashes.stream().mapToLong(Long::longValue).toArray());
    }

    public boolean contains(long hash) {
        return Arrays.binarySearch(sorted, hash) >= 0;
    }

    public int size() {
        return sorted.length;
    }

    public boolean isEmpty() {
        return sorted.length == 0;
    }

    public Hashes with(long hash) {
        int at = Arrays.binarySearch(sorted, hash);
        if (at >= 0) {
            return this;
        }
        int place = -at - 1;
        var more = Arrays.copyOf(sorted, sorted.length + 1);
        System.arraycopy(sorted, place, more, place + 1, sorted.length - place);
        more[place] = hash;
        return new Hashes(more);
    }

    public Hashes without(long hash) {
        int at = Arrays.binarySearch(sorted, hash);
        if (at < 0) {
            return this;
        }
        var fewer = Arrays.copyOf(sorted, sorted.length - 1);
        System.arraycopy(sorted, at + 1, fewer, at, fewer.length - at);
        return new Hashes(fewer);
    }

    /// Each of them, in ascending order.
    public void forEach(LongConsumer each) {
        for (long hash : sorted) {
            each.accept(hash);
        }
    }

    /// A copy of them, in ascending order.
    public long[] toArray() {
        return sorted.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hashes hashes && Arrays.equals(sorted, hashes.sorted);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sorted);
    }

    @Override
    public String toString() {
        return "Hashes[" + sorted.length + "]";
    }
}
