package io.kith.sharding.room.aspect;

import io.kith.proto.ns.Namespaces;
import io.kith.sharding.feature.Xep;
import io.kith.sharding.room.Request;
import io.kith.sharding.room.RoomAspect;
import io.kith.sharding.room.RoomHooks;
import io.kith.sharding.room.RoomMachine;
import java.util.List;

/// XEP-0410: a client asks its own nickname whether it is still in the room, and the room answers by itself.
public final class SelfPing implements RoomAspect {

    @Override
    public List<Xep> xeps() {
        return List.of(new Xep(410, "1.1.0", Xep.Coverage.COMPLETE));
    }

    @Override
    public void install(RoomHooks hooks) {
        hooks.feature(Namespaces.MUC_SELF_PING);
        hooks.feature(Namespaces.PING);
        hooks.iq("get", Namespaces.PING, "ping", SelfPing::pong);
    }

    private static void pong(RoomMachine room, Request request) {
        request.result();
    }
}
