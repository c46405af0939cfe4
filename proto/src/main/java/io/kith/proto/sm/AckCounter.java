package io.kith.proto.sm;

import java.util.Optional;

/// A count of stanzas as XEP-0198 §4 has it: it starts at zero and after 4,294,967,295 comes zero again.
///
/// @param bits the count, as an unsigned number
public record AckCounter(int bits) {

    public static final AckCounter ZERO = new AckCounter(0);

    private static final int DIGITS_MAX = 10;

    /// The counter of a value from 0 to 4,294,967,295.
    public static AckCounter of(long value) {
        if (value < 0 || value > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("not a count: " + value);
        }
        return new AckCounter((int) value);
    }

    /// What an `h` attribute says; empty if it is no number of at most ten digits below 2^32.
    public static Optional<AckCounter> parse(String h) {
        if (h.isEmpty() || h.length() > DIGITS_MAX) {
            return Optional.empty();
        }
        var value = 0L;
        for (var i = 0; i < h.length(); i++) {
            var digit = h.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return Optional.empty();
            }
            value = value * 10 + digit;
        }
        return value > 0xFFFF_FFFFL ? Optional.empty() : Optional.of(of(value));
    }

    /// After one more stanza.
    public AckCounter next() {
        return plus(1);
    }

    /// After `stanzas` more.
    public AckCounter plus(int stanzas) {
        return new AckCounter(bits + stanzas);
    }

    /// How many stanzas lie between an earlier count and this one, from 0 to 4,294,967,295. Right as long as fewer than
    /// 2^32 are outstanding, which every queue's bound sees to.
    public long since(AckCounter earlier) {
        return Integer.toUnsignedLong(bits - earlier.bits);
    }

    /// The count as a number.
    public long value() {
        return Integer.toUnsignedLong(bits);
    }

    /// The count as an `h` attribute has it.
    @Override
    public String toString() {
        return Integer.toUnsignedString(bits);
    }
}
