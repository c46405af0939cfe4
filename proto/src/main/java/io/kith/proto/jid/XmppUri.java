package io.kith.proto.jid;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads the address in an XMPP URI or IRI: `xmpp:romeo@verona.example?message` (RFC 5122).
public final class XmppUri {

    private static final String SCHEME = "xmpp:";
    private static final int ENCODED_LENGTH = 3; // %41
    private static final int HEX = 16;

    private XmppUri() {}

    /// The address that it names, with what a URI has to encode decoded (§2.7.2), without query and fragment; empty if
    /// it is none, of another scheme, or names the account to act as beside it (§2.3).
    public static Optional<Jid> address(String uri) {
        if (!uri.startsWith(SCHEME)) {
            return Optional.empty();
        }
        return decoded(uri.substring(SCHEME.length()).split("[?;#]", 2)[0]).flatMap(Jid::tryParse);
    }

    /// Empty when something is encoded that is no byte, or the bytes are not UTF-8.
    private static Optional<String> decoded(String encoded) {
        var utf8 = encoded.getBytes(StandardCharsets.UTF_8);
        var bytes = new ByteArrayOutputStream(utf8.length);
        for (var i = 0; i < utf8.length; i++) {
            if (utf8[i] != '%') {
                bytes.write(utf8[i]);
                continue;
            }
            if (utf8.length - i < ENCODED_LENGTH) {
                return Optional.empty();
            }
            var high = Character.digit(utf8[i + 1], HEX);
            var low = Character.digit(utf8[i + 2], HEX);
            if (high < 0 || low < 0) {
                return Optional.empty();
            }
            bytes.write(high * HEX + low);
            i += ENCODED_LENGTH - 1;
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }
}
