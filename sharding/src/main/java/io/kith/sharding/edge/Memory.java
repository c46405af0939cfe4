package io.kith.sharding.edge;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a connection has to know of the session that goes on at it, to tell another owner one day.
///
/// @param interested whether the client has asked for the roster
/// @param note what the owner asked connections to remember, `""` for nothing
/// @param presence what the client shows to everybody, null when it is not available
/// @param directed to whom else it has shown itself and not taken it back
public record Memory(
        boolean interested, String note, @Nullable Stanza presence, List<Jid> directed) {

    /// Of a session that has just begun.
    public static final Memory NONE = new Memory(false, "", null, List.of());

    public Memory {
        directed = List.copyOf(directed);
    }
}
