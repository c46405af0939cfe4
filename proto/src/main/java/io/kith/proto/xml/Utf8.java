package io.kith.proto.xml;

import static io.kith.proto.xml.MalformedXml.Fault.NOT_WELL_FORMED;

/// Checks characters of more than one byte (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF, and
/// neither U+FFFE nor U+FFFF, which XML does not have.
final class Utf8 {

    private Utf8() {}

    /// How many bytes a character has that begins with `lead`.
    static int length(byte lead) {
        var b = lead & 0xFF;
        if (b >= 0xC2 && b <= 0xDF) {
            return 2;
        }
        if (b >= 0xE0 && b <= 0xEF) {
            return 3;
        }
        if (b >= 0xF0 && b <= 0xF4) {
            return 4;
        }
        throw MalformedXml.inInput(NOT_WELL_FORMED, "not UTF-8");
    }

    /// The character of `length` bytes at `p`, which are all there.
    static int codePoint(byte[] xml, int p, int length) {
        var c = xml[p] & (0x7F >> length);
        for (var i = 1; i < length; i++) {
            var b = xml[p + i];
            if ((b & 0xC0) != 0x80) {
                throw MalformedXml.inInput(NOT_WELL_FORMED, "not UTF-8");
            }
            c = c << 6 | (b & 0x3F);
        }
        var least = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000;
        if (c < least || !XmlChars.isChar(c)) {
            throw MalformedXml.inInput(NOT_WELL_FORMED, "not UTF-8, or a character that XML does not have");
        }
        return c;
    }
}
