package io.kith.proto.stanza;

/// How scanned bytes become a stanza's: everything before `start` falls away, and so does what is between `cut` and
/// `cutEnd`, which are equal if nothing does.
record Splice(int start, int cut, int cutEnd) {

    /// Where something stands in the stanza's bytes.
    int place(int scanned) {
        return scanned - start - (scanned >= cutEnd ? cutEnd - cut : 0);
    }

    /// Whether nothing falls away of an array that ends at `end`.
    boolean isWhole(byte[] xml, int end) {
        return start == 0 && end == xml.length && cut == cutEnd;
    }

    /// The stanza's bytes, in an array of their own.
    byte[] bytes(byte[] xml, int end) {
        var bytes = new byte[end - start - (cutEnd - cut)];
        System.arraycopy(xml, start, bytes, 0, cut - start);
        System.arraycopy(xml, cutEnd, bytes, cut - start, end - cutEnd);
        return bytes;
    }
}
