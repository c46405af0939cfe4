package io.kith.sharding.session;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Content;
import io.kith.proto.stanza.Stanza;

/// Whether a message is kept in the log, by its type, its content and its hints (XEP-0334).
enum Keeping {
    /// A row of the archive.
    ARCHIVED,
    /// A row for delivery alone, gone soon and in no archive answer (`no-permanent-store`).
    TRANSIENT,
    /// No row: worth something only now, or forbidden (`no-store`).
    NOT;

    static Keeping of(Stanza message) {
        switch (message.type()) {
            case "error", "headline", "groupchat" -> {
                return NOT;
            }
            default -> {
                // chat, normal, and what is to be taken for normal (RFC 6121 §5.2.2)
            }
        }
        if (message.has("no-store", Namespaces.HINTS)) {
            return NOT;
        }
        if (!message.has("store", Namespaces.HINTS) && !Content.isIn(message)) {
            return NOT;
        }
        return message.has("no-permanent-store", Namespaces.HINTS) ? TRANSIENT : ARCHIVED;
    }

    /// What becomes of it while nobody takes it.
    DeliveryRules.Untaken untaken(Stanza message) {
        if (this != NOT) {
            return DeliveryRules.Untaken.KEEP;
        }
        return Content.isIn(message) ? DeliveryRules.Untaken.BOUNCE : DeliveryRules.Untaken.DISCARD;
    }

    /// Whether devices that it was not addressed to may have it (XEP-0280 §6.1, XEP-0334 §4.3).
    static boolean isCopiable(Stanza message) {
        return !message.has("private", Namespaces.CARBONS) && !message.has("no-copy", Namespaces.HINTS);
    }
}
