package io.kith.proto.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// How XMPP writes the messages of SASL: in base64, an empty message as `=` (RFC 6120 §6.4.2).
public final class SaslPayload {

    private static final String EMPTY_MESSAGE = "=";

    private SaslPayload() {}

    /// The message in an `<auth/>` or `<response/>` that has text; an absent text is an absent message, which
    /// the caller tells apart. Strict: padding is required, its unused bits are zero, and nothing else is
    /// skipped or ignored.
    ///
    /// @return empty when it is not base64: the login fails with `incorrect-encoding`
    public static Optional<byte[]> decode(String text) {
        return text.equals(EMPTY_MESSAGE) ? Optional.of(new byte[0]) : decodeBase64(text);
    }

    /// The text of a `<challenge/>` or `<success/>`, or, on the other side, of an `<auth/>` or `<response/>`.
    public static String encode(String message) {
        return message.isEmpty() ? EMPTY_MESSAGE : encodeBase64(message.getBytes(StandardCharsets.UTF_8));
    }

    static Optional<byte[]> decodeBase64(String text) {
        try {
            var decoded = Base64.getDecoder().decode(text);
            // The JDK's decoder accepts a missing padding and any unused bits.
            return encodeBase64(decoded).equals(text) ? Optional.of(decoded) : Optional.empty();
        } catch (IllegalArgumentException wrong) {
            return Optional.empty();
        }
    }

    static String encodeBase64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
