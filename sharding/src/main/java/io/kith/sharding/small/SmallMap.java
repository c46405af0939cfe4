package io.kith.sharding.small;

import java.util.AbstractCollection;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A map in the order in which keys came, that holds nothing while it is empty and one array while it is
/// small.
///
/// Beyond [#FEW] entries it is a [LinkedHashMap] until it is empty again: it has no bound of its own. Neither keys nor
/// values are null. While it is small, an iterator goes over the entries that were there when it began, and entries
/// can't be written through. Not thread-safe.
public final class SmallMap<K, V> implements Map<K, V> {

    /// The entries that are searched one by one.
    static final int FEW = 8;

    private static final Object[] NOTHING = {};

    private static final SmallMap<Object, Object> NONE = new SmallMap<>();

    /// Either keys and values in turns, in an array that is replaced and never changed, but for a value in place of
    /// another of its key; or a [LinkedHashMap]. One field, for it is half of what an empty map takes.
    private Object held = NOTHING;

    /// An empty map for all who hold nothing yet. Nothing can be put into it: [#with] gives another.
    @SuppressWarnings("unchecked") // nothing is in it
    public static <K, V> SmallMap<K, V> none() {
        return (SmallMap<K, V>) NONE;
    }

    /// This map, or a new one in place of the one that many share, with this entry.
    @SuppressWarnings("ReferenceEquality") // the one, not another that is empty
    public SmallMap<K, V> with(K key, V value) {
        var own = this == NONE ? new SmallMap<K, V>() : this;
        own.put(key, value);
        return own;
    }

    @Override
    public int size() {
        var many = many();
        return many == null ? few().length / 2 : many.size();
    }

    @Override
    public boolean isEmpty() {
        return size() == 0;
    }

    @Override
    public @Nullable V get(@Nullable Object key) {
        var many = many();
        if (many != null) {
            return many.get(key);
        }
        var at = find(key);
        return at < 0 ? null : value(few(), at);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        var many = many();
        return many == null ? find(key) >= 0 : many.containsKey(key);
    }

    @Override
    public boolean containsValue(@Nullable Object value) {
        return values().contains(value);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // as in `with`
    public @Nullable V put(K key, V value) {
        if (this == NONE) {
            throw new UnsupportedOperationException("others hold this map too");
        }
        var many = many();
        if (many != null) {
            return many.put(key, value);
        }
        var few = few();
        var at = find(key);
        if (at >= 0) {
            var before = value(few, at);
            few[at + 1] = value;
            return before;
        }
        if (few.length == 2 * FEW) {
            many = new LinkedHashMap<>(this);
            many.put(key, value);
            held = many;
            return null;
        }
        var more = Arrays.copyOf(few, few.length + 2);
        more[few.length] = key;
        more[few.length + 1] = value;
        held = more;
        return null;
    }

    @Override
    public void putAll(Map<? extends K, ? extends V> more) {
        more.forEach(this::put);
    }

    @Override
    public @Nullable V remove(@Nullable Object key) {
        var many = many();
        if (many != null) {
            var removed = many.remove(key);
            held = many.isEmpty() ? NOTHING : many;
            return removed;
        }
        var at = find(key);
        if (at < 0) {
            return null;
        }
        var few = few();
        var removed = value(few, at);
        var fewer = few.length == 2 ? NOTHING : new Object[few.length - 2];
        System.arraycopy(few, 0, fewer, 0, at);
        System.arraycopy(few, at + 2, fewer, at, fewer.length - at);
        held = fewer;
        return removed;
    }

    @Override
    public void clear() {
        held = NOTHING;
    }

    @Override
    public Set<K> keySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<K> iterator() {
                var many = many();
                return many == null
                        ? new OfFew<>(few(), SmallMap.this::key)
                        : many.keySet().iterator();
            }

            @Override
            public int size() {
                return SmallMap.this.size();
            }
        };
    }

    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<K, V>> iterator() {
                var many = many();
                return many == null
                        ? new OfFew<>(few(), (held, at) -> Map.entry(key(held, at), value(held, at)))
                        : many.entrySet().iterator();
            }

            @Override
            public int size() {
                return SmallMap.this.size();
            }
        };
    }

    @Override
    public Collection<V> values() {
        return new AbstractCollection<>() {
            @Override
            public Iterator<V> iterator() {
                var many = many();
                return many == null
                        ? new OfFew<>(few(), SmallMap.this::value)
                        : many.values().iterator();
            }

            @Override
            public int size() {
                return SmallMap.this.size();
            }
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Map<?, ?> map && entrySet().equals(map.entrySet());
    }

    @Override
    public int hashCode() {
        return entrySet().hashCode();
    }

    @Override
    public String toString() {
        return entrySet().toString();
    }

    @SuppressWarnings("unchecked") // nothing else is a map
    private @Nullable Map<K, V> many() {
        return held instanceof LinkedHashMap<?, ?> map ? (Map<K, V>) map : null;
    }

    private Object[] few() {
        return (Object[]) held;
    }

    private int find(@Nullable Object key) {
        var few = few();
        for (var at = 0; at < few.length; at += 2) {
            if (few[at].equals(key)) {
                return at;
            }
        }
        return -1;
    }

    @SuppressWarnings("unchecked") // only keys are put at even places
    private K key(Object[] held, int at) {
        return (K) held[at];
    }

    @SuppressWarnings("unchecked") // only values are put at odd places
    private V value(Object[] held, int at) {
        return (V) held[at + 1];
    }

    private interface Part<T> {
        T at(Object[] held, int at);
    }

    private final class OfFew<T> implements Iterator<T> {

        private final Object[] held;
        private final Part<T> part;
        private int next;

        OfFew(Object[] held, Part<T> part) {
            this.held = held;
            this.part = part;
        }

        @Override
        public boolean hasNext() {
            return next < held.length;
        }

        @Override
        public T next() {
            if (next >= held.length) {
                throw new NoSuchElementException();
            }
            next += 2;
            return part.at(held, next - 2);
        }

        @Override
        public void remove() {
            if (next == 0) {
                throw new IllegalStateException("nothing was given yet");
            }
            SmallMap.this.remove(held[next - 2]);
        }
    }
}
