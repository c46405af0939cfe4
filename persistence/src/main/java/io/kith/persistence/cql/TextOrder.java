package io.kith.persistence.cql;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/// The order of names in a listing: that of their UTF-8 bytes, which is Cassandra's and not `String`'s.
public final class TextOrder {

    /// By bytes.
    public static final Comparator<String> BYTES =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    private TextOrder() {}
}
