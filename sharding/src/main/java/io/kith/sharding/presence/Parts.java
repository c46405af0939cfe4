package io.kith.sharding.presence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;

/// The parts of the directory, and where this node believes them to be. Belief only: whoever is
/// asked in vain says so. Safe for all threads.
final class Parts {

    /// How many there are; never to be changed once released.
    static final int COUNT = 64;

    private final Map<Integer, String> nodes = new ConcurrentHashMap<>();

    /// The part of an account.
    static int of(long account) {
        return Math.floorMod(account, COUNT);
    }

    Optional<String> node(int part) {
        return Optional.ofNullable(nodes.get(part));
    }

    void learn(int part, String node) {
        nodes.put(part, node);
    }

    /// The part is not, or not any more, at that node.
    void forget(int part, String node) {
        nodes.remove(part, node);
    }

    /// The node is gone.
    void forget(String node) {
        nodes.values().removeIf(node::equals);
    }

    /// Splits things by the node of their part; those whose node is not known come by their part.
    <T> Split<T> split(Iterable<T> things, ToIntFunction<T> part) {
        var split = new Split<T>(new HashMap<>(), new HashMap<>());
        for (var thing : things) {
            int of = part.applyAsInt(thing);
            var node = nodes.get(of);
            if (node == null) {
                split.byPart().computeIfAbsent(of, _ -> new ArrayList<>()).add(thing);
            } else {
                split.byNode().computeIfAbsent(node, _ -> new ArrayList<>()).add(thing);
            }
        }
        return split;
    }

    record Split<T>(Map<String, List<T>> byNode, Map<Integer, List<T>> byPart) {}
}
