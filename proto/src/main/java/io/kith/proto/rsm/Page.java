package io.kith.proto.rsm;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.xml.Element;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A piece of an ordered list, and what XEP-0059 §2.6 tells about it.
///
/// @param items in the order of the list
/// @param index the position of the first of them
/// @param count how many the whole list has
/// @param first the key of the first of them; "" if there is none
/// @param last the key of the last of them; "" if there is none
public record Page<T>(List<T> items, int index, int count, String first, String last) {

    /// Copies the list.
    public Page {
        items = List.copyOf(items);
    }

    /// The page of `all` that `request` asks for, of at most `cap` items; empty when the key that it names is not in
    /// the list (XEP-0059 §2.5: `item-not-found`).
    public static <T> Optional<Page<T>> of(List<T> all, Function<T, String> key, PageRequest request, int cap) {
        var size = request.max() < 0 ? cap : Math.min(request.max(), cap);
        var from = 0;
        var to = all.size();
        if (request.after() != null) {
            var found = indexOf(all, key, request.after());
            if (found < 0) {
                return Optional.empty();
            }
            from = found + 1;
        } else if (request.index() >= 0) {
            from = Math.min(request.index(), all.size());
        }
        if (request.before() != null && !request.before().isEmpty()) {
            to = indexOf(all, key, request.before());
            if (to < 0) {
                return Optional.empty();
            }
        }
        if (request.before() != null) {
            from = Math.max(from, to - size);
        } else {
            to = Math.min(to, from + size);
        }
        var items = from < to ? all.subList(from, to) : List.<T>of();
        var first = items.isEmpty() ? "" : key.apply(items.getFirst());
        var last = items.isEmpty() ? "" : key.apply(items.getLast());
        return Optional.of(new Page<>(items, from, all.size(), first, last));
    }

    /// Whether it is all there is.
    public boolean isWhole() {
        return items.size() == count;
    }

    /// The `<set/>` that goes with it.
    public Element toElement() {
        var set = Element.of("set", Namespaces.RSM);
        if (!items.isEmpty()) {
            set = set.with(
                    Element.of("first", Namespaces.RSM)
                            .withAttribute("index", index)
                            .text(first),
                    Element.of("last", Namespaces.RSM).text(last));
        }
        return set.with(Element.of("count", Namespaces.RSM).text(Integer.toString(count)));
    }

    private static <T> int indexOf(List<T> all, Function<T, String> key, String wanted) {
        for (var i = 0; i < all.size(); i++) {
            if (key.apply(all.get(i)).equals(wanted)) {
                return i;
            }
        }
        return -1;
    }
}
