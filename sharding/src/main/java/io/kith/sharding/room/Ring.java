package io.kith.sharding.room;

import io.kith.proto.stanza.Stanza;
import io.kith.sharding.room.relay.RelayItem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// The newest things that all occupants were told, for clients that missed a little.
final class Ring {

    /// Items kept.
    static final int ITEMS_MAX = 256;

    /// Bytes of stanzas kept.
    static final int BYTES_MAX = 512 * 1024;

    private final Deque<RelayItem> items = new ArrayDeque<>();
    private long floor;
    private int bytes;

    /// @param floor nothing up to this id is here
    Ring(long floor) {
        this.floor = floor;
    }

    void add(RelayItem item) {
        items.addLast(item);
        bytes += sizeOf(item);
        while (items.size() > ITEMS_MAX || bytes > BYTES_MAX) {
            var eldest = items.removeFirst();
            bytes -= sizeOf(eldest);
            floor = eldest.id();
        }
    }

    /// Puts another form of a message in the place of the one with that id.
    void replace(long id, Stanza stanza) {
        var before = List.copyOf(items);
        items.clear();
        for (var item : before) {
            if (item.id() == id) {
                bytes += stanza.size() - sizeOf(item);
                items.addLast(new RelayItem.Say(id, stanza));
            } else {
                items.addLast(item);
            }
        }
    }

    void remove(long id) {
        items.removeIf(item -> {
            var gone = item.id() == id;
            if (gone) {
                bytes -= sizeOf(item);
            }
            return gone;
        });
    }

    /// All that came after `position`; empty if the ring does not reach as far back.
    Optional<List<RelayItem>> after(long position) {
        if (position < floor) {
            return Optional.empty();
        }
        var missed = new ArrayList<RelayItem>();
        for (var item : items) {
            if (item.id() > position) {
                missed.add(item);
            }
        }
        return Optional.of(missed);
    }

    private static int sizeOf(RelayItem item) {
        return switch (item) {
            case RelayItem.Say say -> say.stanza().size();
            case RelayItem.Show show ->
                show.occupant().open().size()
                        + show.occupant().closed().size()
                        + show.occupant().self().size();
            case RelayItem.Terms _,
                    RelayItem.Roster _,
                    RelayItem.Join _,
                    RelayItem.Seat _,
                    RelayItem.Unseat _,
                    RelayItem.Tell _ -> 0;
        };
    }
}
