package io.kith.sharding.feature;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts the failures of each feature and logs the first: one defect in a busy handler must not
/// fill the log.
public final class FeatureFailures {

    private static final Logger LOG = LoggerFactory.getLogger(FeatureFailures.class);

    private final ConcurrentMap<String, LongAdder> counts = new ConcurrentHashMap<>();

    void failed(Feature feature, RuntimeException failure) {
        var name = feature.getClass().getSimpleName();
        counts.computeIfAbsent(name, _ -> {
                    LOG.error("feature {} failed; later failures are only counted", name, failure);
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
