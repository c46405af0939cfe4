package io.kith.sharding.room;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What owners have set about a room, by the names of [RoomOption]s. Immutable; what is not set has its fallback.
///
/// @param values the form's own values, by field name
public record RoomConfig(SortedMap<String, List<String>> values) {

    /// Nothing is set.
    public static final RoomConfig DEFAULT = new RoomConfig(new TreeMap<>());

    /// Copies the map.
    public RoomConfig {
        var copy = new TreeMap<String, List<String>>();
        values.forEach((name, texts) -> copy.put(name, List.copyOf(texts)));
        values = Collections.unmodifiableSortedMap(copy);
    }

    /// @param values the form's own values, by field name
    public static RoomConfig of(Map<String, List<String>> values) {
        return new RoomConfig(new TreeMap<>(values));
    }

    /// What holds: the value that is set and can be read, else the fallback.
    public <T> T get(RoomOption<T> option) {
        var texts = values.get(option.name());
        return texts == null ? option.fallback() : option.read().apply(texts).orElse(option.fallback());
    }

    public boolean is(RoomOption<Boolean> option) {
        return get(option);
    }

    public <T> RoomConfig with(RoomOption<T> option, T value) {
        var next = new TreeMap<>(values);
        next.put(option.name(), option.write().apply(value));
        return new RoomConfig(next);
    }
}
