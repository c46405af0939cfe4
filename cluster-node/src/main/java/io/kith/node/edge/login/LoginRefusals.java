package io.kith.node.edge.login;

import io.kith.proto.sasl.SaslFailure;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/// How many logins have failed since the node started, by why; for metrics. Safe for all threads.
public final class LoginRefusals {

    /// There were too many failures before: the password was not looked at.
    static final String THROTTLED = "throttled";

    private final Map<String, LongAdder> counts = counts();

    private static Map<String, LongAdder> counts() {
        var counts = new TreeMap<String, LongAdder>();
        counts.put(THROTTLED, new LongAdder());
        Arrays.stream(SaslFailure.values()).forEach(failure -> counts.put(failure.condition(), new LongAdder()));
        return counts;
    }

    void failed(String reason) {
        var count = counts.get(reason);
        if (count == null) {
            throw new IllegalArgumentException("no login fails for " + reason);
        }
        count.increment();
    }

    /// All that a login can fail for: the conditions of SASL, and `throttled`.
    public Set<String> reasons() {
        return Set.copyOf(counts.keySet());
    }

    /// How many have failed for one of [#reasons].
    public long count(String reason) {
        var count = counts.get(reason);
        return count == null ? 0 : count.sum();
    }
}
