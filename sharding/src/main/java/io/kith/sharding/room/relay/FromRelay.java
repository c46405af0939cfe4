package io.kith.sharding.room.relay;

import com.google.protobuf.ByteString;
import io.kith.proto.jid.Jid;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.wire.WireMessage;

/// What the relay of a node says to its room.
public sealed interface FromRelay extends WireMessage {

    Jid room();

    /// It has all pieces up to this number.
    record Confirmed(Jid room, String node, long epoch, long upTo) implements FromRelay {}

    /// Pieces are missing from here on; 0 when it does not know where the epoch starts, [#ALL] when it knows nothing of
    /// the room.
    record Missing(Jid room, String node, long epoch, long from) implements FromRelay {

        /// It has just begun: another one has heard what came before.
        public static final long ALL = -1;
    }

    /// Answers [ToRelay.Ask]: what it holds, in `parts` parts of which this is one.
    ///
    /// @param epoch of the question
    /// @param bytes of a [Holding]
    record Held(Jid room, String node, long epoch, int part, int parts, ByteString bytes) implements FromRelay {}

    /// It has seats. Said every few seconds, so that a room whose node has died comes to life elsewhere.
    ///
    /// @param epoch of the room's that it knows
    record Alive(Jid room, String node, long epoch) implements FromRelay {}

    /// A client's connection is gone; its seat is kept until the room takes it away. Or it has just taken it away, and
    /// the client has not heard so.
    record Dormant(Jid room, Jid full, EdgeAddress edge) implements FromRelay {}
}
