package io.kith.sharding.small;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// A queue with two ends that holds nothing while it is empty.
///
/// It has no bound of its own: whoever adds to it asks [#size] first. Not thread-safe.
public final class SmallQueue<E> implements Iterable<E> {

    private static final int FIRST_CAPACITY = 2;

    private static final SmallQueue<Object> NONE = new SmallQueue<>();

    private @Nullable ArrayDeque<E> held;

    /// An empty queue for all who hold nothing yet. Nothing can be added to it: [#with] gives another.
    @SuppressWarnings("unchecked") // nothing is in it
    public static <E> SmallQueue<E> none() {
        return (SmallQueue<E>) NONE;
    }

    /// This queue, or a new one in place of the one that many share, with this as its last.
    public SmallQueue<E> with(E last) {
        var own = this == NONE ? new SmallQueue<E>() : this;
        own.addLast(last);
        return own;
    }

    public boolean isEmpty() {
        return held == null;
    }

    public int size() {
        return held == null ? 0 : held.size();
    }

    public void addLast(E element) {
        held().addLast(element);
    }

    public void addFirst(E element) {
        held().addFirst(element);
    }

    /// The first one, null when there is none.
    public @Nullable E peekFirst() {
        return held == null ? null : held.peekFirst();
    }

    /// The last one, null when there is none.
    public @Nullable E peekLast() {
        return held == null ? null : held.peekLast();
    }

    /// Takes the first one out.
    ///
    /// @throws NoSuchElementException when there is none
    public E removeFirst() {
        if (held == null) {
            throw new NoSuchElementException();
        }
        var first = held.removeFirst();
        tidy();
        return first;
    }

    /// Takes one out, wherever it is. Says whether it was there.
    public boolean remove(E element) {
        var removed = held != null && held.remove(element);
        tidy();
        return removed;
    }

    public void clear() {
        held = null;
    }

    /// From the first to the last.
    @Override
    public Iterator<E> iterator() {
        return held == null
                ? Collections.emptyIterator()
                : Collections.unmodifiableCollection(held).iterator();
    }

    private ArrayDeque<E> held() {
        var elements = held;
        if (elements == null && this == NONE) {
            throw new UnsupportedOperationException("others hold this queue too");
        }
        if (elements == null) {
            elements = new ArrayDeque<>(FIRST_CAPACITY);
            held = elements;
        }
        return elements;
    }

    private void tidy() {
        if (held != null && held.isEmpty()) {
            held = null;
        }
    }
}
