package io.kith.sharding.room;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Content;
import io.kith.proto.stanza.Stanza;

/// Whether a message to all is kept in the room's log, by its content and its hints (XEP-0334).
public enum Lasting {
    /// A row of the archive.
    ARCHIVED,
    /// A row that is in no history (`no-permanent-store`, `no-store`): for delivery, and for moderators, who
    /// can take back what was said in front of all whatever hint it bears.
    TRANSIENT,
    /// No row: worth something only now.
    NOT;

    /// What becomes of that message.
    public static Lasting of(Stanza message) {
        var isUnkept = message.has("no-store", Namespaces.HINTS);
        if (!Content.isIn(message) && (isUnkept || !message.has("store", Namespaces.HINTS))) {
            return NOT;
        }
        return isUnkept || message.has("no-permanent-store", Namespaces.HINTS) ? TRANSIENT : ARCHIVED;
    }
}
