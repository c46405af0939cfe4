package io.kith.sharding.room.relay;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.Sight;
import java.util.List;

/// The relay of one node, for simulations: there while it has seats.
public final class RelayEnd {

    /// The connections of the node.
    @FunctionalInterface
    public interface Connections {
        boolean write(EdgeAddress edge, Jid occupant, long id, Sight sight, List<Stanza> stanzas, boolean last);
    }

    private final RoomRelay relay;

    public RelayEnd(Jid room, String node, Connections connections, Rooms rooms) {
        relay = new RoomRelay(room, node, connections::write, rooms);
    }

    public void take(ToRelay message) {
        relay.take(message);
    }

    public void tick() {
        relay.confirm();
        relay.tick();
    }

    public boolean isOver() {
        return relay.isOver();
    }
}
