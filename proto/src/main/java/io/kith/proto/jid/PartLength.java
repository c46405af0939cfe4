package io.kith.proto.jid;

/// The bounds of each part of an address: 1 to 1023 bytes of UTF-8 once prepared (RFC 7622 §3.2 to §3.4).
final class PartLength {

    static final int BYTES_MAX = 1023;

    /// No prepared part within the bound was written in more characters than this: the mappings shorten a
    /// character to a third of its bytes and compose four characters to three bytes at best. Bounds the work
    /// on hostile text.
    static final int WRITTEN_CHARS_MAX = 2 * BYTES_MAX;

    private PartLength() {}

    static void checkWritten(String written, String part) {
        if (written.length() > WRITTEN_CHARS_MAX) {
            throw new MalformedJid(part + " is too long");
        }
    }

    static void check(String prepared, String part) {
        if (prepared.isEmpty()) {
            throw new MalformedJid(part + " is empty");
        }
        if (prepared.length() > BYTES_MAX || utf8Length(prepared) > BYTES_MAX) {
            throw new MalformedJid(part + " is too long");
        }
    }

    private static int utf8Length(String text) {
        var bytes = 0;
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            // Each half of a surrogate pair counts for two of its four bytes.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}
