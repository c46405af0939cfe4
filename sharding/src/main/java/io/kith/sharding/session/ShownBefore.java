package io.kith.sharding.session;

import io.kith.proto.jid.Jid;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.small.SmallMap;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What the client of a session was shown of others on connections that it lost, as hubs tell it.
///
/// A hub is asked again until it has told all, [#ASKS_MAX] times at most.
final class ShownBefore {

    /// Resources of contacts that are remembered; of others that leave the client does not learn.
    static final int RESOURCES_MAX = 4_000;

    /// How often a hub is asked, once a second or so.
    static final int ASKS_MAX = 20;

    private static final class Asked {
        final BitSet told = new BitSet(1);
        int times = 1;
    }

    private SmallMap<EdgeAddress, Asked> open = SmallMap.none();
    private Set<Jid> resources = Set.of();
    private boolean incomplete;

    /// Its hub is asked about this connection.
    void asks(EdgeAddress lost) {
        if (!open.containsKey(lost)) {
            open = open.with(lost, new Asked());
        }
    }

    /// A hub tells. Says whether it was asked and this was the last that was missing.
    boolean tells(UserSession.Saw saw) {
        var asked = open.get(saw.edge());
        if (asked == null) {
            return false;
        }
        remember(saw.resources());
        asked.told.set(saw.earlier());
        if (asked.told.cardinality() <= saw.earlier() + saw.later()) {
            return false;
        }
        open.remove(saw.edge());
        return true;
    }

    /// Known from the owner before.
    void remember(Collection<Jid> more) {
        for (var each : more) {
            if (resources.size() < RESOURCES_MAX) {
                resources = resources.isEmpty() ? new LinkedHashSet<>() : resources;
                resources.add(each);
            }
        }
    }

    /// About whom to ask again now. Those who were asked too often are given up.
    List<EdgeAddress> asksAgain() {
        var again = new ArrayList<EdgeAddress>(open.size());
        open.entrySet().removeIf(each -> {
            var over = ++each.getValue().times > ASKS_MAX;
            incomplete |= over;
            if (!over) {
                again.add(each.getKey());
            }
            return over;
        });
        return again;
    }

    /// Whether an answer is still missing.
    boolean isOpen() {
        return !open.isEmpty();
    }

    /// Whether an answer will always be missing: the client can't be put right.
    boolean isIncomplete() {
        return incomplete;
    }

    /// Those asked about.
    List<EdgeAddress> open() {
        return List.copyOf(open.keySet());
    }

    /// All that is known.
    List<Jid> resources() {
        return List.copyOf(resources);
    }

    /// The same, which is forgotten here.
    List<Jid> take() {
        var taken = resources();
        resources = Set.of();
        return taken;
    }
}
