package io.kith.sharding.room.aspect;

import io.kith.persistence.archive.Row;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.stanza.StanzaId;
import io.kith.proto.xml.Element;
import io.kith.sharding.feature.Xep;
import io.kith.sharding.room.Affiliation;
import io.kith.sharding.room.Occupant;
import io.kith.sharding.room.Request;
import io.kith.sharding.room.Role;
import io.kith.sharding.room.RoomAspect;
import io.kith.sharding.room.RoomEvent;
import io.kith.sharding.room.RoomHooks;
import io.kith.sharding.room.RoomMachine;
import io.kith.sharding.room.Rows;
import java.util.List;

/// XEP-0425: a moderator takes back what anybody has said. All are told, a tombstone stays, and who did it is
/// journalled.
public final class Moderation implements RoomAspect {

    private static final int REASON_MAX = 1_024;

    @Override
    public List<Xep> xeps() {
        return List.of(new Xep(425, "0.3.0", Xep.Coverage.COMPLETE));
    }

    @Override
    public void install(RoomHooks hooks) {
        hooks.feature(Namespaces.MODERATE);
        hooks.iq("set", Namespaces.MODERATE, "moderate", Moderation::moderate);
    }

    private static void moderate(RoomMachine room, Request request) {
        var asked = request.stanza().child("moderate", Namespaces.MODERATE).orElseThrow();
        var id = StanzaId.parse(asked.attributeOr("id", ""));
        var reason = asked.child("reason").map(Element::text).orElse("");
        var moderator = room.occupant(request.from()).filter(one -> one.role() == Role.MODERATOR);
        if (moderator.isEmpty()) {
            request.refuse(StanzaError.FORBIDDEN.withText(
                    "Only moderators are allowed to moderate other participants' messages"));
        } else if (asked.child("retract", Namespaces.RETRACT).isEmpty() || reason.length() > REASON_MAX) {
            request.refuse(StanzaError.BAD_REQUEST);
        } else if (id.isEmpty()) {
            request.refuse(StanzaError.ITEM_NOT_FOUND);
        } else if (!Rows.mayFind(room, request.from(), id.getAsLong())) {
            request.refuse(StanzaError.RESOURCE_CONSTRAINT);
        } else {
            Rows.find(room, id.getAsLong(), row -> {
                if (row.isEmpty()
                        || Rows.isTombstone(row.get())
                        || row.get().peer().equals(room.jid())) {
                    request.refuse(StanzaError.ITEM_NOT_FOUND);
                } else if (isAbove(room, row.get(), moderator.get())) {
                    request.refuse(StanzaError.NOT_ALLOWED);
                } else {
                    carryOut(room, request, moderator.get(), row.get(), reason);
                }
            });
        }
    }

    /// As with kicks (XEP-0045 §8.2): nobody is moderated by those below.
    private static boolean isAbove(RoomMachine room, Row row, Occupant moderator) {
        var author = room.affiliationOf(row.peer());
        return author.isAtLeast(Affiliation.ADMIN) && author.compareTo(room.affiliationOf(moderator.user())) > 0;
    }

    private static void carryOut(RoomMachine room, Request request, Occupant moderator, Row row, String reason) {
        var moderated = Element.of("moderated", Namespaces.MODERATE)
                .withAttribute("by", moderator.address())
                .with(OccupantIds.of(room, moderator));
        var retract = withReason(
                Element.of("retract", Namespaces.RETRACT)
                        .withAttribute("id", StanzaId.text(row.id()))
                        .with(moderated),
                reason);
        var event = new RoomEvent.Moderated(moderator.user().toString(), room.now(), row.id(), reason);
        room.change(
                List.of(event),
                () -> room.herald()
                        .say(
                                Stanza.message(room.jid(), null, "groupchat", retract),
                                said -> {
                                    var tombstone = Retraction.tombstone(room, said.id())
                                            .with(moderated);
                                    Rows.takeBack(room, row, withReason(tombstone, reason), () -> request.result());
                                },
                                () -> request.refuse(StanzaError.RESOURCE_CONSTRAINT)));
    }

    private static Element withReason(Element element, String reason) {
        return reason.isEmpty()
                ? element
                : element.with(Element.of("reason", Namespaces.RETRACT).text(reason));
    }
}
