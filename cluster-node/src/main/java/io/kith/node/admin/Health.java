package io.kith.node.admin;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Whether the node can serve, by the word of its parts. Safe for use by several threads.
public final class Health {

    private final Map<String, Supplier<Optional<String>>> checks = new ConcurrentHashMap<>();

    /// A part that must be well for the node to be ready.
    ///
    /// @param trouble what is wrong with it now, in words for an operator; must answer at once
    public void check(String part, Supplier<Optional<String>> trouble) {
        checks.put(part, trouble);
    }

    /// What keeps the node from being ready, by part; empty when nothing does.
    public Map<String, String> troubles() {
        var troubles = new TreeMap<String, String>();
        checks.forEach((part, check) -> check.get().ifPresent(trouble -> troubles.put(part, trouble)));
        return troubles;
    }
}
