package io.kith.sharding.room.aspect;

import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.rsm.Page;
import io.kith.proto.rsm.PageRequest;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.xml.Element;
import io.kith.sharding.room.Occupant;
import io.kith.sharding.room.Request;
import io.kith.sharding.room.Role;
import io.kith.sharding.room.RoomAspect;
import io.kith.sharding.room.RoomHooks;
import io.kith.sharding.room.RoomMachine;
import io.kith.sharding.room.RoomOptions;
import java.util.List;

/// Who is in the room, page by page (XEP-0045 §6.5): how large rooms, which roll up joins, tell their occupants. Who is
/// not in it is told where anybody may enter and the room is listed for anybody; else the list is empty.
public final class RoomItems implements RoomAspect {

    /// Occupants in one answer.
    static final int PAGE_MAX = 500;

    @Override
    public void install(RoomHooks hooks) {
        hooks.feature(Namespaces.DISCO_ITEMS);
        hooks.feature(Namespaces.RSM);
        hooks.iq("get", Namespaces.DISCO_ITEMS, "query", RoomItems::answer);
    }

    private static void answer(RoomMachine room, Request request) {
        var query = request.stanza().child("query", Namespaces.DISCO_ITEMS).orElseThrow();
        var answer = Element.of("query", Namespaces.DISCO_ITEMS);
        var asked = PageRequest.in(query);
        var node = query.attributeOr("node", "");
        if (node.equals(Namespaces.COMMANDS)) {
            request.result(Hats.commands(room, request));
        } else if (!node.isEmpty()) {
            request.refuse(StanzaError.ITEM_NOT_FOUND);
        } else if (asked.isEmpty()) {
            request.refuse(StanzaError.BAD_REQUEST);
        } else if (!maySee(room, request.from())) {
            request.result(answer);
        } else {
            var page = Page.of(shownTo(room, request.from()), Occupant::nick, asked.get(), PAGE_MAX);
            if (page.isEmpty()) {
                request.refuse(StanzaError.ITEM_NOT_FOUND);
                return;
            }
            for (var occupant : page.get().items()) {
                answer = answer.with(
                        Element.of("item", Namespaces.DISCO_ITEMS).withAttribute("jid", occupant.address()));
            }
            var isWhole =
                    page.get().isWhole() && query.child("set", Namespaces.RSM).isEmpty();
            request.result(isWhole ? answer : answer.with(page.get().toElement()));
        }
    }

    private static boolean maySee(RoomMachine room, Jid asker) {
        return room.occupant(asker).isPresent()
                || (room.config().is(RoomOptions.PUBLIC) && !room.state().locked() && RoomInfo.mayKnow(room, asker));
    }

    /// Those whose presence is kept from the others (§10.1.3) are not found this way either.
    private static List<Occupant> shownTo(RoomMachine room, Jid asker) {
        var own = room.occupant(asker);
        var broadcast = room.config().get(RoomOptions.PRESENCE_BROADCAST);
        var seesAll = own.filter(one -> one.role() == Role.MODERATOR).isPresent();
        return room.everybody().stream()
                .filter(one -> seesAll || own.filter(one::equals).isPresent() || broadcast.contains(one.role()))
                .toList();
    }
}
