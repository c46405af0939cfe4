package io.kith.proto.stream;

import static io.kith.proto.xml.MalformedXml.Fault.ENCODING;
import static io.kith.proto.xml.MalformedXml.Fault.LIMIT;
import static io.kith.proto.xml.MalformedXml.Fault.NOT_WELL_FORMED;
import static io.kith.proto.xml.MalformedXml.Fault.RESTRICTED;

import io.kith.proto.xml.MalformedXml;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// What may stand before a stream header: white space and one XML declaration (RFC 6120 §11.5).
///
/// COMPAT(clients that end what they sent before a stream restart with a newline): white space may also come before
/// the declaration, where XML does not allow it.
final class Prolog {

    /// Bytes of an XML declaration; a long one has 60.
    static final int DECLARATION_BYTES_MAX = 256;

    private static final byte[] OPENING = "<?xml".getBytes(StandardCharsets.US_ASCII);

    private static final Pattern DECLARATION = Pattern.compile("\\s+version\\s*=\\s*(?:'1\\.[0-9]+'|\"1\\.[0-9]+\")"
            + "(?:\\s+encoding\\s*=\\s*(?:'(?<single>[A-Za-z][A-Za-z0-9._-]*)'"
            + "|\"(?<double>[A-Za-z][A-Za-z0-9._-]*)\"))?"
            + "(?:\\s+standalone\\s*=\\s*(?:'(?:yes|no)'|\"(?:yes|no)\"))?\\s*");

    private Prolog() {}

    /// @throws MalformedXml if the first byte is that of a mark of another encoding, or U+FEFF, which is text here and
    /// no
    ///     mark (RFC 6120 §11.6)
    static void requireNoMark(byte first) {
        switch (first & 0xFF) {
            case 0xFE, 0xFF -> throw encoding();
            case 0xEF -> throw MalformedXml.inInput(NOT_WELL_FORMED, "text before the stream");
            default -> {
                // what it is, is seen next
            }
        }
    }

    /// Past the XML declaration that begins at `from`, or the complement of `from` if more is needed.
    ///
    /// @throws MalformedXml if it is another instruction, malformed, too long, or of another encoding
    static int declaration(byte[] bytes, int from, int end) {
        for (var i = 0; i < OPENING.length; i++) {
            if (from + i == end) {
                return ~from;
            }
            if (bytes[from + i] != OPENING[i]) {
                throw MalformedXml.inInput(RESTRICTED, "a processing instruction");
            }
        }
        var last = Math.min(end, from + DECLARATION_BYTES_MAX);
        var inner = from + OPENING.length;
        for (var i = inner + 1; i < last; i++) {
            if (bytes[i] == '>' && bytes[i - 1] == '?') {
                require(new String(bytes, inner, i - 1 - inner, StandardCharsets.UTF_8));
                return i + 1;
            }
        }
        if (end > last) {
            throw MalformedXml.inInput(LIMIT, "more than " + DECLARATION_BYTES_MAX + " bytes in an XML declaration");
        }
        return ~from;
    }

    static MalformedXml encoding() {
        return MalformedXml.inInput(ENCODING, "only UTF-8 is spoken here");
    }

    private static void require(String declaration) {
        if (!declaration.isEmpty() && !Character.isWhitespace(declaration.charAt(0))) {
            throw MalformedXml.inInput(RESTRICTED, "a processing instruction");
        }
        var parts = DECLARATION.matcher(declaration);
        if (!parts.matches()) {
            throw MalformedXml.inInput(NOT_WELL_FORMED, "not an XML declaration");
        }
        var encoding = parts.group("single") == null ? parts.group("double") : parts.group("single");
        if (encoding != null && !encoding.equalsIgnoreCase("UTF-8")) {
            throw encoding();
        }
    }
}
