package io.kith.sharding.room;

import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.xml.Element;
import io.kith.sharding.room.relay.Shown;
import java.util.List;
import java.util.TreeSet;

/// How occupants look to others: their presence with what only the room may say of them (XEP-0045 §7.2.3, §17.3).
final class Faces {

    private final RoomMachine room;

    Faces(RoomMachine room) {
        this.room = room;
    }

    /// A client's presence as the room keeps it: nothing in it that only the room may say.
    Stanza cleaned(Stanza presence, Jid address) {
        return presence.without(child -> room.aspects().isTheRooms(child.name(), child.namespace())
                        || Speaking.isForged(presence, child, room.jid()))
                .withTo(null)
                .withId("")
                .withFrom(address);
    }

    Shown of(Occupant occupant, Because why) {
        return shown(occupant, occupant.presence(), occupant.role(), why);
    }

    /// How it is seen for the last time.
    ///
    /// @param words the client's unavailable presence, cleaned, or none of its words
    Shown gone(Occupant occupant, Stanza words, Because why) {
        var last = words.isType("unavailable") ? words : Stanza.presence(occupant.address(), null, "unavailable");
        var keepsRole = why.codes().contains(303);
        return shown(occupant, last, keepsRole ? occupant.role() : Role.NONE, why);
    }

    /// What one of its clients gets when it leaves.
    Stanza farewell(Occupant occupant, Jid full, Stanza words, Because why) {
        var last = words.isType("unavailable") ? words : Stanza.presence(occupant.address(), null, "unavailable");
        return dressed(
                last, occupant, item(occupant, Role.NONE, why).withAttribute("jid", full), why.with(List.of(110)));
    }

    /// What its own clients see, with these codes besides 110.
    Stanza self(Occupant occupant, Jid full, List<Integer> codes) {
        var why = Because.NOTHING.with(codes).with(List.of(110));
        var item = item(occupant, occupant.role(), why).withAttribute("jid", full);
        return dressed(occupant.presence(), occupant, item, why);
    }

    private Shown shown(Occupant occupant, Stanza presence, Role role, Because why) {
        var item = item(occupant, role, why);
        var open = item.withAttribute("jid", occupant.shownSession());
        return new Shown(
                occupant.nick(),
                occupant.order(),
                occupant.sessions(),
                occupant.role() == Role.MODERATOR,
                isHidden(occupant),
                occupant.turned(),
                dressed(presence, occupant, open, why),
                dressed(presence, occupant, item, why),
                dressed(presence, occupant, open, why.with(List.of(110))));
    }

    /// Whether only moderators see it.
    boolean isHidden(Occupant occupant) {
        return !room.state().config().get(RoomOptions.PRESENCE_BROADCAST).contains(occupant.role());
    }

    private Element item(Occupant occupant, Role role, Because why) {
        var item = Element.of("item", Namespaces.MUC_USER)
                .withAttribute(
                        "affiliation", room.affiliationOf(occupant.user()).text())
                .withAttribute("role", role.text());
        if (!why.newNick().isEmpty()) {
            item = item.withAttribute("nick", why.newNick());
        }
        if (why.actor() != null) {
            item = item.with(Element.of("actor", Namespaces.MUC_USER).withAttribute("nick", why.actor()));
        }
        return why.reason().isEmpty() ? item : item.with(reason(why.reason()));
    }

    static Element reason(String reason) {
        return Element.of("reason", Namespaces.MUC_USER).text(reason);
    }

    private Stanza dressed(Stanza presence, Occupant occupant, Element item, Because why) {
        var x = Element.of("x", Namespaces.MUC_USER).with(item);
        for (var code : new TreeSet<>(why.codes())) {
            x = x.with(status(code));
        }
        return badged(presence.withFrom(occupant.address()).with(x), occupant);
    }

    /// With all that marks an occupant in whatever it shows.
    Stanza badged(Stanza presence, Occupant occupant) {
        var dressed = presence;
        for (var badge : room.aspects().badges(room, occupant)) {
            dressed = dressed.with(badge);
        }
        return dressed;
    }

    static Element status(int code) {
        return Element.of("status", Namespaces.MUC_USER).withAttribute("code", code);
    }
}
