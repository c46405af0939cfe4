package io.kith.node.transcript;

import io.kith.proto.xml.Element;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Compares what came with what a line expects. In the values of attributes and in text `{any}`
/// stands for anything, `{name:=}` keeps what it stands for, `{name}` is what was kept. Attributes
/// that a line does not mention must not be there, except with `{...}` as an attribute-less marker:
/// an element whose text is exactly `{...}` may have any content.
final class Expectation {

    private static final Pattern HOLE = Pattern.compile("\\{([a-zA-Z0-9_]+):=}|\\{any}");

    private final Map<String, String> kept;

    Expectation(Map<String, String> kept) {
        this.kept = kept;
    }

    /// Empty when `actual` is what `expected` says, and then what it bound is kept; else where they differ.
    Optional<String> difference(Element expected, Element actual) {
        var bound = new HashMap<String, String>();
        var found = compare("", expected, actual, bound);
        if (found.isEmpty()) {
            kept.putAll(bound);
        }
        return found;
    }

    private Optional<String> compare(String path, Element expected, Element actual, Map<String, String> bound) {
        var here = path + "/" + expected.name();
        if (!expected.name().equals(actual.name()) || !sameNamespace(expected, actual)) {
            return Optional.of(here + ": expected {" + expected.namespace() + "}" + expected.name() + ", came {"
                    + actual.namespace() + "}" + actual.name());
        }
        for (var name : names(expected, actual)) {
            var wanted = expected.attribute(name);
            var came = actual.attribute(name);
            if (wanted.isEmpty() || came.isEmpty() || !fits(wanted.get(), came.get(), bound)) {
                return Optional.of(
                        here + "@" + name + ": expected " + wanted.orElse("none") + ", came " + came.orElse("none"));
            }
        }
        if (expected.text().equals("{...}")) {
            return Optional.empty();
        }
        if (!fits(expected.text().strip(), actual.text().strip(), bound)) {
            return Optional.of(here + ": expected text '" + expected.text() + "', came '" + actual.text() + "'");
        }
        return compareChildren(here, expected, actual, bound);
    }

    /// Children may stand in any order: RFC 6120 gives none a meaning, and a list that has one shows it in its content.
    private Optional<String> compareChildren(String here, Element expected, Element actual, Map<String, String> bound) {
        var left = new ArrayList<>(actual.children());
        for (var wanted : expected.children()) {
            Optional<String> first = Optional.of(here + ": nothing came for " + wanted.toXml());
            var matched = false;
            for (var candidate : List.copyOf(left)) {
                var attempt = new HashMap<>(bound);
                var difference = compare(here, wanted, candidate, attempt);
                if (difference.isEmpty()) {
                    bound.putAll(attempt);
                    left.remove(candidate);
                    matched = true;
                    break;
                }
                if (candidate.name().equals(wanted.name())) {
                    first = difference;
                }
            }
            if (!matched) {
                return first;
            }
        }
        return left.isEmpty()
                ? Optional.empty()
                : Optional.of(here + ": not expected: " + left.getFirst().toXml());
    }

    private boolean fits(String wanted, String came, Map<String, String> bound) {
        var holes = HOLE.matcher(wanted);
        var pattern = new StringBuilder();
        var names = new ArrayList<String>();
        var from = 0;
        while (holes.find()) {
            pattern.append(Pattern.quote(wanted.substring(from, holes.start()))).append("(.*)");
            names.add(holes.group(1) == null ? "" : holes.group(1));
            from = holes.end();
        }
        if (names.isEmpty()) {
            return wanted.equals(came);
        }
        pattern.append(Pattern.quote(wanted.substring(from)));
        var match = Pattern.compile(pattern.toString(), Pattern.DOTALL).matcher(came);
        if (!match.matches()) {
            return false;
        }
        for (var at = 0; at < names.size(); at++) {
            if (!names.get(at).isEmpty()) {
                bound.put(names.get(at), match.group(at + 1));
            }
        }
        return true;
    }

    private static boolean sameNamespace(Element expected, Element actual) {
        return content(expected.namespace()).equals(content(actual.namespace()));
    }

    private static String content(String namespace) {
        return namespace.isEmpty() ? "jabber:client" : namespace;
    }

    private static List<String> names(Element expected, Element actual) {
        var names = new ArrayList<>(expected.attributes().keySet());
        actual.attributes().keySet().stream()
                .filter(name -> !names.contains(name))
                .forEach(names::add);
        return names;
    }
}
