package io.kith.proto.stanza;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.OptionalLong;

/// The form of a log id: 41 bits of milliseconds since 2026-01-01, 10 bits of node, 12 bits of sequence.
///
/// Ids are positive, and as text (the `id` of XEP-0359's `stanza-id`) they have a fixed width, so that the order of
/// numbers, of texts and of time is the same. Two logs may hold the same id; within one log it is unique.
public final class StanzaId {

    /// The instant of which the millisecond part is zero.
    public static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

    /// Characters of the text form.
    public static final int TEXT_LENGTH = 13;

    /// Bits below the milliseconds: the node, then the sequence.
    public static final int NODE_BITS = 10;

    /// Bits of the sequence, the lowest of an id.
    public static final int SEQUENCE_BITS = 12;

    private static final int BELOW_MILLIS = NODE_BITS + SEQUENCE_BITS;
    private static final long MILLIS_MAX = (1L << 41) - 1;
    private static final int DIGIT_BITS = 5;
    private static final int TOP_DIGIT_MAX = 7; // 13 digits hold 65 bits, an id has 63
    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"; // ascending in ASCII, no i l o u
    private static final byte[] VALUES = values();

    private StanzaId() {}

    /// The id as 13 characters of `[0-9a-z]`.
    public static String text(long id) {
        requirePositive(id);
        var text = new char[TEXT_LENGTH];
        for (int i = TEXT_LENGTH - 1, shift = 0; i >= 0; i--, shift += DIGIT_BITS) {
            text[i] = DIGITS.charAt((int) (id >>> shift) & 31);
        }
        return new String(text);
    }

    /// The id that `text` stands for, or empty when no id has this text.
    public static OptionalLong parse(String text) {
        if (text.length() != TEXT_LENGTH) {
            return OptionalLong.empty();
        }
        long id = 0;
        for (int i = 0; i < TEXT_LENGTH; i++) {
            char c = text.charAt(i);
            int value = c < VALUES.length ? VALUES[c] : -1;
            if (value < 0 || (i == 0 && value > TOP_DIGIT_MAX)) {
                return OptionalLong.empty();
            }
            id = id << DIGIT_BITS | value;
        }
        return id == 0 ? OptionalLong.empty() : OptionalLong.of(id);
    }

    /// The id with these parts.
    ///
    /// @throws IllegalArgumentException if a part does not fit its bits
    public static long of(Instant at, int node, int sequence) {
        if (node < 0 || node >= 1 << NODE_BITS || sequence < 0 || sequence >= 1 << SEQUENCE_BITS) {
            throw new IllegalArgumentException("node " + node + " or sequence " + sequence + " out of range");
        }
        return millis(at) << BELOW_MILLIS | (long) node << SEQUENCE_BITS | sequence;
    }

    /// The lowest id of that millisecond: everything minted earlier is below it.
    public static long lowestAt(Instant at) {
        return Math.max(1, millis(at) << BELOW_MILLIS);
    }

    /// When the id was minted, to the millisecond, by the clock of its log's owner.
    public static Instant instant(long id) {
        requirePositive(id);
        return EPOCH.plusMillis(id >>> BELOW_MILLIS);
    }

    private static long millis(Instant at) {
        var millis = Duration.between(EPOCH, at).toMillis();
        if (millis < 0 || millis > MILLIS_MAX) {
            throw new IllegalArgumentException(at + " is outside the time that ids can name");
        }
        return millis;
    }

    private static void requirePositive(long id) {
        if (id <= 0) {
            throw new IllegalArgumentException("not an id: " + id);
        }
    }

    private static byte[] values() {
        var values = new byte['z' + 1];
        Arrays.fill(values, (byte) -1);
        for (int i = 0; i < DIGITS.length(); i++) {
            values[DIGITS.charAt(i)] = (byte) i;
        }
        return values;
    }
}
