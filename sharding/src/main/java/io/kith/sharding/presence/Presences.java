package io.kith.sharding.presence;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.EdgeAddress;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/// What an account's owner says about presence: what its resources show and to whom, and whom its connections
/// watch.
///
/// Nothing blocks and nothing fails; everything said of one account is done in the order in which
/// it was said. Presence between the resources of one account is the owner's own business, and so
/// is presence of and for other domains.
public interface Presences {

    /// A resource shows this from now on: available, changed, or unavailable.
    ///
    /// @param presence as [PresenceRules#shown]: from the full address, without `to`
    /// @param audience all who may see the account (bare). Asked only when no resource of the account was shown
    ///     since
    ///     the owner came to this node, later changes come by [#show] and [#hide]; asked on another thread, so it
    ///     reads
    ///     from an immutable roster
    void publish(Jid full, Stanza presence, Supplier<? extends Collection<Jid>> audience);

    /// The contact may see the account from now on, and is shown what the account's resources show.
    void show(Jid account, Jid contact);

    /// The contact may not see the account any more (revoked, removed, blocked): it sees `unavailable` at once.
    void hide(Jid account, Jid contact);

    /// The owner leaves this node with its account available. What was shown lingers until the new owner says it
    /// anew.
    void leave(Jid account);

    /// A connection of an available resource sees these contacts from now on, beginning with who is
    /// here. Said again, it replaces whom the account watches.
    void login(EdgeAddress connection, Jid full, Collection<Jid> contacts);

    /// An available resource's account watches one contact more.
    void watch(EdgeAddress connection, Jid full, Jid contact);

    /// An available resource's account watches one contact less; its connections at that node see it go.
    void unwatch(EdgeAddress connection, Jid full, Jid contact);

    /// The connection sees nothing any more: its resource is unavailable or gone.
    void logout(EdgeAddress connection, Jid full);

    /// The connection sees nothing any more, and its client may come back: the owner is told what it was shown last
    /// ([LocalConnections#parted]), to be given to [#recall] then.
    void park(EdgeAddress connection, Jid full);

    /// The client of a connection that is logged in was shown these when it was here before: of those that it does not
    /// see any more it is shown `unavailable`.
    ///
    /// @param seen full addresses
    void recall(EdgeAddress connection, Jid full, List<Jid> seen);
}
