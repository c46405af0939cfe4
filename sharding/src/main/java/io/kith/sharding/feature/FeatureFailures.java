package io.kith.sharding.feature;

import io.kith.proto.jid.Jid;
import io.kith.sharding.log.Chronicle;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// Counts the failures of each feature and logs the first: one defect in a busy handler must not
/// fill the log.
public final class FeatureFailures {

    private static final Logger LOG = LoggerFactory.getLogger(FeatureFailures.class);

    private final ConcurrentMap<String, LongAdder> counts = new ConcurrentHashMap<>();

    /// @param about whose account, or which client, it was at work for
    void failed(Feature feature, @Nullable Jid about, RuntimeException failure) {
        var name = feature.getClass().getSimpleName();
        counts.computeIfAbsent(name, _ -> {
                    try (var _ = MDC.putCloseable(Chronicle.SESSION, about == null ? "-" : about.toString())) {
                        LOG.error("feature {} failed; later failures are only counted", name, failure);
                    }
                    return new LongAdder();
                })
                .increment();
    }

    /// How often the feature with this simple class name has failed.
    public long count(String feature) {
        var count = counts.get(feature);
        return count == null ? 0 : count.sum();
    }
}
