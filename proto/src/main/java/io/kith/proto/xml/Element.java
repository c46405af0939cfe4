package io.kith.proto.xml;

import io.kith.proto.ns.Namespaces;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// An immutable XML tree: a name in a namespace, attributes, and text and elements in their order.
///
/// Prefixes are not kept: an element is known by its expanded name, and an attribute by its plain name, by `xml:lang`
/// (and the other `xml:` names), or as `{namespace}name`. Equality is canonical: the order of attributes, prefixes and
/// how text was escaped make no difference. A tree holds only what can be written as XML; what cannot is refused where
/// it enters, with [MalformedXml]. Building has no bounds; [#parse(byte\[\])] obeys [XmlLimits#DEFAULT].
public final class Element {

    private static final String[] NO_ATTRIBUTES = {};
    private static final Object[] EMPTY = {};

    private final String name;
    private final String namespace;
    private final String[] attributes; // name, value, name, value …
    private final Object[] content; // String or Element; no empty and no adjacent strings

    private Element(String name, String namespace, String[] attributes, Object[] content) {
        this.name = name;
        this.namespace = namespace;
        this.attributes = attributes;
        this.content = content;
    }

    /// An empty element.
    ///
    /// @param namespace its namespace's name, "" for none
    /// @throws MalformedXml if one of them cannot be written
    public static Element of(String name, String namespace) {
        return new Element(XmlChars.requireName(name), requireNamespace(namespace), NO_ATTRIBUTES, EMPTY);
    }

    /// What the scanner has checked already.
    static Element trusted(String name, String namespace, List<String> attributes, List<Object> content) {
        return new Element(
                name,
                namespace,
                attributes.isEmpty() ? NO_ATTRIBUTES : attributes.toArray(String[]::new),
                content.isEmpty() ? EMPTY : content.toArray());
    }

    /// Reads one element that declares every namespace it uses; white space may surround it.
    ///
    /// @throws MalformedXml if it is not well-formed, uses what RFC 6120 §11.1 forbids, or is over a limit
    public static Element parse(byte[] selfContained) {
        return parse(selfContained, Scope.NONE, XmlLimits.DEFAULT);
    }

    /// Reads one element that declares every namespace it uses.
    ///
    /// @throws MalformedXml as [#parse(byte\[\])]
    public static Element parse(String selfContained) {
        return parse(XmlChars.requireChars(selfContained).getBytes(StandardCharsets.UTF_8));
    }

    /// Reads one element inside the namespaces of `scope`.
    ///
    /// @throws MalformedXml as [#parse(byte\[\])], the limits being `limits`
    public static Element parse(byte[] xml, Scope scope, XmlLimits limits) {
        var start = XmlScan.whole(xml, scope, Namespace.NONE, limits).start();
        return TreeReader.read(xml, start, scope);
    }

    public String name() {
        return name;
    }

    /// The namespace's name, "" for none. A stanza's content namespace is `jabber:client` in trees.
    public String namespace() {
        return namespace;
    }

    /// Whether this element has that name in that namespace.
    public boolean is(String name, String namespace) {
        return this.name.equals(name) && this.namespace.equals(namespace);
    }

    /// Whether it has neither text nor elements in it.
    public boolean isEmpty() {
        return content.length == 0;
    }

    public Optional<String> attribute(String name) {
        return Optional.ofNullable(find(name));
    }

    public String attributeOr(String name, String fallback) {
        var value = find(name);
        return value == null ? fallback : value;
    }

    /// All attributes in their order.
    public Map<String, String> attributes() {
        var all = new LinkedHashMap<String, String>();
        for (var i = 0; i < attributes.length; i += 2) {
            all.put(attributes[i], attributes[i + 1]);
        }
        return Collections.unmodifiableMap(all);
    }

    /// This element with that attribute, in place of one of the same name. The value is `value.toString()`.
    ///
    /// @param name a plain name, `xml:` and a name, or `{namespace}name`
    /// @throws MalformedXml if name or value cannot be written
    public Element withAttribute(String name, Object value) {
        var text = XmlChars.requireChars(value.toString());
        for (var i = 0; i < attributes.length; i += 2) {
            if (attributes[i].equals(name)) {
                var changed = attributes.clone();
                changed[i + 1] = text;
                return new Element(this.name, namespace, changed, content);
            }
        }
        var longer = Arrays.copyOf(attributes, attributes.length + 2);
        longer[attributes.length] = requireAttributeName(name);
        longer[attributes.length + 1] = text;
        return new Element(this.name, namespace, longer, content);
    }

    /// This element without that attribute.
    public Element withoutAttribute(String name) {
        var rest = new ArrayList<String>();
        for (var i = 0; i < attributes.length; i += 2) {
            if (!attributes[i].equals(name)) {
                rest.add(attributes[i]);
                rest.add(attributes[i + 1]);
            }
        }
        return rest.size() == attributes.length
                ? this
                : new Element(this.name, namespace, rest.toArray(String[]::new), content);
    }

    /// The elements directly in it, in their order.
    public List<Element> children() {
        var found = new ArrayList<Element>(content.length);
        for (var node : content) {
            if (node instanceof Element child) {
                found.add(child);
            }
        }
        return Collections.unmodifiableList(found);
    }

    /// The first child of that name in that namespace.
    public Optional<Element> child(String name, String namespace) {
        for (var node : content) {
            if (node instanceof Element child && child.is(name, namespace)) {
                return Optional.of(child);
            }
        }
        return Optional.empty();
    }

    /// The first child of that name in this element's own namespace.
    public Optional<Element> child(String name) {
        return child(name, namespace);
    }

    /// This element with `children` added at its end.
    public Element with(Element... children) {
        if (children.length == 0) {
            return this;
        }
        var longer = Arrays.copyOf(content, content.length + children.length);
        System.arraycopy(children, 0, longer, content.length, children.length);
        return new Element(name, namespace, attributes, longer);
    }

    /// This element without the direct children that `unwanted` picks.
    public Element without(Predicate<Element> unwanted) {
        var rest = new ArrayList<Object>(content.length);
        for (var node : content) {
            if (!(node instanceof Element child && unwanted.test(child))) {
                append(rest, node);
            }
        }
        return new Element(name, namespace, attributes, rest.toArray());
    }

    /// This element with `text` as its only direct character data, behind its children.
    ///
    /// @throws MalformedXml if the text holds what XML cannot carry
    public Element text(String text) {
        XmlChars.requireChars(text);
        var rest = new ArrayList<Object>(children());
        if (!text.isEmpty()) {
            rest.add(text);
        }
        return new Element(name, namespace, attributes, rest.toArray());
    }

    /// This element with character data added at its end, between and behind what is there.
    ///
    /// @throws MalformedXml if the text holds what XML cannot carry
    public Element withText(String text) {
        if (text.isEmpty()) {
            return this;
        }
        var nodes = new ArrayList<Object>(Arrays.asList(content));
        append(nodes, XmlChars.requireChars(text));
        return new Element(name, namespace, attributes, nodes.toArray());
    }

    /// The character data directly in it, joined; "" if there is none.
    public String text() {
        if (content.length == 1 && content[0] instanceof String only) {
            return only;
        }
        var joined = new StringBuilder();
        for (var node : content) {
            if (node instanceof String text) {
                joined.append(text);
            }
        }
        return joined.toString();
    }

    /// This tree with every element of namespace `from` moved to namespace `to`.
    public Element renamed(String from, String to) {
        var changed = new Object[content.length];
        for (var i = 0; i < content.length; i++) {
            changed[i] = content[i] instanceof Element child ? child.renamed(from, to) : content[i];
        }
        return new Element(name, namespace.equals(from) ? to : namespace, attributes, changed);
    }

    /// UTF-8, to stand inside an element whose default namespace is `inheritedNamespace`.
    public byte[] toBytes(String inheritedNamespace) {
        return new XmlWriter(128).element(this, inheritedNamespace).toBytes();
    }

    /// XML that declares every namespace it uses.
    public String toXml() {
        return new XmlWriter(128).element(this, "").toString();
    }

    @Override
    public String toString() {
        return toXml();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Element that
                && name.equals(that.name)
                && namespace.equals(that.namespace)
                && Arrays.equals(content, that.content)
                && attributes().equals(that.attributes());
    }

    @Override
    public int hashCode() {
        return 31 * (31 * name.hashCode() + namespace.hashCode()) + Arrays.hashCode(content);
    }

    /// Refuses text that XML cannot carry.
    ///
    /// @throws MalformedXml if it holds such a character
    public static void requireText(String text) {
        XmlChars.requireChars(text);
    }

    void writeAttributes(XmlWriter out) {
        for (var i = 0; i < attributes.length; i += 2) {
            var key = attributes[i];
            if (key.charAt(0) == '{') {
                var prefix = "n" + i / 2;
                var close = key.lastIndexOf('}');
                out.attribute("xmlns:" + prefix, key.substring(1, close));
                out.attribute(prefix + ':' + key.substring(close + 1), attributes[i + 1]);
            } else {
                out.attribute(key, attributes[i + 1]);
            }
        }
    }

    void writeContent(XmlWriter out, String inheritedNamespace) {
        for (var node : content) {
            if (node instanceof Element child) {
                out.element(child, inheritedNamespace);
            } else {
                out.text((String) node);
            }
        }
    }

    /// Adds a node, joining text with text.
    static void append(List<Object> content, Object node) {
        if (node instanceof String text && !content.isEmpty() && content.getLast() instanceof String before) {
            content.set(content.size() - 1, before + text);
        } else {
            content.add(node);
        }
    }

    private @Nullable String find(String wanted) {
        for (var i = 0; i < attributes.length; i += 2) {
            if (attributes[i].equals(wanted)) {
                return attributes[i + 1];
            }
        }
        return null;
    }

    private static String requireNamespace(String namespace) {
        if (namespace.equals(Namespaces.XMLNS)) {
            throw MalformedXml.inArgument("nothing may be in the namespace of declarations");
        }
        return XmlChars.requireChars(namespace);
    }

    private static String requireAttributeName(String name) {
        if (name.equals("xmlns")) {
            throw MalformedXml.inArgument("a namespace is not an attribute");
        }
        if (name.startsWith("xml:")) {
            XmlChars.requireName(name.substring(4));
        } else if (name.startsWith("{") && name.lastIndexOf('}') > 1) {
            if (requireNamespace(name.substring(1, name.lastIndexOf('}'))).equals(Namespaces.XML)) {
                throw MalformedXml.inArgument("written as xml:lang, not as " + name);
            }
            XmlChars.requireName(name.substring(name.lastIndexOf('}') + 1));
        } else {
            XmlChars.requireName(name);
        }
        return name;
    }
}
