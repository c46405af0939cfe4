package io.kith.sharding.presence;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.hash.KeyedHash;
import io.kith.sharding.small.SmallMap;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What one node's owners show and to whom, and what of it has not been told yet.
///
/// It alone decides who sees an account. What waits to be told is the latest of each resource: a
/// resource that changes twice before it is told is told once, and so nobody sees a client go that
/// was back at once. Bounded by the accounts of the node: an account takes its resources' presence
/// and eight bytes for each contact. Not thread-safe.
final class Publications {

    private static final int STAMP_COUNTER_BITS = 20;

    private static final class Published {
        final Map<String, byte[]> current = new SmallMap<>();
        Hashes audience = Hashes.NONE;
        long stamp;
    }

    private final KeyedHash hash;
    private final InstantSource clock;
    private final Map<Long, Published> accounts = new HashMap<>();
    private final LinkedHashMap<Long, PresenceEvent> untold = new LinkedHashMap<>();
    private final Map<Long, LastUntold> lastUntold = new HashMap<>();
    private final Set<Long> emptied = new HashSet<>();
    private long lastStamp;
    private long told;

    /// The last untold event of an account, if it is a change of this resource.
    private record LastUntold(long number, String resource) {}

    Publications(KeyedHash hash, InstantSource clock) {
        this.hash = hash;
        this.clock = clock;
    }

    void publish(Jid full, Stanza presence, Supplier<? extends Collection<Jid>> audience) {
        var account = hash.of(full);
        boolean available = presence.isType("");
        var published = accounts.get(account);
        if (published == null) {
            if (!available) {
                return; // nobody has seen it
            }
            published = new Published();
            published.audience = hashes(audience.get());
            accounts.put(account, published);
        }
        boolean wasEmpty = published.current.isEmpty();
        if (available) {
            published.current.put(full.resource(), presence.bytes());
        } else if (published.current.remove(full.resource()) == null) {
            return;
        }
        if (wasEmpty && lastUntold(account, full.resource()) == null) {
            // Nobody knows the account, or who is told that nothing is left forgets it: all of it has to be told.
            tell(new PresenceEvent.Announced(account, stamp(published), List.of(presence), published.audience));
        } else {
            change(new PresenceEvent.Changed(account, stamp(published), presence), full.resource());
        }
        if (published.current.isEmpty()) {
            emptied.add(account);
        }
    }

    void show(Jid account, Jid contact) {
        var at = hash.of(account);
        var published = accounts.get(at);
        if (published != null) {
            var viewer = hash.of(contact);
            published.audience = published.audience.with(viewer);
            tell(new PresenceEvent.Shown(at, stamp(published), viewer, current(published)));
        }
    }

    void hide(Jid account, Jid contact) {
        var at = hash.of(account);
        var published = accounts.get(at);
        var viewer = hash.of(contact);
        if (published != null && published.audience.contains(viewer)) {
            published.audience = published.audience.without(viewer);
            tell(new PresenceEvent.Hidden(at, stamp(published), viewer));
        }
    }

    void leave(Jid account) {
        var at = hash.of(account);
        var published = accounts.remove(at);
        if (published != null) {
            tell(new PresenceEvent.Left(at, stamp(published)));
        }
    }

    /// The directory knows something of the account with this stamp, which another publisher gave: says all of it anew,
    /// with a later stamp, if the account is here.
    void announceAbove(long account, long stamp) {
        lastStamp = Math.max(lastStamp, stamp);
        var published = accounts.get(account);
        if (published != null) {
            tell(new PresenceEvent.Announced(account, stamp(published), current(published), published.audience));
        }
    }

    /// Another publisher has told these. Stamps that are given from now on are later. Hubs that heard the last
    /// of what it says of an account before the first from here have taken the latter for older: it is told
    /// again. Not so where the other announces all: it may do so because of us.
    void heard(List<PresenceEvent> events) {
        for (var event : events) {
            lastStamp = Math.max(lastStamp, event.stamp());
            if (!(event instanceof PresenceEvent.Announced)) {
                var published = accounts.get(event.account());
                if (published != null && published.stamp < event.stamp()) {
                    announceAbove(event.account(), event.stamp());
                }
            }
        }
    }

    boolean hasUntold() {
        return !untold.isEmpty();
    }

    /// What is to be told now, in order, cut into parts that each fit a batch. Nothing is untold then.
    List<List<PresenceEvent>> takeUntold() {
        var parts = cut(untold.values());
        untold.clear();
        lastUntold.clear();
        for (var account : emptied) {
            var published = accounts.get(account);
            if (published != null && published.current.isEmpty()) {
                accounts.remove(account);
            }
        }
        emptied.clear();
        return parts;
    }

    /// All that is shown by the accounts that `chosen` accepts, in parts that each fit a message.
    List<List<PresenceEvent>> announce(LongPredicate chosen) {
        var announced = new ArrayList<PresenceEvent>();
        accounts.forEach((account, published) -> {
            if (chosen.test(account)) {
                announced.add(new PresenceEvent.Announced(account, lastStamp, current(published), published.audience));
            }
        });
        return cut(announced);
    }

    int accounts() {
        return accounts.size();
    }

    /// A resource that changes twice in a row is told once. Only in a row: between two changes of
    /// one resource, another may have come or gone, and who is told in another order might think
    /// for a moment that none is left.
    private void change(PresenceEvent.Changed changed, String resource) {
        var last = lastUntold(changed.account(), resource);
        if (last != null) {
            untold.remove(last.number());
        }
        lastUntold.put(changed.account(), new LastUntold(told, resource));
        untold.put(told++, changed);
    }

    private @Nullable LastUntold lastUntold(long account, String resource) {
        var last = lastUntold.get(account);
        return last != null && last.resource().equals(resource) ? last : null;
    }

    private void tell(PresenceEvent event) {
        lastUntold.remove(event.account());
        untold.put(told++, event);
    }

    private Hashes hashes(Collection<Jid> contacts) {
        var hashes = new long[contacts.size()];
        int i = 0;
        for (var contact : contacts) {
            hashes[i++] = hash.of(contact);
        }
        return Hashes.of(hashes);
    }

    private static List<Stanza> current(Published published) {
        return published.current.values().stream()
                .map(bytes -> Stanza.again(Stanza.Kind.PRESENCE, bytes))
                .toList();
    }

    /// Time first, so that an account that moves to another node's publisher goes on with higher stamps. Where
    /// clocks differ by more than a move took, what is [#heard] from the other publisher puts this one's
    /// forward, and the directory says so, see [#announceAbove].
    private long stamp(Published published) {
        lastStamp = Math.max(lastStamp + 1, clock.millis() << STAMP_COUNTER_BITS);
        published.stamp = lastStamp;
        return lastStamp;
    }

    static List<List<PresenceEvent>> cut(Collection<PresenceEvent> events) {
        var parts = new ArrayList<List<PresenceEvent>>();
        var part = new ArrayList<PresenceEvent>();
        int bytes = 0;
        for (var event : events) {
            int weight = event.weight();
            if (!part.isEmpty()
                    && (part.size() >= PresenceBatch.EVENTS_MAX || bytes + weight > PresenceBatch.BYTES_MAX)) {
                parts.add(List.copyOf(part));
                part.clear();
                bytes = 0;
            }
            part.add(event);
            bytes += weight;
        }
        if (!part.isEmpty()) {
            parts.add(List.copyOf(part));
        }
        return parts;
    }
}
