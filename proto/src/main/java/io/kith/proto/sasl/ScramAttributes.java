package io.kith.proto.sasl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The words of SCRAM's grammar (RFC 5802 §7): `letter=value` between commas, names with two characters
/// escaped, nonces.
final class ScramAttributes {

    /// The most attributes in a message; the standard has four.
    static final int ATTRIBUTES_MAX = 16;

    static final int NONCE_CHARS_MAX = 512;

    /// The letters that have a place of their own, so that none of them is an extension.
    private static final String RESERVED = "aceimnprsv";

    private ScramAttributes() {}

    /// Splits at commas; empty when there are too many.
    static Optional<List<String>> split(String message) {
        var parts = new ArrayList<String>();
        var start = 0;
        for (var comma = message.indexOf(','); comma >= 0; comma = message.indexOf(',', start)) {
            parts.add(message.substring(start, comma));
            if (parts.size() == ATTRIBUTES_MAX) {
                return Optional.empty();
            }
            start = comma + 1;
        }
        parts.add(message.substring(start));
        return Optional.of(parts);
    }

    /// The value of `letter=value`; empty when it is another letter, or has no value.
    static Optional<String> value(char letter, String attribute) {
        return attribute.length() > 2 && attribute.charAt(0) == letter && attribute.charAt(1) == '='
                ? Optional.of(attribute.substring(2)).filter(value -> value.indexOf('\0') < 0)
                : Optional.empty();
    }

    /// Whether all are extensions that may be ignored: well formed, and none of them a letter that has its
    /// place.
    static boolean areExtensions(List<String> attributes) {
        for (var attribute : attributes) {
            var letter = attribute.isEmpty() ? ' ' : attribute.charAt(0);
            if (!isLetter(letter)
                    || RESERVED.indexOf(letter) >= 0
                    || value(letter, attribute).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /// Whether it is printable and not too long.
    static boolean isNonce(String nonce) {
        return !nonce.isEmpty()
                && nonce.length() <= NONCE_CHARS_MAX
                && nonce.chars().allMatch(c -> c > ' ' && c <= '~' && c != ',');
    }

    /// `=2C` and `=3D` are comma and equals sign, and nothing else follows an equals sign (RFC 5802 §5.1).
    static Optional<String> unescape(String written) {
        var name = new StringBuilder(written.length());
        for (var i = 0; i < written.length(); i++) {
            if (written.charAt(i) != '=') {
                name.append(written.charAt(i));
                continue;
            }
            if (written.startsWith("=2C", i)) {
                name.append(',');
            } else if (written.startsWith("=3D", i)) {
                name.append('=');
            } else {
                return Optional.empty();
            }
            i += 2;
        }
        return Optional.of(name.toString());
    }

    static String escape(String name) {
        return name.replace("=", "=3D").replace(",", "=2C");
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
