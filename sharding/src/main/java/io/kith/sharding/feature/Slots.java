package io.kith.sharding.feature;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Values by type, at most one of each: a feature's own small record per account or session. Empty,
/// it holds nothing.
public final class Slots {

    /// More than there are features that keep something; a higher count is a defect of a feature.
    static final int SLOTS_MAX = 64;

    private @Nullable Map<Class<?>, Object> values;

    /// The value of this type.
    public <T> Optional<T> get(Class<T> type) {
        return values == null ? Optional.empty() : Optional.ofNullable(type.cast(values.get(type)));
    }

    /// Whether there is one.
    public boolean has(Class<?> type) {
        return values != null && values.containsKey(type);
    }

    /// Keeps a value, in place of another of its class.
    public void put(Object value) {
        var kept = values == null ? new IdentityHashMap<Class<?>, Object>(4) : values;
        if (kept.size() >= SLOTS_MAX && !kept.containsKey(value.getClass())) {
            throw new IllegalStateException("more than " + SLOTS_MAX + " slots");
        }
        kept.put(value.getClass(), value);
        values = kept;
    }

    /// Forgets the value of this type.
    public void remove(Class<?> type) {
        if (values != null) {
            values.remove(type);
            values = values.isEmpty() ? null : values;
        }
    }
}
