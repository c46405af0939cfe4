package io.kith.sharding.room;

import io.kith.persistence.roomindex.RoomEntry;
import io.kith.persistence.roomindex.RoomIndex;
import io.kith.proto.jid.Jid;
import io.kith.sharding.session.Backoff;
import io.kith.sharding.session.Turns;
import org.jspecify.annotations.Nullable;

/// Keeps a room's entry in the index of rooms as it was said last: one change at a time, until it succeeds.
final class IndexWriter {

    private final Jid room;
    private final RoomIndex index;
    private final Turns turns;
    private @Nullable RoomEntry wanted;
    private boolean changed;
    private boolean writing;

    IndexWriter(Jid room, RoomIndex index, Turns turns) {
        this.room = room;
        this.index = index;
        this.turns = turns;
    }

    void put(RoomEntry entry) {
        want(entry);
    }

    void remove() {
        want(null);
    }

    boolean isBusy() {
        return writing;
    }

    private void want(@Nullable RoomEntry entry) {
        wanted = entry;
        changed = true;
        if (!writing) {
            write(0);
        }
    }

    private void write(int failures) {
        writing = true;
        changed = false;
        var entry = wanted;
        turns.await(entry == null ? index.remove(room) : index.put(entry), (_, failure) -> {
            if (failure != null) {
                turns.later(Backoff.after(failures + 1), () -> write(failures + 1));
            } else if (changed) {
                write(0);
            } else {
                writing = false;
            }
        });
    }
}
