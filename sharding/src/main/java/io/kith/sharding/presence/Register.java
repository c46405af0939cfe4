package io.kith.sharding.presence;

import io.kith.proto.stanza.Stanza;
import io.kith.sharding.small.SmallMap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One part of the directory: which of its accounts are available, with what, and who may see them.
///
/// Holds nothing of accounts that are not available. What it is told in the wrong order or twice changes nothing.
/// Not thread-safe.
final class Register {

    private record Resource(long account, String name) {}

    private static final class Entry {
        NodeId publisher;
        long stamp;
        Hashes audience;
        final Map<String, byte[]> current = new SmallMap<>();

        Entry(NodeId publisher, Hashes audience) {
            this.publisher = publisher;
            this.audience = audience;
        }
    }

    private final Map<Long, Entry> entries = new HashMap<>();
    private final Lingering<Resource> lingering;

    Register(RandomGenerator random) {
        this.lingering = new Lingering<>(random);
    }

    /// Takes what a publisher says. Gives the stamp that it has to exceed when another publisher
    /// has said something with a later one: if the account is at this publisher now, its clock is
    /// behind.
    OptionalLong apply(NodeId publisher, PresenceEvent event, Instant now) {
        var entry = entries.get(event.account());
        if (entry != null && event.stamp() <= entry.stamp) {
            return entry.publisher.equals(publisher) ? OptionalLong.empty() : OptionalLong.of(entry.stamp);
        }
        if (event instanceof PresenceEvent.Announced announced) {
            announced(publisher, announced, entry, now);
        } else if (entry != null && entry.publisher.equals(publisher)) {
            take(entry, event, now);
        } // else said of somebody who has moved on, or of somebody who is not here: the announcement is still to come,
        // or was the last word
        return OptionalLong.empty();
    }

    private void take(Entry entry, PresenceEvent event, Instant now) {
        entry.stamp = event.stamp();
        switch (event) {
            case PresenceEvent.Announced _ -> throw new AssertionError(event);
            case PresenceEvent.Changed changed -> change(entry, changed);
            case PresenceEvent.Shown shown -> entry.audience = entry.audience.with(shown.viewer());
            case PresenceEvent.Hidden hidden -> entry.audience = entry.audience.without(hidden.viewer());
            case PresenceEvent.Left left -> linger(left.account(), entry, now);
        }
    }

    private void announced(NodeId publisher, PresenceEvent.Announced announced, @Nullable Entry had, Instant now) {
        var account = announced.account();
        var entry = had == null ? new Entry(publisher, announced.audience()) : had;
        boolean moved = !entry.publisher.equals(publisher);
        entry.publisher = publisher;
        entry.stamp = announced.stamp();
        entry.audience = announced.audience();
        var before = List.copyOf(entry.current.keySet());
        var said = new HashMap<String, Stanza>();
        for (var presence : announced.current()) {
            said.put(resource(presence), presence);
        }
        for (var name : before) {
            if (said.containsKey(name)) {
                continue;
            }
            if (moved || lingering.has(new Resource(account, name))) {
                lingering.begin(new Resource(account, name), now); // its connection may not have come back yet
            } else {
                entry.current.remove(name);
                lingering.end(new Resource(account, name));
            }
        }
        said.forEach((name, presence) -> {
            entry.current.put(name, presence.bytes());
            lingering.end(new Resource(account, name));
        });
        keep(account, entry);
    }

    private void change(Entry entry, PresenceEvent.Changed changed) {
        var name = resource(changed.presence());
        lingering.end(new Resource(changed.account(), name));
        if (changed.presence().isType("")) {
            entry.current.put(name, changed.presence().bytes());
        } else {
            entry.current.remove(name);
        }
        keep(changed.account(), entry);
    }

    private void keep(long account, Entry entry) {
        if (entry.current.isEmpty()) {
            entries.remove(account);
        } else {
            entries.put(account, entry);
        }
    }

    /// All that this publisher has said lingers from now on.
    void publisherGone(NodeId publisher, Instant now) {
        entries.forEach((account, entry) -> {
            if (entry.publisher.equals(publisher)) {
                linger(account, entry, now);
            }
        });
    }

    /// What has lingered long enough is forgotten.
    void expire(Instant now) {
        for (var over : lingering.expired(now)) {
            var entry = entries.get(over.account());
            if (entry != null) {
                entry.current.remove(over.name());
                keep(over.account(), entry);
            }
        }
    }

    /// Adds what may be told in answer to these questions; accounts of other parts are not here and so add nothing.
    void find(Collection<Question> questions, List<Found> found) {
        var viewersOf = new LinkedHashMap<Long, List<Long>>();
        for (var question : questions) {
            question.contacts().forEach(contact -> {
                var entry = entries.get(contact);
                if (entry != null && entry.audience.contains(question.viewer())) {
                    viewersOf.computeIfAbsent(contact, _ -> new ArrayList<>(1)).add(question.viewer());
                }
            });
        }
        viewersOf.forEach((account, viewers) -> {
            var entry = entries.get(account);
            if (entry != null) {
                var current = new ArrayList<Stanza>();
                var gone = new ArrayList<Stanza>();
                entry.current.forEach((name, presence) -> (lingering.has(new Resource(account, name)) ? gone : current)
                        .add(Stanza.again(Stanza.Kind.PRESENCE, presence)));
                found.add(new Found(account, entry.publisher, entry.stamp, current, gone, Hashes.of(viewers)));
            }
        });
    }

    int accounts() {
        return entries.size();
    }

    private void linger(long account, Entry entry, Instant now) {
        entry.current.keySet().forEach(name -> lingering.begin(new Resource(account, name), now));
    }

    private static String resource(Stanza presence) {
        var from = presence.from();
        return from == null ? "" : from.resource();
    }
}
