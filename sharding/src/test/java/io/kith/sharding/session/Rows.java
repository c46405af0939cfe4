package io.kith.sharding.session;

import io.kith.persistence.archive.Direction;
import io.kith.persistence.archive.Row;
import io.kith.proto.jid.Jid;
import java.nio.charset.StandardCharsets;

/// Rows for tests.
final class Rows {

    private static final Jid ROMEO = new Jid("romeo", "montague.example", "");

    private Rows() {}

    static Row in(long id) {
        return in(id, "<message/>".getBytes(StandardCharsets.UTF_8));
    }

    /// One that has so many bytes.
    static Row in(long id, int bytes) {
        return in(id, new byte[bytes]);
    }

    private static Row in(long id, byte[] stanza) {
        return new Row(id, Direction.IN, ROMEO, "", true, false, 0, "", 0, "", stanza);
    }
}
