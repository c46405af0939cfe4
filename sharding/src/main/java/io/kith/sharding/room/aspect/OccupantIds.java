package io.kith.sharding.room.aspect;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.xml.Element;
import io.kith.sharding.feature.Xep;
import io.kith.sharding.room.Digests;
import io.kith.sharding.room.Occupant;
import io.kith.sharding.room.RoomAspect;
import io.kith.sharding.room.RoomHooks;
import io.kith.sharding.room.RoomMachine;
import java.util.List;
import java.util.Optional;

/// XEP-0421: who somebody is, without saying it: the same id at every visit, whatever the nickname, and another one in
/// every room. What occupants write in its place is cut.
public final class OccupantIds implements RoomAspect {

    private static final String NAME = "occupant-id";

    @Override
    public List<Xep> xeps() {
        return List.of(new Xep(421, "1.0.1", Xep.Coverage.COMPLETE));
    }

    @Override
    public void install(RoomHooks hooks) {
        hooks.feature(Namespaces.OCCUPANT_ID);
        hooks.reserve(NAME, Namespaces.OCCUPANT_ID);
        hooks.badge(OccupantIds::id);
        hooks.seal(OccupantIds::id);
    }

    private static Optional<Element> id(RoomMachine room, Occupant occupant) {
        return Optional.of(of(room, occupant));
    }

    static Element of(RoomMachine room, Occupant occupant) {
        return Element.of(NAME, Namespaces.OCCUPANT_ID)
                .withAttribute("id", Digests.occupantId(room.state().secret(), occupant.user()));
    }
}
