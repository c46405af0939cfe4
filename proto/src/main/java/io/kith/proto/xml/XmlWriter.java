package io.kith.proto.xml;

import io.kith.proto.ns.Namespaces;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Writes XML as UTF-8 into one growing array: tags, attributes in single quotes, text with what must be escaped.
///
/// Escapes so that a reader gets back exactly what was given: carriage returns, and in attributes tabs and newlines, go
/// as character references (XML 1.0 §2.11, §3.3.3). It checks nothing: names and texts were checked where they entered.
/// Its array grows with what is written, up to a bound if it was given one.
public final class XmlWriter {

    private final int bytesMax;
    private byte[] bytes;
    private int size;

    /// @param expected how many bytes are likely
    public XmlWriter(int expected) {
        this(expected, Integer.MAX_VALUE);
    }

    /// @param bytesMax how many bytes may be written at most; what would be more ends in [MalformedXml]
    public XmlWriter(int expected, int bytesMax) {
        bytes = new byte[Math.max(16, expected)];
        this.bytesMax = bytesMax;
    }

    /// Appends what is XML already.
    public XmlWriter raw(byte[] xml, int from, int to) {
        grow(to - from);
        System.arraycopy(xml, from, bytes, size, to - from);
        size += to - from;
        return this;
    }

    /// Appends what is XML already.
    public XmlWriter raw(byte[] xml) {
        return raw(xml, 0, xml.length);
    }

    /// Appends what is XML already and ASCII.
    public XmlWriter raw(String ascii) {
        grow(ascii.length());
        for (var i = 0; i < ascii.length(); i++) {
            bytes[size++] = (byte) ascii.charAt(i);
        }
        return this;
    }

    /// Appends a name, which may be other than ASCII.
    XmlWriter name(String name) {
        return escaped(name, false);
    }

    /// Appends ` name='value'`.
    public XmlWriter attribute(String name, String value) {
        raw(" ").name(name).raw("='");
        return attributeValue(value).raw("'");
    }

    /// Appends what stands between the quotes of an attribute.
    public XmlWriter attributeValue(String value) {
        return escaped(value, true);
    }

    /// Appends character data.
    public XmlWriter text(String text) {
        return escaped(text, false);
    }

    /// Appends an element, and its namespace's declaration if that is not the one in force around it.
    public XmlWriter element(Element element, String inheritedNamespace) {
        // The namespace of the prefix xml may not be declared as a default (Namespaces in XML 1.0 §3).
        var reserved = element.namespace().equals(Namespaces.XML);
        var name = reserved ? "xml:" + element.name() : element.name();
        raw("<").name(name);
        if (!reserved && !element.namespace().equals(inheritedNamespace)) {
            attribute("xmlns", element.namespace());
        }
        element.writeAttributes(this);
        if (element.isEmpty()) {
            return raw("/>");
        }
        raw(">");
        element.writeContent(this, reserved ? inheritedNamespace : element.namespace());
        return raw("</").name(name).raw(">");
    }

    /// How much was written.
    public int size() {
        return size;
    }

    /// What was written, in an array of its own.
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, size, StandardCharsets.UTF_8);
    }

    private XmlWriter escaped(String text, boolean inAttribute) {
        grow(text.length());
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c >= 0x80) {
                i = multibyte(text, i);
                continue;
            }
            var escape = escape(c, inAttribute);
            if (escape == null) {
                grow(1);
                bytes[size++] = (byte) c;
            } else {
                raw(escape);
            }
        }
        return this;
    }

    private static @Nullable String escape(char c, boolean inAttribute) {
        return switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '\r' -> "&#xD;";
            case '\'' -> inAttribute ? "&apos;" : null;
            case '"' -> inAttribute ? "&quot;" : null;
            case '\t' -> inAttribute ? "&#x9;" : null;
            case '\n' -> inAttribute ? "&#xA;" : null;
            default -> null;
        };
    }

    private int multibyte(String text, int at) {
        var c = text.codePointAt(at);
        grow(4);
        if (c < 0x800) {
            bytes[size++] = (byte) (0xC0 | c >> 6);
        } else {
            if (c < 0x10000) {
                bytes[size++] = (byte) (0xE0 | c >> 12);
            } else {
                bytes[size++] = (byte) (0xF0 | c >> 18);
                bytes[size++] = (byte) (0x80 | (c >> 12 & 0x3F));
            }
            bytes[size++] = (byte) (0x80 | (c >> 6 & 0x3F));
        }
        bytes[size++] = (byte) (0x80 | (c & 0x3F));
        return at + Character.charCount(c) - 1;
    }

    private void grow(int more) {
        if (size > bytesMax - more) {
            throw MalformedXml.inInput(MalformedXml.Fault.LIMIT, "more than " + bytesMax + " bytes to be written");
        }
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
        }
    }
}
