package io.kith.sharding.room;

import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.xml.Element;
import org.jspecify.annotations.Nullable;

/// A mediated invitation as the room sends it (XEP-0045 §7.8.2).
public final class Invitation {

    private Invitation() {}

    /// The password goes with it only from those who know it: whoever is in the room, its admins, and the room.
    ///
    /// @param inviter the bare address of who invites, or the room itself
    /// @param reason "" for none
    /// @param goesOn the `<continue/>` of a conversation between two (§7.9), or null
    public static Stanza to(RoomMachine room, Jid invitee, Jid inviter, String reason, @Nullable Element goesOn) {
        var invite = Element.of("invite", Namespaces.MUC_USER).withAttribute("from", inviter);
        if (!reason.isEmpty()) {
            invite = invite.with(Faces.reason(reason));
        }
        if (goesOn != null) {
            invite = invite.with(goesOn);
        }
        var x = Element.of("x", Namespaces.MUC_USER).with(invite);
        var config = room.config();
        if (config.is(RoomOptions.PASSWORD_PROTECTED) && knowsPassword(room, inviter)) {
            x = x.with(Element.of("password", Namespaces.MUC_USER).text(config.get(RoomOptions.SECRET)));
        }
        return Stanza.message(room.jid(), invitee, "", x);
    }

    private static boolean knowsPassword(RoomMachine room, Jid inviter) {
        return inviter.equals(room.jid())
                || room.affiliationOf(inviter).isAtLeast(Affiliation.ADMIN)
                || !room.occupantsOf(inviter).isEmpty();
    }
}
