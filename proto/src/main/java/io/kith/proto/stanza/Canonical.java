package io.kith.proto.stanza;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.xml.Namespace;
import io.kith.proto.xml.Scope;
import io.kith.proto.xml.TreeReader;
import io.kith.proto.xml.XmlLimits;
import io.kith.proto.xml.XmlScan;
import io.kith.proto.xml.XmlWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Makes a scanned element's bytes canonical: they begin at the element, leave the content namespace out where it would
/// be inherited, declare every prefix they use, and say their language if the stream said it for them.
///
/// The rare forms (a prefix for the content namespace, the content namespace declared again, CDATA) go through a tree.
final class Canonical {

    private static final byte[] XMLNS = "xmlns".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};

    private Canonical() {}

    /// @param shared whether the array may become the stanza's own if nothing needs to be changed
    /// @param language that the stanza gets if it says none
    static Stanza of(byte[] xml, boolean shared, XmlScan scan, Scope scope, Namespace content, Language language) {
        var kind = Stanza.Kind.named(scan.name());
        if (kind == null || !content.is(scan.namespace())) {
            throw new MalformedStanza("no stanza of this stream: " + scan.name());
        }
        if (scan.wantsRewriting()) {
            var tree = TreeReader.read(xml, scan.start(), scope);
            var client = content == Namespace.CLIENT ? tree : tree.renamed(content.name(), Namespaces.CLIENT);
            var bytesMax = XmlLimits.OWN.stanzaBytesMax();
            return Stanza.parse(
                    new XmlWriter(256, bytesMax)
                            .element(client, Namespaces.CLIENT)
                            .toBytes(),
                    language);
        }
        var splice = splice(xml, scan, language);
        if (!scan.borrowed().isEmpty()) {
            return Stanza.parse(declaring(xml, scan, splice));
        }
        var bytes = shared && splice.isWhole(xml, scan.end()) ? xml : splice.bytes(xml, scan.end());
        return new Stanza(kind, bytes, Layout.of(scan, xml, splice), children(scan, splice, content));
    }

    /// What must be cut out, the content namespace's declaration on the element itself; and what must be put in, behind
    /// the name or in the place of that.
    private static Splice splice(byte[] xml, XmlScan scan, Language language) {
        var attributes = scan.attributes();
        var cut = scan.nameEnd();
        var cutEnd = cut;
        var put = language.attribute();
        for (var i = 0; i < attributes.size(); i++) {
            if (attributes.isNamed(xml, i, XMLNS)) {
                cut = attributes.cut(i);
                cutEnd = attributes.end(i);
            } else if (put.length > 0 && attributes.isNamed(xml, i, Layout.nameOf(Layout.LANG))) {
                put = NOTHING;
            }
        }
        return new Splice(scan.start(), cut, cutEnd, put);
    }

    private static byte[] declaring(byte[] xml, XmlScan scan, Splice splice) {
        var out = new XmlWriter(scan.end() - scan.start() + 128);
        out.raw(xml, scan.start(), scan.nameEnd());
        scan.borrowed().writeTo(out);
        out.raw(xml, scan.nameEnd(), splice.cut()).raw(splice.put());
        return out.raw(xml, splice.cutEnd(), scan.end()).toBytes();
    }

    private static Stanza.Child[] children(XmlScan scan, Splice splice, Namespace content) {
        var children = new Stanza.Child[scan.childCount()];
        for (var i = 0; i < children.length; i++) {
            var namespace = scan.childNamespace(i);
            children[i] = new Stanza.Child(
                    scan.childName(i),
                    content.is(namespace) ? Namespaces.CLIENT : namespace,
                    splice.place(scan.childStart(i)),
                    splice.place(scan.childEnd(i)));
        }
        return children;
    }

    /// The kind and the rest of a stanza of our own, as bytes.
    static byte[] write(
            Stanza.Kind kind, String type, String id, @Nullable Object from, @Nullable Object to, byte[]... children) {
        var out = new XmlWriter(256).raw("<").raw(kind.elementName());
        attribute(out, "type", type);
        attribute(out, "id", id);
        attribute(out, "from", from == null ? "" : from.toString());
        attribute(out, "to", to == null ? "" : to.toString());
        if (children.length == 0) {
            return out.raw("/>").toBytes();
        }
        out.raw(">");
        for (var child : children) {
            out.raw(child);
        }
        return out.raw("</").raw(kind.elementName()).raw(">").toBytes();
    }

    private static void attribute(XmlWriter out, String name, String value) {
        if (!value.isEmpty()) {
            out.attribute(name, value);
        }
    }
}
