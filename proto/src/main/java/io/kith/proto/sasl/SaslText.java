package io.kith.proto.sasl;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The text of a SASL message: UTF-8 without NUL, bounded.
final class SaslText {

    /// The longest message of any mechanism here, in bytes. A SCRAM message repeats an authzid of at most
    /// 3,071 bytes.
    static final int MESSAGE_BYTES_MAX = 8_192;

    /// The longest name to log in as, in bytes: a local part of an address.
    static final int AUTHCID_BYTES_MAX = 1_023;

    /// The longest name to act as, in bytes: a whole address.
    static final int AUTHZID_BYTES_MAX = 3_071;

    private SaslText() {}

    static Optional<String> decode(byte[] message) {
        if (message.length > MESSAGE_BYTES_MAX) {
            return Optional.empty();
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder() // reports what is malformed, unlike new String
                    .decode(ByteBuffer.wrap(message))
                    .toString());
        } catch (CharacterCodingException malformed) {
            return Optional.empty();
        }
    }

    static boolean fits(String name, int bytesMax) {
        return name.getBytes(StandardCharsets.UTF_8).length <= bytesMax;
    }
}
