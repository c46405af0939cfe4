package io.kith.node.edge;

import io.kith.node.edge.xep.Parcel;
import io.kith.node.edge.xep.StreamManagement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What waits to be written to one client, in order: parcels, and bytes of the stream itself. Empty, it
/// holds nothing.
///
/// Beyond [#PAUSE_BYTES] the client is to be asked for nothing more. Beyond [#BYTES_MAX] it may be only for as long as
/// the socket goes on taking ([#isLong]): what comes in one burst says nothing of who reads. Beyond
/// [#BURST_BYTES_MAX] the node has to have room ([Traffic#hasRoom]), and beyond [#LENT_BYTES_MAX] the connection must
/// end at once ([#isOver]); what goes over it is taken, so that at most that and one thing more are ever in it.
final class Outbox {

    /// Bytes that may wait for a client that takes nothing; beyond them it is too slow, and its session parked.
    static final int BYTES_MAX = 1 << 20;

    /// Beyond these no more of what the client says is listened to.
    static final int PAUSE_BYTES = BYTES_MAX / 2;

    /// Bytes that may wait for any client, if it takes them.
    static final int BURST_BYTES_MAX = 3 * BYTES_MAX;

    /// Bytes that may wait for one while the node has room: what its contacts and rooms show it at once is as large as
    /// there are many of them.
    static final int LENT_BYTES_MAX = 16 * BYTES_MAX;

    /// What a parked session may hold: a full queue behind a full list of what is not acknowledged.
    static final long REPLAY_BYTES_MAX = BURST_BYTES_MAX + BYTES_MAX + StreamManagement.UNACKED_BYTES_MAX;

    private @Nullable ArrayDeque<Object> queue; // byte[] or Parcel
    private long bytes;
    private boolean replaying;

    void add(byte[] streamBytes) {
        put(streamBytes, streamBytes.length);
    }

    void add(Parcel parcel) {
        put(parcel, parcel.size());
    }

    private void put(Object entry, int size) {
        var waiting = queue;
        if (waiting == null) {
            waiting = new ArrayDeque<>(4);
            queue = waiting;
        }
        waiting.addLast(entry);
        bytes += size;
    }

    /// The next entry, a `byte[]` or a [Parcel], left where it is; null when there is none.
    @Nullable
    Object peek() {
        return queue == null ? null : queue.peekFirst();
    }

    /// Takes out what [#peek] gave.
    void remove() {
        var waiting = queue;
        if (waiting != null) {
            bytes -= sizeOf(waiting.removeFirst());
            if (waiting.isEmpty()) {
                queue = null;
                replaying = false;
            }
        }
    }

    static byte[] bytesOf(Object entry) {
        return entry instanceof Parcel parcel ? parcel.out().stanza().bytes() : (byte[]) entry;
    }

    private static int sizeOf(Object entry) {
        return entry instanceof Parcel parcel ? parcel.size() : ((byte[]) entry).length;
    }

    boolean isEmpty() {
        return queue == null;
    }

    /// The bytes that wait.
    long bytes() {
        return bytes;
    }

    /// How many entries wait.
    int size() {
        return queue == null ? 0 : queue.size();
    }

    /// Whether so much waits that the client is not to ask for more.
    boolean isPausing() {
        return bytes > PAUSE_BYTES;
    }

    /// Whether more waits than may while the socket takes nothing.
    boolean isLong() {
        return bytes > BYTES_MAX;
    }

    /// Whether more waits than ever may.
    boolean isOver(Traffic ofNode) {
        return isTooMuch(replaying ? bytes - REPLAY_BYTES_MAX : bytes, ofNode);
    }

    /// Whether that is more than may wait for any client.
    static boolean isTooMuch(long bytes, Traffic ofNode) {
        return bytes > BURST_BYTES_MAX && (bytes > LENT_BYTES_MAX || !ofNode.hasRoom());
    }

    /// Until it is empty it may also hold what a resumed session was parked with, or resuming would park it again.
    void allowForReplay() {
        replaying = true;
    }

    /// The parcels in it, in order.
    List<Parcel> parcels() {
        var parcels = new ArrayList<Parcel>();
        if (queue != null) {
            for (var entry : queue) {
                if (entry instanceof Parcel parcel) {
                    parcels.add(parcel);
                }
            }
        }
        return parcels;
    }

    /// The first of [#parcels], or null.
    @Nullable
    Parcel firstParcel() {
        if (queue != null) {
            for (var entry : queue) {
                if (entry instanceof Parcel parcel) {
                    return parcel;
                }
            }
        }
        return null;
    }

    /// A new owner numbers anew.
    void renumber(AtomicLong numbers) {
        var waiting = queue;
        if (waiting != null) {
            var renamed = new ArrayDeque<Object>(waiting.size());
            waiting.forEach(
                    entry -> renamed.addLast(entry instanceof Parcel parcel ? parcel.renumbered(numbers) : entry));
            queue = renamed;
        }
    }

    /// Drops everything.
    void clear() {
        queue = null;
        bytes = 0;
        replaying = false;
    }
}
