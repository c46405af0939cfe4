package io.kith.proto.stanza;

/// How scanned bytes become a stanza's: everything before `start` falls away, and what is between `cut` and `cutEnd`,
/// inside the start tag and behind its name, gives way to `put`. The two are equal if nothing does.
final class Splice {

    private final int start;
    private final int cut;
    private final int cutEnd;
    private final byte[] put;

    Splice(int start, int cut, int cutEnd, byte[] put) {
        this.start = start;
        this.cut = cut;
        this.cutEnd = cutEnd;
        this.put = put;
    }

    int cut() {
        return cut;
    }

    int cutEnd() {
        return cutEnd;
    }

    /// What is put in.
    byte[] put() {
        return put;
    }

    /// Where that begins in the stanza's bytes.
    int putAt() {
        return cut - start;
    }

    /// Where something behind the element's name stands in the stanza's bytes.
    int place(int scanned) {
        return scanned - start - (scanned >= cutEnd ? cutEnd - cut - put.length : 0);
    }

    /// Where the element's name ends.
    int nameEnd(int scanned) {
        return scanned - start;
    }

    /// Whether an array that ends at `end` stays as it is.
    boolean isWhole(byte[] xml, int end) {
        return start == 0 && end == xml.length && cut == cutEnd && put.length == 0;
    }

    /// The stanza's bytes, in an array of their own.
    byte[] bytes(byte[] xml, int end) {
        var bytes = new byte[end - start - (cutEnd - cut) + put.length];
        System.arraycopy(xml, start, bytes, 0, putAt());
        System.arraycopy(put, 0, bytes, putAt(), put.length);
        System.arraycopy(xml, cutEnd, bytes, putAt() + put.length, end - cutEnd);
        return bytes;
    }
}
