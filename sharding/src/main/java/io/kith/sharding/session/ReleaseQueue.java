package io.kith.sharding.session;

import io.kith.sharding.small.SmallMap;
import io.kith.sharding.small.SmallQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What of an account waits for rows to be stored, and goes out in the order of the log.
///
/// A row goes out once it and all rows before it are stored. What needs no row goes out at once, or
/// behind the last waiting row of the same sender, so that a `composing` never overtakes a message.
/// While the store is declared to be down ([#shown]), rows go out unstored and only their
/// acknowledgement waits. Bounded by its caller, who asks [#size] first.
public final class ReleaseQueue<T> {

    private static final class Entry<T> {
        final long id;
        final String sender;

        @Nullable
        T item;

        boolean stored;

        @Nullable
        List<T> followers;

        Entry(long id, String sender, T item) {
            this.id = id;
            this.sender = sender;
            this.item = item;
        }
    }

    private SmallQueue<Entry<T>> waiting = SmallQueue.none();
    private SmallMap<Long, Entry<T>> unstored = SmallMap.none(); // ids only grow
    private SmallMap<String, Entry<T>> lastOf = SmallMap.none();
    private final Consumer<T> out;
    private int followers;
    private long released;

    /// A queue whose items go to `out`, one by one, in order.
    public ReleaseQueue(Consumer<T> out) {
        this.out = out;
    }

    /// A row that is being written; ids only grow.
    public void row(long id, String sender, T item) {
        var last = waiting.peekLast();
        if (id <= released || (last != null && id <= last.id)) {
            throw new IllegalArgumentException("row " + id + " comes after a later one");
        }
        var entry = new Entry<>(id, sender, item);
        waiting = waiting.with(entry);
        unstored = unstored.with(id, entry);
        lastOf = lastOf.with(sender, entry);
    }

    /// Something of this sender that needs no row.
    public void unlogged(String sender, T item) {
        var behind = lastOf.get(sender);
        if (behind == null) {
            out.accept(item);
            return;
        }
        if (behind.followers == null) {
            behind.followers = new ArrayList<>(2);
        }
        behind.followers.add(item);
        followers++;
    }

    /// The row is on a quorum. Says whether it was waiting for that.
    public boolean stored(long id) {
        var entry = unstored.remove(id);
        if (entry == null) {
            return false;
        }
        entry.stored = true;
        for (var next = waiting.peekFirst(); next != null && next.stored; next = waiting.peekFirst()) {
            release(next);
        }
        return true;
    }

    /// The row will never be stored: it goes nowhere, what waits behind it goes on.
    public void abandoned(long id) {
        var entry = unstored.get(id);
        if (entry != null) {
            entry.item = null;
            stored(id);
        }
    }

    /// The store is declared to be down: everything that waits goes out now, in order, unstored.
    public void shown() {
        for (var next = waiting.peekFirst(); next != null; next = waiting.peekFirst()) {
            release(next);
        }
    }

    /// Rows not stored yet plus what waits behind rows.
    public int size() {
        return unstored.size() + followers;
    }

    /// The id up to which everything has gone out; 0 for nothing yet.
    long released() {
        return released;
    }

    /// The id up to which the log can be read without a hole.
    ///
    /// @param head the newest id that has gone out
    long readableUpTo(long head) {
        return unstored.isEmpty()
                ? head
                : Math.min(head, unstored.keySet().iterator().next() - 1);
    }

    private void release(Entry<T> entry) {
        waiting.removeFirst();
        released = entry.id;
        lastOf.remove(entry.sender, entry);
        if (entry.item != null) {
            out.accept(entry.item);
        }
        var behind = entry.followers;
        if (behind != null) {
            followers -= behind.size();
            behind.forEach(out);
        }
    }
}
