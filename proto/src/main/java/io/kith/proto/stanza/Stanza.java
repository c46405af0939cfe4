package io.kith.proto.stanza;

import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.xml.Element;
import io.kith.proto.xml.MalformedXml;
import io.kith.proto.xml.Namespace;
import io.kith.proto.xml.Scope;
import io.kith.proto.xml.TreeReader;
import io.kith.proto.xml.XmlLimits;
import io.kith.proto.xml.XmlScan;
import io.kith.proto.xml.XmlText;
import io.kith.proto.xml.XmlWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A message, presence or IQ (RFC 6120 §8): its canonical bytes and the places of its parts in them.
///
/// The bytes are well-formed UTF-8, leave the content namespace out (they are read as `jabber:client`, whichever
/// stream they came from), and declare every other namespace they use; there are no comments and no CDATA in them.
/// They are shared and never modified: every change copies. Addresses are prepared when first asked for. Equality
/// is of the bytes.
public final class Stanza {

    /// The three kinds of RFC 6120 §8.2.
    public enum Kind {
        MESSAGE("message"),
        PRESENCE("presence"),
        IQ("iq");

        private final String elementName;

        Kind(String elementName) {
            this.elementName = elementName;
        }

        public String elementName() {
            return elementName;
        }

        /// The kind of that name, or null.
        public static @Nullable Kind named(String name) {
            return switch (name) {
                case "message" -> MESSAGE;
                case "presence" -> PRESENCE;
                case "iq" -> IQ;
                default -> null;
            };
        }
    }

    /// A direct child: its expanded name, and its bytes from `start` up to `end`.
    public record Child(String name, String namespace, int start, int end) {

        public boolean is(String name, String namespace) {
            return this.name.equals(name) && this.namespace.equals(namespace);
        }

        private Child moved(int delta) {
            return new Child(name, namespace, start + delta, end + delta);
        }
    }

    private final Kind kind;
    private final byte[] bytes;

    // Made when first asked for; two threads may both make one, and both are right.
    private @Nullable Parts parts;
    private @Nullable Address to;
    private @Nullable Address from;
    private @Nullable String type;

    /// Where all is.
    private static final class Parts {

        final Layout layout;
        final Child[] children;

        Parts(Layout layout, Child[] children) {
            this.layout = layout;
            this.children = children;
        }
    }

    Stanza(Kind kind, byte[] bytes, Layout layout, Child[] children) {
        this(kind, bytes, new Parts(layout, children));
    }

    private Stanza(Kind kind, byte[] bytes, @Nullable Parts parts) {
        this.kind = kind;
        this.bytes = bytes;
        this.parts = parts;
    }

    /// Reads a stanza from the store, from another node or from code. What is canonical already is kept as it is,
    /// so the array must not be modified afterwards; bounds are those of [XmlLimits#OWN].
    ///
    /// @throws MalformedStanza if it is none
    public static Stanza parse(byte[] xml) {
        return parse(xml, Language.NONE);
    }

    static Stanza parse(byte[] xml, Language language) {
        try {
            var scan = XmlScan.whole(xml, Scope.CLIENT, Namespace.CLIENT, XmlLimits.OWN);
            return Canonical.of(xml, true, scan, Scope.CLIENT, Namespace.CLIENT, language);
        } catch (MalformedXml e) {
            throw new MalformedStanza("not a stanza: " + e.getMessage(), e);
        }
    }

    /// As [#parse(byte\[\])], for code and tests.
    ///
    /// @throws MalformedStanza if it is none
    public static Stanza parse(String xml) {
        return parse(xml.getBytes(StandardCharsets.UTF_8));
    }

    /// The stanza that `scan` has read from a stream of the namespace `content`. Copies the bytes.
    ///
    /// @param language that of the stream, which the stanza is in if it does not say another
    /// @throws MalformedStanza if it is none of that namespace
    public static Stanza scanned(byte[] xml, XmlScan scan, Scope scope, Namespace content, Language language) {
        return Canonical.of(xml, false, scan, scope, content, language);
    }

    /// The stanza that a tree describes; its namespace is `jabber:client`, or none, which then means the same.
    ///
    /// @throws MalformedStanza if it is none
    public static Stanza of(Element tree) {
        var named = tree.namespace().isEmpty() ? tree.renamed("", Namespaces.CLIENT) : tree;
        return parse(named.toBytes(Namespaces.CLIENT));
    }

    /// @param type "" for none
    public static Stanza message(@Nullable Jid from, @Nullable Jid to, String type, Element... children) {
        return parse(Canonical.write(Kind.MESSAGE, checked(type), "", from, to, bytes(children)));
    }

    /// @param type "" for available
    public static Stanza presence(@Nullable Jid from, @Nullable Jid to, String type, Element... children) {
        return parse(Canonical.write(Kind.PRESENCE, checked(type), "", from, to, bytes(children)));
    }

    public static Stanza iq(String type, String id, @Nullable Jid from, @Nullable Jid to, Element... children) {
        return parse(Canonical.write(Kind.IQ, checked(type), checked(id), from, to, bytes(children)));
    }

    public Kind kind() {
        return kind;
    }

    /// The type attribute as it was sent, "" if there is none.
    public String type() {
        var known = type;
        if (known == null) {
            known = attribute(Layout.TYPE);
            type = known;
        }
        return known;
    }

    /// The id attribute, "" if there is none.
    public String id() {
        return attribute(Layout.ID);
    }

    /// The xml:lang attribute, "" if there is none.
    public String lang() {
        return attribute(Layout.LANG);
    }

    /// Whom it is for; null if it does not say, or says what is no address.
    public @Nullable Jid to() {
        return toAddress().jid();
    }

    /// Whom it is from; null if it does not say, or says what is no address.
    public @Nullable Jid from() {
        return fromAddress().jid();
    }

    /// Whether `to` or `from` is there and no address by RFC 7622: to be answered with `jid-malformed`, never routed.
    public boolean malformedAddress() {
        return toAddress().malformed() || fromAddress().malformed();
    }

    public boolean isMessage() {
        return kind == Kind.MESSAGE;
    }

    public boolean isPresence() {
        return kind == Kind.PRESENCE;
    }

    public boolean isIq() {
        return kind == Kind.IQ;
    }

    public boolean isType(String type) {
        return type().equals(type);
    }

    /// Whether it is an IQ that must be answered: get or set (RFC 6120 §8.2.3).
    public boolean isRequest() {
        return kind == Kind.IQ && (isType("get") || isType("set"));
    }

    /// Whether it is an IQ that answers: result or error.
    public boolean isResponse() {
        return kind == Kind.IQ && (isType("result") || isType("error"));
    }

    /// Whether its type is `error`: never to be answered by an error (RFC 6120 §8.3.1).
    public boolean isError() {
        return isType("error");
    }

    /// The direct children in their order.
    public List<Child> children() {
        return Collections.unmodifiableList(Arrays.asList(contents()));
    }

    public boolean has(String name, String namespace) {
        return find(name, namespace) != null;
    }

    /// The tree of the first child of that name in that namespace.
    public Optional<Element> child(String name, String namespace) {
        return Optional.ofNullable(find(name, namespace)).map(this::element);
    }

    /// The tree of the first child.
    public Optional<Element> firstChild() {
        return contents().length == 0 ? Optional.empty() : Optional.of(element(contents()[0]));
    }

    /// The tree of one of the [#children()].
    public Element element(Child child) {
        return TreeReader.read(bytes, child.start(), TreeReader.scopeIn(bytes, 0, Scope.CLIENT));
    }

    /// The text of `<body/>`, if there is one.
    public Optional<String> body() {
        return child("body", Namespaces.CLIENT).map(Element::text);
    }

    /// The whole tree, in `jabber:client`; built anew by each call.
    public Element element() {
        return TreeReader.read(bytes, 0, Scope.CLIENT);
    }

    /// The canonical bytes: shared, not to be modified.
    public byte[] bytes() {
        return bytes;
    }

    public int size() {
        return bytes.length;
    }

    /// For code and tests; not for logs, as it holds what people wrote.
    public String toXml() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    public Stanza withTo(@Nullable Jid jid) {
        var changed = withAttribute(Layout.TO, jid == null ? "" : jid.toString());
        changed.to = jid == null ? Address.ABSENT : Address.of(jid);
        changed.from = from;
        return changed;
    }

    /// As [#withTo(Jid)], for one of many: the address is written already, and where the copy's parts are is found out
    /// only when somebody asks.
    public Stanza copyTo(Recipient recipient) {
        var layout = layout();
        var replaces = layout.has(Layout.TO);
        var cut = replaces ? layout.value(Layout.TO) : layout.nameEnd();
        var end = replaces ? layout.valueEnd(Layout.TO) : cut;
        var added = replaces ? recipient.valueLength() : recipient.attribute().length;
        var changed = new byte[cut + added + bytes.length - end];
        System.arraycopy(bytes, 0, changed, 0, cut);
        System.arraycopy(recipient.attribute(), replaces ? Recipient.VALUE : 0, changed, cut, added);
        System.arraycopy(bytes, end, changed, cut + added, bytes.length - end);
        var copy = new Stanza(kind, changed, (Parts) null);
        copy.to = recipient.address();
        copy.from = fromAddress();
        copy.type = type();
        return copy;
    }

    /// The stanza of this kind whose [#bytes] these were: what else is asked for is found again.
    public static Stanza again(Kind kind, byte[] bytes) {
        return new Stanza(kind, bytes, (Parts) null);
    }

    /// The same, to be kept for long: its bytes alone. What else is asked for is found again and kept then.
    public Stanza lean() {
        return new Stanza(kind, bytes, (Parts) null);
    }

    public Stanza withFrom(@Nullable Jid jid) {
        var changed = withAttribute(Layout.FROM, jid == null ? "" : jid.toString());
        changed.from = jid == null ? Address.ABSENT : Address.of(jid);
        changed.to = to;
        return changed;
    }

    /// @param type "" for none
    public Stanza withType(String type) {
        return withAttribute(Layout.TYPE, checked(type)).addressedAs(this);
    }

    /// @param id "" for none
    public Stanza withId(String id) {
        return withAttribute(Layout.ID, checked(id)).addressedAs(this);
    }

    /// @param lang "" for none
    public Stanza withLang(String lang) {
        return withAttribute(Layout.LANG, checked(lang)).addressedAs(this);
    }

    /// This stanza with `child` behind its other children.
    public Stanza with(Element child) {
        return with(child.name(), child.namespace(), child.toBytes(Namespaces.CLIENT));
    }

    /// This stanza with a child that is XML already; without a declaration its namespace is `jabber:client`.
    ///
    /// @throws MalformedStanza if it is not one element
    public Stanza withRaw(byte[] child) {
        try {
            var scan = XmlScan.whole(child, Scope.CLIENT, Namespace.CLIENT, XmlLimits.OWN);
            return scan.wantsRewriting()
                    ? with(TreeReader.read(child, scan.start(), Scope.CLIENT))
                    : with(scan.name(), scan.namespace(), Arrays.copyOfRange(child, scan.start(), scan.end()));
        } catch (MalformedXml e) {
            throw new MalformedStanza("not an element: " + e.getMessage(), e);
        }
    }

    /// This stanza without the direct children whose name and namespace `unwanted` picks.
    public Stanza without(BiPredicate<String, String> unwanted) {
        return without(child -> unwanted.test(child.name(), child.namespace()));
    }

    /// This stanza without the direct children that `unwanted` picks.
    public Stanza without(Predicate<Child> unwanted) {
        var rest = new Child[contents().length];
        var kept = 0;
        var out = new XmlWriter(bytes.length);
        var copied = 0;
        var delta = 0;
        for (var child : contents()) {
            if (unwanted.test(child)) {
                out.raw(bytes, copied, child.start());
                copied = child.end();
                delta += child.end() - child.start();
            } else {
                rest[kept++] = child.moved(-delta);
            }
        }
        if (kept == contents().length) {
            return this;
        }
        var shorter = out.raw(bytes, copied, bytes.length).toBytes();
        var moved = layout().withContent(layout().startTagEnd(), layout().contentEnd() - delta);
        return new Stanza(kind, shorter, moved, Arrays.copyOf(rest, kept)).addressedAs(this);
    }

    /// The answer to this IQ request (RFC 6120 §8.2.3): back to its sender, with the same id.
    public Stanza result(Element... payload) {
        return parse(Canonical.write(Kind.IQ, "result", id(), to(), from(), bytes(payload)));
    }

    /// The refusal of this stanza (RFC 6120 §8.3): back to its sender, with the same id; what it held is not echoed.
    public Stanza error(StanzaError error) {
        return parse(Canonical.write(kind, "error", id(), to(), from(), bytes(error.toElement())));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Stanza that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// What it is and how large, without anything that people wrote: safe for a log.
    @Override
    public String toString() {
        return kind.elementName() + "[type=" + type() + ", id=" + id() + ", " + bytes.length + " bytes]";
    }

    private Parts parts() {
        var known = parts;
        if (known == null) {
            known = parse(bytes).parts();
            parts = known;
        }
        return known;
    }

    private Layout layout() {
        return parts().layout;
    }

    private Child[] contents() {
        return parts().children;
    }

    private Address toAddress() {
        var known = to;
        if (known == null) {
            known = address(Layout.TO);
            to = known;
        }
        return known;
    }

    private Address fromAddress() {
        var known = from;
        if (known == null) {
            known = address(Layout.FROM);
            from = known;
        }
        return known;
    }

    private Address address(int attribute) {
        return layout().has(attribute) ? Address.parse(attribute(attribute)) : Address.ABSENT;
    }

    private String attribute(int attribute) {
        return layout().has(attribute)
                ? XmlText.attribute(bytes, layout().value(attribute), layout().valueEnd(attribute))
                : "";
    }

    private @Nullable Child find(String name, String namespace) {
        for (var child : contents()) {
            if (child.is(name, namespace)) {
                return child;
            }
        }
        return null;
    }

    private Stanza addressedAs(Stanza other) {
        to = other.to;
        from = other.from;
        return this;
    }

    private Stanza withAttribute(int attribute, String value) {
        var layout = layout();
        if (value.isEmpty()) {
            return layout.has(attribute) ? withoutAttribute(attribute) : new Stanza(kind, bytes, parts());
        }
        var out = new XmlWriter(value.length() + 16);
        if (layout.has(attribute)) {
            var escaped = out.attributeValue(value).toBytes();
            var end = layout.valueEnd(attribute);
            var delta = escaped.length - (end - layout.value(attribute));
            return spliced(layout.value(attribute), end, escaped, layout.moved(end, delta));
        }
        var added = out.raw(" ").raw(Layout.nameOf(attribute)).raw("='");
        var at = layout.nameEnd();
        var start = at + added.size();
        var whole = added.attributeValue(value).raw("'").toBytes();
        var moved = layout.moved(at, whole.length).with(attribute, at, start, at + whole.length - 1);
        return spliced(at, at, whole, moved);
    }

    private Stanza withoutAttribute(int attribute) {
        var layout = layout();
        var cut = layout.cut(attribute);
        var end = layout.valueEnd(attribute) + 1;
        return spliced(cut, end, new byte[0], layout.without(attribute).moved(end, cut - end));
    }

    /// The same with bytes in its start tag replaced.
    private Stanza spliced(int cut, int end, byte[] replacement, Layout moved) {
        var out = new XmlWriter(bytes.length + replacement.length);
        var spliced = out.raw(bytes, 0, cut)
                .raw(replacement)
                .raw(bytes, end, bytes.length)
                .toBytes();
        var delta = spliced.length - bytes.length;
        var movedChildren = contents().clone();
        for (var i = 0; i < movedChildren.length; i++) {
            movedChildren[i] = movedChildren[i].moved(delta);
        }
        return new Stanza(kind, spliced, moved, movedChildren);
    }

    private Stanza with(String name, String namespace, byte[] child) {
        var layout = layout();
        var out = new XmlWriter(bytes.length + child.length + 16);
        var open = layout.contentEnd() < 0;
        var tagEnd = open ? layout.startTagEnd() - 1 : layout.startTagEnd();
        var at = open ? tagEnd : layout.contentEnd();
        if (open) {
            out.raw(bytes, 0, at - 1)
                    .raw(">")
                    .raw(child)
                    .raw("</")
                    .raw(bytes, 1, layout.nameEnd())
                    .raw(">");
        } else {
            out.raw(bytes, 0, at).raw(child).raw(bytes, at, bytes.length);
        }
        var more = Arrays.copyOf(contents(), contents().length + 1);
        more[more.length - 1] = new Child(name, namespace, at, at + child.length);
        return new Stanza(kind, out.toBytes(), layout.withContent(tagEnd, at + child.length), more).addressedAs(this);
    }

    private static String checked(String value) {
        Element.requireText(value);
        return value;
    }

    private static byte[][] bytes(Element... children) {
        var all = new byte[children.length][];
        for (var i = 0; i < children.length; i++) {
            all[i] = children[i].toBytes(Namespaces.CLIENT);
        }
        return all;
    }
}
