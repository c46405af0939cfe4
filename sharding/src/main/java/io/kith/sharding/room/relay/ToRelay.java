package io.kith.sharding.room.relay;

import io.kith.proto.jid.Jid;
import io.kith.sharding.wire.WireMessage;
import java.util.List;

/// What a room says to the relays of one node.
public sealed interface ToRelay extends WireMessage {

    Jid room();

    /// Of the room's link to that node; each life of the room has higher ones.
    long epoch();

    /// Some consecutive pieces of items, numbered from `first` on.
    record Said(Jid room, long epoch, long first, List<Piece> pieces) implements ToRelay {
        public Said {
            pieces = List.copyOf(pieces);
        }
    }

    /// Where the link stands (`io.kith.sharding.link.Announcement`).
    record Stood(Jid room, long epoch, long since, long base, long last) implements ToRelay {}

    /// The room has come to life: answer [FromRelay.Held], and take nothing more of its life before.
    record Ask(Jid room, long epoch) implements ToRelay {}

    /// No client there is in the room any more.
    record Close(Jid room, long epoch) implements ToRelay {}
}
