package io.kith.sharding.session;

import io.kith.sharding.small.SmallMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// The bound resources of one account, in the order in which they were bound.
///
/// Immutable and free of actors: `E` is whatever the caller delivers to. A resource is *connected* from bind on
/// (RFC 6121 §8.5: it takes what is addressed to it alone) and *available* once it has sent presence.
/// The map holds at most [#RESOURCES_MAX] resources; whoever binds asks [#isFull] first.
public record Resources<E>(Map<String, Resource<E>> byName) {

    /// Resources that one account may have bound at once.
    public static final int RESOURCES_MAX = 64;

    public Resources {
        if (byName.size() > RESOURCES_MAX) {
            throw new IllegalArgumentException(byName.size() + " resources, at most " + RESOURCES_MAX);
        }
        byName = byName.size() <= 1 ? Map.copyOf(byName) : Collections.unmodifiableMap(ordered(byName));
    }

    /// One bound resource.
    ///
    /// @param available whether it has sent available presence and not taken it back
    /// @param priority of its last available presence, -128 to 127; 0 while it is not available
    /// @param interested whether it asked for the roster, so that pushes reach it (RFC 6121 §2.1.6)
    /// @param copies whether it enabled carbon copies (XEP-0280), and so asked to see every conversation
    public record Resource<E>(E edge, boolean available, int priority, boolean interested, boolean copies) {

        public Resource {
            if (priority < -128 || priority > 127) {
                throw new IllegalArgumentException("priority " + priority);
            }
        }

        /// Whether messages to the bare JID may reach it at all.
        public boolean isWilling() {
            return available && priority >= 0;
        }
    }

    private static <E> Map<String, Resource<E>> ordered(Map<String, Resource<E>> byName) {
        var copy = new SmallMap<String, Resource<E>>();
        copy.putAll(byName);
        return copy;
    }

    /// An account with nobody connected.
    public static <E> Resources<E> none() {
        return new Resources<>(Map.of());
    }

    public boolean isEmpty() {
        return byName.isEmpty();
    }

    /// Whether another name cannot be bound any more.
    public boolean isFull() {
        return byName.size() >= RESOURCES_MAX;
    }

    public Optional<Resource<E>> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// A fresh resource; one that had this name is replaced, and what it had asked for is forgotten.
    ///
    /// @throws IllegalArgumentException when the account [#isFull] and the name is new
    public Resources<E> bind(String name, E edge) {
        var next = new LinkedHashMap<>(byName);
        next.remove(name);
        next.put(name, new Resource<>(edge, false, 0, false, false));
        return new Resources<>(next);
    }

    /// The same resource at another place: it was resumed, and keeps what it had asked for.
    public Resources<E> moved(String name, E edge) {
        return change(
                name, had -> new Resource<>(edge, had.available(), had.priority(), had.interested(), had.copies()));
    }

    public Resources<E> available(String name, int priority) {
        return change(name, had -> new Resource<>(had.edge(), true, priority, had.interested(), had.copies()));
    }

    public Resources<E> unavailable(String name) {
        return change(name, had -> new Resource<>(had.edge(), false, 0, had.interested(), had.copies()));
    }

    public Resources<E> interested(String name) {
        return change(name, had -> new Resource<>(had.edge(), had.available(), had.priority(), true, had.copies()));
    }

    public Resources<E> copies(String name, boolean enabled) {
        return change(
                name, had -> new Resource<>(had.edge(), had.available(), had.priority(), had.interested(), enabled));
    }

    public Resources<E> unbind(String name) {
        var next = new LinkedHashMap<>(byName);
        return next.remove(name) == null ? this : new Resources<>(next);
    }

    /// Those who asked for the roster, available or not.
    public List<E> interested() {
        return edges(Resource::interested);
    }

    /// Those who see the presence of others: every available one, whatever its priority.
    public List<E> available() {
        return edges(Resource::available);
    }

    /// The edges of the resources that `chosen` accepts.
    public List<E> edges(Predicate<Resource<E>> chosen) {
        var edges = new ArrayList<E>(byName.size());
        // not byName.values(), which the map would keep
        byName.forEach((_, resource) -> {
            if (chosen.test(resource)) {
                edges.add(resource.edge());
            }
        });
        return List.copyOf(edges);
    }

    private Resources<E> change(String name, UnaryOperator<Resource<E>> change) {
        var had = byName.get(name);
        if (had == null) {
            return this;
        }
        var next = new LinkedHashMap<>(byName);
        next.put(name, change.apply(had));
        return new Resources<>(next);
    }
}
