package io.kith.persistence.roomindex;

import io.kith.proto.jid.Jid;

/// What the index shows of a room.
///
/// @param room the bare address
/// @param name what it calls itself, `""` for nothing
/// @param language of what is said there (BCP 47), `""` when it does not say
/// @param listed whether anybody may find it; others are shown to operators alone
/// @param temporary whether it ends with its last occupant
public record RoomEntry(Jid room, String name, String description, String language, boolean listed, boolean temporary) {

    public RoomEntry {
        if (!room.isBare() || room.isDomain()) {
            throw new IllegalArgumentException("no room's address: " + room);
        }
    }
}
