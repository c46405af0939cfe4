package io.kith.proto.xml;

import static io.kith.proto.xml.MalformedXml.Fault.LIMIT;
import static io.kith.proto.xml.MalformedXml.Fault.NOT_WELL_FORMED;

import io.kith.proto.ns.Namespaces;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The rules of Namespaces in XML 1.0 for prefixes: what may be declared (§3), what must be (§5), and that no two
/// attributes of one element have the same expanded name (§6.3).
final class Prefixes {

    /// Bytes of a namespace's name. A tree writes a name again wherever it changes, so a long one could make a small
    /// document into a huge one.
    static final int NAMESPACE_BYTES_MAX = 512;

    private Prefixes() {}

    /// `scope` and the prefix that attribute `i` declares.
    static Scope declare(byte[] xml, Attributes attributes, int i, Scope scope) {
        var prefix = attributes.colon(i) + 1;
        var end = attributes.nameEnd(i);
        requireShort(attributes, i);
        var namespace = attributes.value(xml, i);
        var isXml = isXml(xml, prefix, end);
        if (isXml != namespace.equals(Namespaces.XML)
                || namespace.equals(Namespaces.XMLNS)
                || namespace.isEmpty()
                || equal(xml, prefix, end, "xmlns")) {
            throw MalformedXml.inInput(NOT_WELL_FORMED, "a declaration that namespaces forbid");
        }
        return isXml ? scope : scope.declared(xml, prefix, end, namespace);
    }

    /// Refuses a default namespace that only a prefix may have.
    static void requireDefault(byte[] xml, Attributes attributes, int i) {
        var length = requireShort(attributes, i);
        var suspect =
                length == Namespaces.XML.length() || length == Namespaces.XMLNS.length() || attributes.hasReference(i);
        if (suspect) {
            var namespace = attributes.value(xml, i);
            if (namespace.equals(Namespaces.XML) || namespace.equals(Namespaces.XMLNS)) {
                throw MalformedXml.inInput(NOT_WELL_FORMED, "a declaration that namespaces forbid");
            }
        }
    }

    /// The declaration of the prefix that stands at `from` to `to`.
    static Scope resolve(byte[] xml, int from, int to, Scope scope) {
        var bound = scope.find(xml, from, to);
        if (bound == null) {
            throw MalformedXml.inInput(NOT_WELL_FORMED, "a prefix that nobody declared");
        }
        return bound;
    }

    /// Resolves the prefixes of all attributes that are not declarations.
    ///
    /// @return `borrowed` and what they took from outside
    static Borrowed resolveAttributes(byte[] xml, Attributes attributes, Scope scope, Borrowed borrowed) {
        var all = borrowed;
        var bounds = new @Nullable Scope[attributes.size()];
        for (var i = 0; i < bounds.length; i++) {
            if (!attributes.hasPrefix(i) || attributes.isDeclaration(xml, i)) {
                continue;
            }
            var bound = resolve(xml, attributes.nameStart(i), attributes.colon(i), scope);
            for (var j = 0; j < i; j++) {
                var other = bounds[j];
                if (other != null
                        && other.namespace().equals(bound.namespace())
                        && Arrays.equals(
                                xml,
                                attributes.colon(i) + 1,
                                attributes.nameEnd(i),
                                xml,
                                attributes.colon(j) + 1,
                                attributes.nameEnd(j))) {
                    throw MalformedXml.inInput(NOT_WELL_FORMED, "an attribute twice");
                }
            }
            bounds[i] = bound;
            all = all.and(bound);
        }
        return all;
    }

    /// Whether the prefix is `xml`.
    static boolean isXml(byte[] xml, int from, int to) {
        return equal(xml, from, to, "xml");
    }

    private static int requireShort(Attributes attributes, int i) {
        var length = attributes.valueEnd(i) - attributes.valueStart(i);
        if (length > NAMESPACE_BYTES_MAX) {
            throw MalformedXml.inInput(LIMIT, "more than " + NAMESPACE_BYTES_MAX + " bytes in the name of a namespace");
        }
        return length;
    }

    private static boolean equal(byte[] xml, int from, int to, String ascii) {
        if (to - from != ascii.length()) {
            return false;
        }
        for (var i = 0; i < ascii.length(); i++) {
            if (xml[from + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
