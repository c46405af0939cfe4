package io.kith.proto.xml;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Passes over plain bytes eight at a time. What it stops before need not be special: the caller
/// looks at each byte from there on.
final class Words {

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHS = 0x8080_8080_8080_8080L;
    private static final long LESS = ONES * '<';
    private static final long AMPERSAND = ONES * '&';
    private static final long GREATER = ONES * '>';

    private Words() {}

    /// Eight bytes or less as one number.
    static long key(byte[] xml, int from, int length) {
        if (xml.length - from >= Long.BYTES) {
            var word = (long) WORD.get(xml, from);
            return length >= Long.BYTES ? word : word & ((1L << (length << 3)) - 1);
        }
        var key = 0L;
        for (var i = 0; i < length; i++) {
            key |= (xml[from + i] & 0xFFL) << (i << 3);
        }
        return key;
    }

    /// Whether the same `length` bytes stand at two places.
    static boolean same(byte[] xml, int one, int other, int length) {
        return length <= Long.BYTES
                ? key(xml, one, length) == key(xml, other, length)
                : Arrays.equals(xml, one, one + length, xml, other, other + length);
    }

    /// Past small letters, of which most names consist.
    static int skipLowerCase(byte[] xml, int from, int end) {
        var p = from;
        for (; end - p >= Long.BYTES; p += Long.BYTES) {
            var word = (long) WORD.get(xml, p);
            var stops = word | (word - ONES * 'a') | (word + ONES * (0x7F - 'z'));
            if ((stops & HIGHS) != 0) {
                return p + (Long.numberOfTrailingZeros(stops & HIGHS) >>> 3);
            }
        }
        return p;
    }

    /// Past whole words of text in which nothing is `<`, `&`, `>`, below a space, or not ASCII.
    static int skipText(byte[] xml, int from, int end) {
        var p = from;
        for (; end - p >= Long.BYTES; p += Long.BYTES) {
            var word = (long) WORD.get(xml, p);
            // A subtraction of a byte from a larger one leaves its high bit clear; borrows only come from what stops.
            var stops = word
                    | (word - ONES * ' ')
                    | ((word ^ LESS) - ONES)
                    | ((word ^ AMPERSAND) - ONES)
                    | ((word ^ GREATER) - ONES);
            if ((stops & HIGHS) != 0) {
                return p + (Long.numberOfTrailingZeros(stops & HIGHS) >>> 3);
            }
        }
        return p;
    }

    /// Past whole words of a value in which nothing is `quote`, `<`, `&`, below a space, or not ASCII.
    static int skipValue(byte[] xml, int from, int end, byte quote) {
        var quotes = ONES * quote;
        var p = from;
        for (; end - p >= Long.BYTES; p += Long.BYTES) {
            var word = (long) WORD.get(xml, p);
            var stops = word
                    | (word - ONES * ' ')
                    | ((word ^ LESS) - ONES)
                    | ((word ^ AMPERSAND) - ONES)
                    | ((word ^ quotes) - ONES);
            if ((stops & HIGHS) != 0) {
                return p + (Long.numberOfTrailingZeros(stops & HIGHS) >>> 3);
            }
        }
        return p;
    }
}
