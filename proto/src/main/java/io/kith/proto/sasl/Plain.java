package io.kith.proto.sasl;

import java.util.Optional;

/// The one message of PLAIN (RFC 4616). Its password is not in `toString`.
///
/// @param authzid the name to act as, up to 3,071 bytes; `""` when it is not given
/// @param authcid the name to log in as, 1 to 1,023 bytes, not prepared yet
/// @param password as typed, 1 to [Password#CHARS_MAX] characters, not prepared yet
public record Plain(String authzid, String authcid, String password) {

    /// Reads the message.
    ///
    /// @return empty when it is none, or beyond a bound: the login fails with `malformed-request`
    public static Optional<Plain> parse(byte[] message) {
        return SaslText.decode(message).flatMap(Plain::parse);
    }

    private static Optional<Plain> parse(String message) {
        var first = message.indexOf('\0');
        var second = message.indexOf('\0', first + 1);
        if (first < 0 || second < 0 || message.indexOf('\0', second + 1) >= 0) {
            return Optional.empty();
        }
        var plain = new Plain(
                message.substring(0, first), message.substring(first + 1, second), message.substring(second + 1));
        return plain.isWithinBounds() ? Optional.of(plain) : Optional.empty();
    }

    private boolean isWithinBounds() {
        return SaslText.fits(authzid, SaslText.AUTHZID_BYTES_MAX)
                && !authcid.isEmpty()
                && SaslText.fits(authcid, SaslText.AUTHCID_BYTES_MAX)
                && !password.isEmpty()
                && password.length() <= Password.CHARS_MAX;
    }

    /// The message as a client sends it.
    public String message() {
        return authzid + '\0' + authcid + '\0' + password;
    }

    @Override
    public String toString() {
        return "Plain[" + authcid + ", …]";
    }
}
