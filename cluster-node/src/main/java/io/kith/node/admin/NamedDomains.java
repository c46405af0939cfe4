package io.kith.node.admin;

import java.util.Collection;
import java.util.stream.Collectors;

/// Domains in a line for operators: the first [#NAMED_MAX] by name, and how many more there are.
public final class NamedDomains {

    /// How many are named.
    public static final int NAMED_MAX = 20;

    private NamedDomains() {}

    /// All of these in one line.
    public static String in(Collection<String> domains) {
        var named = domains.stream().sorted().limit(NAMED_MAX).collect(Collectors.joining(", "));
        return domains.size() > NAMED_MAX ? named + " and " + (domains.size() - NAMED_MAX) + " more" : named;
    }
}
