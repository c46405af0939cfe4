package io.kith.sharding.feature;

import io.kith.persistence.account.Item;
import io.kith.persistence.account.Kind;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.roster.Roster;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// An account as a feature sees it, at the moment of the call. Not to be kept, nor used from
/// another thread.
public interface Account {

    /// The bare address.
    Jid jid();

    /// What the account's durable things are keyed by; never used again, also when the name is.
    UUID uid();

    /// Whether `other` (bare or full) may see this account's presence: a contact with subscription
    /// `from` or `both`, or the account itself.
    boolean sharesPresenceWith(Jid other);

    /// The account's stored items of this kind, by key, as they are at any time: a view, to be copied by who wants to
    /// know them after a change. To change them, answer with [Outcome.Change].
    Map<String, Item> items(Kind kind);

    /// The contacts.
    Roster roster();

    /// Whether any resource is available.
    default boolean isOnline() {
        for (var device : devices()) {
            if (device.presence().isPresent()) {
                return true;
            }
        }
        return false;
    }

    /// All bound sessions, parked ones too, in no order.
    List<Device> devices();

    /// Whether that is a room, or an occupant of one, here: no account's address.
    default boolean isRoom(Jid other) {
        return false;
    }

    /// The session that sent the stanza being handled; empty when it came from outside.
    Optional<Device> sender();

    /// What a feature keeps for this account until its owner goes idle or moves.
    Slots slots();

    /// One bound session of the account.
    interface Device {

        /// The full address.
        Jid full();

        /// The last available presence without `to`; empty while it is not available.
        Optional<Stanza> presence();

        /// The priority of that presence, 0 without.
        int priority();

        /// Whether it gets copies of what is said elsewhere (XEP-0280).
        boolean copies();

        /// Begins or ends that.
        void copies(boolean enabled);

        /// What a feature keeps for this session, over reconnects.
        Slots slots();

        /// The client gets what it missed from the archive by itself: nothing old is sent to it
        /// when it becomes available, and what it would have got counts as taken.
        void readsArchiveItself();
    }
}
