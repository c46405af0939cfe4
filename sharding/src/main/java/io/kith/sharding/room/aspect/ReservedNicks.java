package io.kith.sharding.room.aspect;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.xml.Element;
import io.kith.sharding.room.Request;
import io.kith.sharding.room.RoomAspect;
import io.kith.sharding.room.RoomHooks;
import io.kith.sharding.room.RoomMachine;

/// A user asks which nickname belongs to it (XEP-0045 §7.12).
public final class ReservedNicks implements RoomAspect {

    private static final String NODE = "x-roomuser-item";

    @Override
    public void install(RoomHooks hooks) {
        hooks.node(NODE, ReservedNicks::answer);
    }

    private static void answer(RoomMachine room, Request request) {
        var nick = room.state().nickOf(request.from());
        var query = Element.of("query", Namespaces.DISCO_INFO).withAttribute("node", NODE);
        request.result(
                nick.isEmpty()
                        ? query
                        : query.with(Element.of("identity", Namespaces.DISCO_INFO)
                                .withAttribute("category", "conference")
                                .withAttribute("type", "text")
                                .withAttribute("name", nick)));
    }
}
