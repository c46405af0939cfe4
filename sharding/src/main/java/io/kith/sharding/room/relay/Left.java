package io.kith.sharding.room.relay;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Who has left a room lately, as far as a relay was told: what another life of the room tells clients that were away.
/// Of each nickname the last time. Not thread-safe.
final class Left {

    /// Nicknames remembered.
    static final int NICKS_MAX = 256;

    private final Map<String, RelayItem.Show> byNick = new LinkedHashMap<>(0);
    private long floor;

    /// Nothing is known of what was before this id.
    void begin(long id) {
        byNick.clear();
        floor = id;
    }

    void add(RelayItem.Show last) {
        var nick = last.occupant().nick();
        var before = byNick.remove(nick);
        byNick.put(
                nick,
                before == null
                        ? last
                        : new RelayItem.Show(last.id(), last.occupant().lastOf(before.occupant()), true));
        if (byNick.size() > NICKS_MAX) {
            var eldest = byNick.entrySet().iterator();
            floor = Math.max(floor, eldest.next().getValue().id());
            eldest.remove();
        }
    }

    long floor() {
        return floor;
    }

    List<RelayItem.Show> all() {
        return List.copyOf(byNick.values());
    }
}
