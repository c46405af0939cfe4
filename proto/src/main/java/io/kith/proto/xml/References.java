package io.kith.proto.xml;

import static io.kith.proto.xml.MalformedXml.Fault.LIMIT;
import static io.kith.proto.xml.MalformedXml.Fault.NOT_WELL_FORMED;
import static io.kith.proto.xml.MalformedXml.Fault.RESTRICTED;

/// Character references and the five predefined entities (XML 1.0 §4.1, §4.6). Any other entity would need a DTD, which
/// RFC 6120 §11.1 forbids.
final class References {

    /// Bytes of one reference from `&` to `;`. Real ones have ten at most; leading zeros could be endless.
    static final int REFERENCE_BYTES_MAX = 32;

    private References() {}

    /// Where the reference that begins at `start` ends, its semicolon counted in; -1 if more bytes must come first.
    static int end(byte[] xml, int start, int end) {
        for (var i = start + 1; i < end; i++) {
            if (i - start >= REFERENCE_BYTES_MAX) {
                throw MalformedXml.inInput(LIMIT, "a reference of more than " + REFERENCE_BYTES_MAX + " bytes");
            }
            var b = xml[i];
            if (b == ';') {
                return i + 1;
            }
            // Which name it is does not matter here, only that it could be one: any but five are refused.
            if (b >= 0 && !XmlChars.isName(b) && !(b == '#' && i == start + 1)) {
                throw MalformedXml.inInput(NOT_WELL_FORMED, "a & that begins no reference");
            }
        }
        return -1;
    }

    /// The character that the reference from `start` to `end` stands for.
    static int value(byte[] xml, int start, int end) {
        if (xml[start + 1] == '#') {
            return number(xml, start + 2, end - 1);
        }
        var length = end - start - 2;
        var first = xml[start + 1];
        if (length == 2 && xml[start + 2] == 't') {
            if (first == 'l') {
                return '<';
            }
            if (first == 'g') {
                return '>';
            }
        }
        if (length == 3 && first == 'a' && xml[start + 2] == 'm' && xml[start + 3] == 'p') {
            return '&';
        }
        if (length == 4 && xml[start + 2] == (first == 'q' ? 'u' : 'p') && xml[start + 3] == 'o') {
            if (first == 'a' && xml[start + 4] == 's') {
                return '\'';
            }
            if (first == 'q' && xml[start + 4] == 't') {
                return '"';
            }
        }
        if (length == 0) {
            throw MalformedXml.inInput(NOT_WELL_FORMED, "a reference to nothing");
        }
        throw MalformedXml.inInput(RESTRICTED, "an entity other than the five of XML");
    }

    private static int number(byte[] xml, int from, int to) {
        var hex = from < to && xml[from] == 'x';
        var digits = hex ? from + 1 : from;
        if (digits == to) {
            throw MalformedXml.inInput(NOT_WELL_FORMED, "a character reference without a number");
        }
        var value = 0;
        for (var i = digits; i < to; i++) {
            var digit = xml[i] < 0 ? -1 : Character.digit(xml[i], hex ? 16 : 10);
            if (digit < 0) {
                throw MalformedXml.inInput(NOT_WELL_FORMED, "a character reference that is no number");
            }
            value = Math.min(value * (hex ? 16 : 10) + digit, 0x110000); // saturates: all above is refused alike
        }
        if (!XmlChars.isChar(value)) {
            throw MalformedXml.inInput(NOT_WELL_FORMED, "a reference to a character that XML does not have");
        }
        return value;
    }
}
