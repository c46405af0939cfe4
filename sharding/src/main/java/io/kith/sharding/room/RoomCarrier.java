package io.kith.sharding.room;

import io.kith.sharding.session.Turns;
import java.util.List;

/// What carries a room: an actor, or a simulation in one thread.
interface RoomCarrier extends Turns {

    /// Journals the events, then runs `then` in a turn of its own before any other.
    void persist(List<RoomEvent> events, Runnable then);
}
