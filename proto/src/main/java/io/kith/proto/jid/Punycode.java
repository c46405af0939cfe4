package io.kith.proto.jid;

/// The Bootstring encoding of RFC 3492 with the parameters of its section 5, without the prefix `xn--`.
///
/// Its work grows with the square of the length and its arithmetic holds for short text only, so both
/// directions are bounded by the length of a label.
final class Punycode {

    private static final int ENCODED_CHARS_MAX = 59; // a label less its prefix
    private static final int BASE = 36;
    private static final int T_MIN = 1;
    private static final int T_MAX = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int INITIAL_BIAS = 72;
    private static final int INITIAL_N = 0x80;

    private Punycode() {}

    /// RFC 3492 §6.2.
    ///
    /// @param encoded in lower case
    /// @throws MalformedJid when nothing is encoded so
    static String decode(String encoded) {
        if (encoded.length() > ENCODED_CHARS_MAX) {
            throw tooLong();
        }
        var delimiter = encoded.lastIndexOf('-');
        var decoded = new StringBuilder(encoded.substring(0, Math.max(0, delimiter)));
        var points = decoded.length(); // ASCII so far: one char each
        var n = INITIAL_N;
        var i = 0;
        var bias = INITIAL_BIAS;
        var in = delimiter > 0 ? delimiter + 1 : 0;
        while (in < encoded.length()) {
            var before = i;
            var weight = 1L;
            for (var k = BASE; ; k += BASE) {
                if (in == encoded.length()) {
                    throw invalid();
                }
                var digit = digitOf(encoded.charAt(in++));
                var next = i + digit * weight;
                if (next > Integer.MAX_VALUE) {
                    throw invalid();
                }
                i = (int) next;
                var threshold = threshold(k, bias);
                if (digit < threshold) {
                    break;
                }
                weight *= BASE - threshold;
                if (weight > Integer.MAX_VALUE) {
                    throw invalid();
                }
            }
            points++;
            bias = adapt(i - before, points, before == 0);
            n += i / points;
            if (n < 0 || n > Character.MAX_CODE_POINT) {
                throw invalid();
            }
            i %= points;
            decoded.insert(decoded.offsetByCodePoints(0, i), Character.toString(n));
            i++;
        }
        return decoded.toString();
    }

    /// RFC 3492 §6.3.
    ///
    /// @throws MalformedJid when the label does not fit into the DNS
    static String encode(String label) {
        if (label.length() > 2 * ENCODED_CHARS_MAX) { // each code point, of two chars at most, takes one digit at least
            throw tooLong();
        }
        var points = label.codePoints().toArray();
        var encoded = new StringBuilder();
        for (var point : points) {
            if (point < INITIAL_N) {
                encoded.append((char) point);
            }
        }
        var basic = encoded.length();
        if (basic > 0) {
            encoded.append('-');
        }
        var handled = basic;
        var n = INITIAL_N;
        var delta = 0;
        var bias = INITIAL_BIAS;
        while (handled < points.length) {
            var next = Integer.MAX_VALUE;
            for (var point : points) {
                if (point >= n && point < next) {
                    next = point;
                }
            }
            delta += (next - n) * (handled + 1);
            n = next;
            for (var point : points) {
                if (point < n) {
                    delta++;
                } else if (point == n) {
                    appendVariableLength(encoded, delta, bias);
                    bias = adapt(delta, handled + 1, handled == basic);
                    delta = 0;
                    handled++;
                }
            }
            delta++;
            n++;
        }
        if (encoded.length() > ENCODED_CHARS_MAX) {
            throw tooLong();
        }
        return encoded.toString();
    }

    private static void appendVariableLength(StringBuilder encoded, int delta, int bias) {
        var rest = delta;
        for (var k = BASE; ; k += BASE) {
            var threshold = threshold(k, bias);
            if (rest < threshold) {
                encoded.append(digit(rest));
                return;
            }
            encoded.append(digit(threshold + (rest - threshold) % (BASE - threshold)));
            rest = (rest - threshold) / (BASE - threshold);
        }
    }

    private static int threshold(int k, int bias) {
        return Math.clamp((long) k - bias, T_MIN, T_MAX);
    }

    private static int adapt(int delta, int points, boolean first) {
        var rest = first ? delta / DAMP : delta / 2;
        rest += rest / points;
        var k = 0;
        while (rest > (BASE - T_MIN) * T_MAX / 2) {
            rest /= BASE - T_MIN;
            k += BASE;
        }
        return k + (BASE - T_MIN + 1) * rest / (rest + SKEW);
    }

    private static char digit(int value) {
        return (char) (value < 26 ? 'a' + value : '0' + value - 26);
    }

    private static int digitOf(char c) {
        if (c >= 'a' && c <= 'z') {
            return c - 'a';
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 26;
        }
        throw invalid();
    }

    private static MalformedJid tooLong() {
        return new MalformedJid("label of domain is too long");
    }

    private static MalformedJid invalid() {
        return new MalformedJid("domain has an invalid A-label");
    }
}
