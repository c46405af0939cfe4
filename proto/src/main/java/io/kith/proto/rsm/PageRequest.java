package io.kith.proto.rsm;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.xml.Element;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The page that is asked for (XEP-0059 §2).
///
/// @param max how many at most; -1 when it does not say
/// @param after only what comes behind this key; null for the beginning
/// @param before only what comes before this key, "" for the last page; null when it does not page backwards
/// @param index the position of the first; -1 when it does not say
public record PageRequest(
        int max, @Nullable String after, @Nullable String before, int index) {

    /// All of it, as far as one answer holds it.
    public static final PageRequest ALL = new PageRequest(-1, null, null, -1);

    /// What the `<set/>` in this element asks for: [#ALL] without one, empty if it holds what is no number.
    public static Optional<PageRequest> in(Element parent) {
        var set = parent.child("set", Namespaces.RSM);
        if (set.isEmpty()) {
            return Optional.of(ALL);
        }
        var max = number(set.get(), "max");
        var index = number(set.get(), "index");
        return max < -1 || index < -1
                ? Optional.empty()
                : Optional.of(new PageRequest(max, text(set.get(), "after"), text(set.get(), "before"), index));
    }

    private static @Nullable String text(Element set, String name) {
        return set.child(name).map(Element::text).orElse(null);
    }

    /// @return -1 if it is not there, -2 if it is no number
    private static int number(Element set, String name) {
        var text = text(set, name);
        if (text == null) {
            return -1;
        }
        try {
            return Math.max(-2, Integer.parseUnsignedInt(text.strip()));
        } catch (NumberFormatException notANumber) {
            return -2;
        }
    }
}
