package io.kith.proto.xml;

import java.util.ArrayList;
import java.util.List;

/// Builds a tree from bytes that [XmlScan] has accepted, and so checks nothing again. Recursion is as deep as the
/// scan's `depthMax` allowed.
public final class TreeReader {

    private static final int CDATA_MARK = "<![CDATA[".length();

    private final byte[] xml;
    private final Attributes attributes = new Attributes(8);
    private int p;

    private TreeReader(byte[] xml, int start) {
        this.xml = xml;
        this.p = start;
    }

    /// The element whose `<` is at `start`.
    public static Element read(byte[] xml, int start, Scope scope) {
        return new TreeReader(xml, start).element(scope);
    }

    /// The declarations in force inside of the element whose `<` is at `start`.
    public static Scope scopeIn(byte[] xml, int start, Scope scope) {
        var reader = new TreeReader(xml, start + 1);
        reader.name();
        reader.attributes();
        return reader.declared(scope);
    }

    private Element element(Scope outer) {
        p++;
        var nameStart = p;
        var colon = name();
        var nameEnd = p;
        attributes();
        var scope = declared(outer);
        var name = KnownNames.of(xml, colon < 0 ? nameStart : colon + 1, nameEnd);
        var namespace = colon < 0
                ? scope.defaultNamespace()
                : Prefixes.resolve(xml, nameStart, colon, scope).namespace();
        var named = named(scope);
        var empty = xml[p] == '/';
        p += empty ? 2 : 1;
        return Element.trusted(name, namespace, named, empty ? List.of() : content(scope));
    }

    private List<Object> content(Scope scope) {
        var nodes = new ArrayList<Object>();
        var text = new StringBuilder();
        while (true) {
            var from = p;
            while (xml[p] != '<') {
                p++;
            }
            if (p > from) {
                XmlText.append(xml, from, p, text);
            }
            if (xml[p + 1] == '!') {
                cdata(text);
                continue;
            }
            if (!text.isEmpty()) {
                nodes.add(text.toString());
                text.setLength(0);
            }
            if (xml[p + 1] == '/') {
                while (xml[p] != '>') {
                    p++;
                }
                p++;
                return nodes;
            }
            nodes.add(element(scope));
        }
    }

    private void cdata(StringBuilder text) {
        p += CDATA_MARK;
        var from = p;
        while (xml[p] != ']' || xml[p + 1] != ']' || xml[p + 2] != '>') {
            p++;
        }
        XmlText.appendLiteral(xml, from, p, text);
        p += 3;
    }

    /// Past a name; where its colon is, or -1.
    private int name() {
        var colon = -1;
        while (xml[p] != '>' && xml[p] != '/' && xml[p] != '=' && !XmlChars.isSpace(xml[p])) {
            if (xml[p] == ':') {
                colon = p;
            }
            p++;
        }
        return colon;
    }

    /// Past all attributes, to the `>` or `/` of the tag.
    private void attributes() {
        attributes.clear();
        while (true) {
            var cut = p;
            skipSpace();
            if (xml[p] == '>' || xml[p] == '/') {
                return;
            }
            var start = p;
            var colon = name();
            attributes.add(xml, cut, start, colon, p);
            skipSpace();
            p++;
            skipSpace();
            var quote = xml[p++];
            var value = p;
            while (xml[p] != quote) {
                p++;
            }
            attributes.value(value, p, true);
            p++;
        }
    }

    private void skipSpace() {
        while (XmlChars.isSpace(xml[p])) {
            p++;
        }
    }

    private Scope declared(Scope outer) {
        var scope = outer;
        for (var i = 0; i < attributes.size(); i++) {
            if (attributes.isDeclaration(xml, i)) {
                scope = attributes.hasPrefix(i)
                        ? Prefixes.declare(xml, attributes, i, scope)
                        : scope.with("", attributes.value(xml, i));
            }
        }
        return scope;
    }

    private List<String> named(Scope scope) {
        var named = new ArrayList<String>(2 * attributes.size());
        for (var i = 0; i < attributes.size(); i++) {
            if (attributes.isDeclaration(xml, i)) {
                continue;
            }
            named.add(attributeName(i, scope));
            named.add(attributes.value(xml, i));
        }
        return named;
    }

    private String attributeName(int i, Scope scope) {
        var start = attributes.nameStart(i);
        var colon = attributes.colon(i);
        if (colon < 0) {
            return KnownNames.of(xml, start, attributes.nameEnd(i));
        }
        var local = KnownNames.of(xml, colon + 1, attributes.nameEnd(i));
        var bound = Prefixes.resolve(xml, start, colon, scope);
        return bound.isXml() ? "xml:" + local : "{" + bound.namespace() + "}" + local;
    }
}
