package io.kith.proto.xml;

import io.kith.proto.ns.Namespaces;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The namespace declarations in force at one place of a document: an immutable list, innermost first.
///
/// Prefixes are compared as bytes, which is how they stand in a document.
public final class Scope {

    /// Nothing declared but the prefix `xml`, which always is: the place of a document's root.
    public static final Scope NONE =
            new Scope(null, new byte[0], "", false).declared(new byte[] {'x', 'm', 'l'}, 0, 3, Namespaces.XML);

    /// `jabber:client` by default and nothing else: the place of a stanza in canonical form.
    public static final Scope CLIENT = NONE.with("", Namespaces.CLIENT);

    private final @Nullable Scope outer;
    private final byte[] prefix;
    private final String namespace;
    private final boolean outside;

    private Scope(@Nullable Scope outer, byte[] prefix, String namespace, boolean outside) {
        this.outer = outer;
        this.prefix = prefix;
        this.namespace = namespace;
        this.outside = outside;
    }

    /// These declarations and one more; a prefix of "" is the default namespace.
    public Scope with(String prefix, String namespace) {
        return new Scope(this, prefix.getBytes(StandardCharsets.UTF_8), namespace, true);
    }

    /// What the start tag declares that was scanned as a document's root.
    public static Scope declaredOn(byte[] xml, XmlScan startTag) {
        var scope = NONE;
        var attributes = startTag.attributes();
        for (var i = 0; i < attributes.size(); i++) {
            if (attributes.isDeclaration(xml, i)) {
                var prefix = attributes.hasPrefix(i)
                        ? KnownNames.of(xml, attributes.colon(i) + 1, attributes.nameEnd(i))
                        : "";
                if (!prefix.equals("xml")) {
                    scope = scope.with(prefix, attributes.value(xml, i));
                }
            }
        }
        return scope;
    }

    /// Whether it declares the same as another, in any order. Neither declares a prefix twice.
    public boolean declaresAs(Scope other) {
        return length() == other.length() && declaresAllOf(other);
    }

    private boolean declaresAllOf(Scope other) {
        for (Scope at = other; at != null; at = at.outer) {
            var mine = find(at.prefix, 0, at.prefix.length);
            var theirs = other.find(at.prefix, 0, at.prefix.length); // the innermost one counts
            if (mine == null || theirs == null || !mine.namespace.equals(theirs.namespace)) {
                return false;
            }
        }
        return true;
    }

    private int length() {
        var length = 0;
        for (Scope at = this; at != null; at = at.outer) {
            length++;
        }
        return length;
    }

    /// One more, met inside the element that is being scanned.
    Scope declared(byte[] xml, int from, int to, String namespace) {
        return new Scope(this, Arrays.copyOfRange(xml, from, to), namespace, false);
    }

    /// Whether this declaration stood outside of the element that is being scanned.
    boolean isOutside() {
        return outside;
    }

    /// The default namespace, "" for none.
    public String defaultNamespace() {
        var found = find(prefix, 0, 0); // the empty range of any array
        return found == null ? "" : found.namespace;
    }

    /// What this one declaration binds its prefix to.
    String namespace() {
        return namespace;
    }

    /// Whether it is that of the prefix `xml`.
    boolean isXml() {
        return namespace.equals(Namespaces.XML);
    }

    byte[] prefix() {
        return prefix;
    }

    /// The innermost declaration of the prefix that stands at `from` to `to`, or null.
    @Nullable
    Scope find(byte[] xml, int from, int to) {
        for (var at = this; at != null; at = at.outer) {
            if (Arrays.equals(at.prefix, 0, at.prefix.length, xml, from, to)) {
                return at;
            }
        }
        return null;
    }
}
