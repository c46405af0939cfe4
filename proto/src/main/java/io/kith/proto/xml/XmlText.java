package io.kith.proto.xml;

import java.nio.charset.StandardCharsets;

/// The characters that a scanned piece of text or of an attribute's value stands for: references resolved, line ends
/// and attribute white space normalised (XML 1.0 §2.11, §3.3.3).
public final class XmlText {

    private XmlText() {}

    /// What stands between an attribute's quotes.
    public static String attribute(byte[] xml, int from, int to) {
        var known = KnownNames.find(xml, from, to);
        if (known != null) {
            return known;
        }
        return isPlain(xml, from, to, true)
                ? new String(xml, from, to - from, StandardCharsets.UTF_8)
                : decode(xml, from, to, true, new StringBuilder(to - from)).toString();
    }

    /// Appends the character data at `from` to `to`, which holds no tag and no CDATA mark.
    static void append(byte[] xml, int from, int to, StringBuilder out) {
        if (isPlain(xml, from, to, false)) {
            out.append(new String(xml, from, to - from, StandardCharsets.UTF_8));
        } else {
            decode(xml, from, to, false, out);
        }
    }

    /// Appends the inside of a CDATA section, in which only line ends are normalised.
    static void appendLiteral(byte[] xml, int from, int to, StringBuilder out) {
        out.append(new String(xml, from, to - from, StandardCharsets.UTF_8)
                .replace("\r\n", "\n")
                .replace('\r', '\n'));
    }

    private static boolean isPlain(byte[] xml, int from, int to, boolean attribute) {
        for (var i = from; i < to; i++) {
            var b = xml[i];
            if (b == '&' || b == '\r' || (attribute && (b == '\n' || b == '\t'))) {
                return false;
            }
        }
        return true;
    }

    private static StringBuilder decode(byte[] xml, int from, int to, boolean attribute, StringBuilder out) {
        var plain = from;
        for (var i = from; i < to; i++) {
            var b = xml[i];
            var special = b == '&' || b == '\r' || (attribute && (b == '\n' || b == '\t'));
            if (!special) {
                continue;
            }
            out.append(new String(xml, plain, i - plain, StandardCharsets.UTF_8));
            if (b == '&') {
                var end = References.end(xml, i, to);
                out.appendCodePoint(References.value(xml, i, end));
                i = end - 1;
            } else if (b == '\r' && i + 1 < to && xml[i + 1] == '\n') {
                plain = i + 1; // the newline that follows stands for both
                continue;
            } else {
                out.append(attribute ? ' ' : '\n');
            }
            plain = i + 1;
        }
        return out.append(new String(xml, plain, to - plain, StandardCharsets.UTF_8));
    }
}
